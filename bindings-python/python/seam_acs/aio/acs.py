"""``seam.acs`` of ``AsyncSeam``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..namespace import Namespace
from .acs_access_groups import AsyncAcsAccessGroups
from .acs_entrances import AsyncAcsEntrances
from .acs_memberships import AsyncAcsMemberships
from .acs_outbox import AsyncAcsOutbox
from .acs_systems import AsyncAcsSystems
from .acs_users import AsyncAcsUsers

if TYPE_CHECKING:
    from .connection import AsyncConnection


class AsyncAcs(Namespace):
    """Users, access groups, systems and entrances of the access control systems, and memberships in bulk."""

    __slots__ = ("access_groups", "entrances", "memberships", "outbox", "systems", "users")

    _name = "seam.acs"

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.access_groups = AsyncAcsAccessGroups(connection)
        self.entrances = AsyncAcsEntrances(connection)
        self.memberships = AsyncAcsMemberships(connection)
        self.outbox = AsyncAcsOutbox(connection)
        self.systems = AsyncAcsSystems(connection)
        self.users = AsyncAcsUsers(connection)
