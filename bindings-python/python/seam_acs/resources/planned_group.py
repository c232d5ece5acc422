"""What a plan would do to one group."""

from __future__ import annotations

from .resource import Part, Resource, by_name


class PlannedUser(Part):
    """Somebody in a plan, by one of the two ids."""

    acs_user_id: str | None
    user_identity_id: str | None
    name: str | None


class PlannedGroup(Resource):
    """Who would be added to a group, who taken out, and who stays."""

    acs_access_group_id: str
    name: str
    adds: list[PlannedUser]
    removes: list[PlannedUser]
    stays: list[PlannedUser]
    #: The most people who may be added; None is any number.
    most_adds: int | None
    #: The most people who may be taken out; None is any number.
    most_removes: int | None

    _part_lists = by_name(adds=PlannedUser, removes=PlannedUser, stays=PlannedUser)
