"""Keep changes while there is no network, and send them when it is back.

    python outbox.py FOLDER add|remove ACS_USER_ID ACS_ACCESS_GROUP_ID
    python outbox.py FOLDER deliver

Keeping needs neither credentials nor a network.
"""

from __future__ import annotations

import sys

from seam_acs import Outbox, Seam


def keep(outbox: Outbox, action: str, user: str, group: str) -> None:
    wish = outbox.add_to_access_group if action == "add" else outbox.remove_from_access_group
    print(f"Kept; not sent yet: change {wish(acs_user_id=user, acs_access_group_id=group)}.")


def deliver(outbox: Outbox) -> None:
    with Seam() as seam:
        seam.acs.outbox.deliver(outbox, until_empty=True)
    for change in outbox.outcomes():
        print(f"{change.action} {change.acs_user_id}: {change.state}")
        if change.cursor:
            outbox.acknowledge(change.cursor)


if __name__ == "__main__":
    folder, action, *ids = sys.argv[1:]
    if action == "deliver":
        deliver(Outbox(folder))
    else:
        keep(Outbox(folder), action, *ids)
