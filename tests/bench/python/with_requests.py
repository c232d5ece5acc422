"""Python's ``requests``, one session kept."""

import batches
import requests

session = requests.Session()
session.headers["Authorization"] = f"Bearer {batches.API_KEY}"
url = f"{batches.ENDPOINT}/acs/users/add_to_access_group"


def call(number: int) -> None:
    body = {"acs_user_id": batches.user(number), "acs_access_group_id": batches.GROUP}
    answer = session.post(url, json=body, timeout=30)
    answer.raise_for_status()
    if answer.json()["ok"] is not True:
        raise SystemExit("a call was not recorded")


batches.run(call)
