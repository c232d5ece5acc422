"""change add|remove USER GROUP: one change; prints "recorded" or the failure's name."""

import sys

from seam_acs import Seam, SeamError, SeamHttpApiError, SeamHttpUnauthorizedError


def name_of(error: SeamError) -> str:
    if error.outcome_unknown:
        return "OUTCOME_UNKNOWN"
    if isinstance(error, SeamHttpUnauthorizedError):
        return "UNAUTHORIZED"
    if isinstance(error, SeamHttpApiError) and error.status_code == 404:
        return "NOT_FOUND"
    return repr(error)


def main(verb: str, acs_user_id: str, acs_access_group_id: str) -> str:
    with Seam() as seam:
        users = seam.acs.users
        change = users.add_to_access_group if verb == "add" else users.remove_from_access_group
        try:
            change(acs_user_id=acs_user_id, acs_access_group_id=acs_access_group_id)
        except SeamError as error:
            return name_of(error)
    return "recorded"


print(main(*sys.argv[1:]))
