"""Doors and people together with the groups that join them."""

from __future__ import annotations

from .acs_entrance import AcsEntrance
from .acs_user import AcsUser
from .membership import Obstacle
from .resource import Part, by_name


class AccessPath(Part):
    """A group that leads to an entrance."""

    class AccessSchedule(Part):
        starts_at: str | None
        ends_at: str | None

    acs_access_group_id: str
    name: str | None
    access_schedule: AccessSchedule | None

    _parts = by_name(access_schedule=AccessSchedule)


class ReachableEntrance(AcsEntrance):
    """An entrance that a user can open.

    ``through`` is empty where the user was let in directly. ``accessible`` is false where only the groups say
    so, because the access system has not followed yet or the user is suspended; None where the server does
    not tell.
    """

    through: list[AccessPath]
    accessible: bool | None

    _part_lists = by_name(**AcsEntrance._part_lists, through=AccessPath)


class AdmittedUser(AcsUser):
    """A user whom groups let in at an entrance; ``obstacles`` keep the user out all the same."""

    through: list[AccessPath]
    obstacles: list[Obstacle]

    _part_lists = by_name(**AcsUser._part_lists, through=AccessPath, obstacles=Obstacle)
