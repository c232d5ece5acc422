"""Our own blocking client, and its bulk call."""

from concurrent.futures import ThreadPoolExecutor

import batches
from seam_acs import Seam

seam = Seam(api_key=batches.API_KEY, endpoint=batches.ENDPOINT)


def call(number: int) -> None:
    seam.acs.users.add_to_access_group(acs_user_id=batches.user(number), acs_access_group_id=batches.GROUP)


def many(count: int, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(call, range(count)):
            pass


def apply(count: int, at_once: int) -> None:
    changes = ((batches.user(number), batches.GROUP) for number in range(count))
    seam.acs.memberships.apply(changes, action="add", fixed=at_once)


batches.run(call, many=many, apply=apply)
