"""What reads tell about one membership."""

from __future__ import annotations

from .resource import Part, Resource, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from typing_extensions import TypeAlias

    Presence: TypeAlias = Literal["present", "absent"]


class Obstacle(Part):
    """What keeps a door shut although the user is in the group, or a change from reaching the access
    system.
    """

    code: str
    about: str
    message: str
    seam_says: str | None
    created_at: str | None


class MembershipWait(Resource):
    """How waiting for a membership ended.

    ``state`` is ``applied`` (the access system was seen to follow), ``settled_unobserved`` (it reads as
    wanted, and nothing showed the access system following), ``still_pending``, ``deferred`` (scheduled for
    ``deferred_until``) or ``failed`` (Seam shows the newer ``error``). ``message`` says it in a sentence.
    ``not_read`` names what the server did not tell.
    """

    state: Literal["applied", "settled_unobserved", "still_pending", "deferred", "failed"]
    message: str
    acs_user_id: str | None
    acs_access_group_id: str
    wanted: Presence
    deferred_until: str | None
    error: Any
    obstacles: list[Obstacle]
    not_read: list[str]
    observed_for_ms: int
    reads: int

    _part_lists = by_name(obstacles=Obstacle)


class MembershipEnsured(Resource):
    """What making sure of a membership took.

    ``result`` is ``changed`` (recorded by Seam; the access system follows) or ``already_so``. ``confirmed``
    says whether the last reads showed it as wanted; None where they failed.
    """

    result: Literal["changed", "already_so"]
    message: str
    acs_user_id: str | None
    acs_access_group_id: str
    wanted: Presence
    confirmed: bool | None
    request_id: str | None
