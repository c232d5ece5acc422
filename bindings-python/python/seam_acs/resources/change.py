"""One change of a membership."""

from __future__ import annotations

from .resource import Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal


class Change(Resource):
    """Adds a user to a group or takes one out; the user is named by one of the two ids."""

    action: Literal["add", "remove"]
    acs_user_id: str | None
    user_identity_id: str | None
    acs_access_group_id: str
