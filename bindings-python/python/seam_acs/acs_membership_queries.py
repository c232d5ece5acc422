# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""The questions about memberships that ask Seam several times."""

from __future__ import annotations

from .namespace import Namespace
from .resources import AcsAccessGroup
from .resources.access_path import AdmittedUser, ReachableEntrance
from .resources.membership import MembershipEnsured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .resources.membership import Presence


class MembershipQueries(Namespace):
    """Read who is in a group and what that opens, and make sure of one membership."""

    __slots__ = ()

    def ensure(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        presence: Presence = "present",
    ) -> MembershipEnsured:
        """Make sure that a user is in a group, or out of it: read, change only if needed, read again.

        :raises SeamError: With ``outcome_unknown`` set if no answer came and the reads do not decide
        """
        return self._connection.run(
            (
                self._connection.native.begin_ensure,
                (acs_user_id, user_identity_id, acs_access_group_id, presence),
            ),
            lambda value, _: MembershipEnsured._over(value),
        )

    def is_member(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> bool:
        """Say whether Seam lists a user in a group. An unknown user or group is an error and never "no"."""
        return self._connection.run(
            (
                self._connection.native.begin_is_member,
                (acs_user_id, user_identity_id, acs_access_group_id),
            ),
            lambda value, _: bool(value["is_member"]),
        )

    def groups_of(
        self,
        *,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> list[AcsAccessGroup]:
        """Read which groups a user is in; by identity, in every access system that knows the person."""
        return self._connection.run(
            (
                self._connection.native.begin_groups_of,
                (acs_user_id, user_identity_id),
            ),
            lambda value, _: AcsAccessGroup._list(value),
        )

    def entrances_of(
        self,
        *,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> list[ReachableEntrance]:
        """Read which entrances a user can open, through which groups, and when."""
        return self._connection.run(
            (
                self._connection.native.begin_entrances_of,
                (acs_user_id, user_identity_id),
            ),
            lambda value, _: ReachableEntrance._list(value),
        )

    def who_can_open(
        self,
        *,
        acs_entrance_id: str,
    ) -> list[AdmittedUser]:
        """Read whom groups let in at an entrance, and what keeps them out all the same.

        People who were let in at this entrance directly, without a group, are not among them.
        """
        return self._connection.run(
            (
                self._connection.native.begin_who_can_open,
                (acs_entrance_id,),
            ),
            lambda value, _: AdmittedUser._list(value),
        )
