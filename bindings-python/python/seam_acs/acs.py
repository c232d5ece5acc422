"""``seam.acs``: the groups of methods for access control systems."""

from __future__ import annotations

from .acs_access_groups import AcsAccessGroups
from .acs_entrances import AcsEntrances
from .acs_systems import AcsSystems
from .acs_users import AcsUsers
from .namespace import Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .acs_memberships import AcsMemberships
    from .acs_outbox import AcsOutbox
    from .connection import Connection


class Acs(Namespace):
    """Users, access groups, systems and entrances of the access control systems, and memberships in bulk."""

    __slots__ = ("access_groups", "entrances", "systems", "users")

    _name = "seam.acs"

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.access_groups = AcsAccessGroups(connection)
        self.entrances = AcsEntrances(connection)
        self.systems = AcsSystems(connection)
        self.users = AcsUsers(connection)

    @property
    def memberships(self) -> AcsMemberships:
        """What only this package has: lists of changes, rosters, and waiting until it is so."""
        # Not imported before it is wanted: a program that makes one change starts faster without it.
        from .acs_memberships import AcsMemberships

        return AcsMemberships(self._connection)

    @property
    def outbox(self) -> AcsOutbox:
        """Sends what an ``Outbox`` keeps."""
        from .acs_outbox import AcsOutbox

        return AcsOutbox(self._connection)
