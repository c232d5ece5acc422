"""Seam's official package ``seam``, its blocking client."""

from concurrent.futures import ThreadPoolExecutor

import batches
from seam import Seam

seam = Seam(api_key=batches.API_KEY, endpoint=batches.ENDPOINT)


def call(number: int) -> None:
    seam.acs.users.add_to_access_group(acs_user_id=batches.user(number), acs_access_group_id=batches.GROUP)


def many(count: int, threads: int) -> None:
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(call, range(count)):
            pass


batches.run(call, many=many)
