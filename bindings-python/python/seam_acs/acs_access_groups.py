# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.access_groups``: sets of users together with what they may open."""

from __future__ import annotations

from . import resources
from .namespace import Namespace
from .route import route

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins


class AcsAccessGroups(Namespace):
    """Read access groups, their members and entrances, and change who is in them."""

    __slots__ = ()

    _name = "seam.acs.access_groups"

    @route("/acs/access_groups/add_user")
    def add_user(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Put a user into a group. Name the user by exactly one of the two ids.

        Returning means that Seam recorded it; the access system follows. With ``user_identity_id`` Seam
        takes the ACS user of the same email address or phone number, **or creates one**: such a request
        is sent again only if it was never sent or was answered 429. With ``acs_user_id`` it repeats like
        ``seam.acs.users.add_to_access_group``.

        :raises SeamError: With ``outcome_unknown`` set if the change may have been recorded although no
            answer says so. Read the membership before anything else; do not send the opposite change.
        """
        return self._connection.add_user(
            "/acs/access_groups/add_user",
            acs_access_group_id,
            acs_user=acs_user_id,
            identity=user_identity_id,
        )

    @route("/acs/access_groups/remove_user")
    def remove_user(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Take a user out of a group. Name the user by exactly one of the two ids.

        The same as ``seam.acs.users.remove_from_access_group``, and as careful.
        """
        return self._connection.remove_user(
            "/acs/access_groups/remove_user",
            acs_access_group_id,
            acs_user=acs_user_id,
            identity=user_identity_id,
        )

    @route("/acs/access_groups/delete")
    def delete(
        self,
        *,
        acs_access_group_id: str,
    ) -> None:
        """Delete a group, so that everybody in it loses the group's permissions.

        Returning means that Seam recorded it; the access system follows. It is sent again only if it was
        never sent or was answered 429. Seam's guides say that groups are deleted in the access system
        alone: be ready for a refusal.

        :raises SeamError: With ``outcome_unknown`` set if the group may be deleted although no answer says
            so. ``get`` tells: the group is gone if there is none.
        """
        params = {
            "acs_access_group_id": acs_access_group_id,
        }
        return self._connection.write(
            "/acs/access_groups/delete",
            params,
        )

    @route("/acs/access_groups/get")
    def get(
        self,
        *,
        acs_access_group_id: str,
    ) -> resources.AcsAccessGroup:
        """Read one group."""
        params = {
            "acs_access_group_id": acs_access_group_id,
        }
        return self._connection.read(
            "/acs/access_groups/get",
            "acs_access_group",
            params,
            resources.AcsAccessGroup._over,
        )

    @route("/acs/access_groups/list")
    def list(
        self,
        *,
        acs_system_id: str | None = None,
        acs_user_id: str | None = None,
        search: str | None = None,
        user_identity_id: str | None = None,
    ) -> builtins.list[resources.AcsAccessGroup]:
        """Read the groups, of one system, or that one user is in."""
        params = {
            "acs_system_id": acs_system_id,
            "acs_user_id": acs_user_id,
            "search": search,
            "user_identity_id": user_identity_id,
        }
        return self._connection.read(
            "/acs/access_groups/list",
            "acs_access_groups",
            params,
            resources.AcsAccessGroup._list,
        )

    @route("/acs/access_groups/list_users")
    def list_users(
        self,
        *,
        acs_access_group_id: str,
    ) -> builtins.list[resources.AcsUser]:
        """Read every member of a group."""
        params = {
            "acs_access_group_id": acs_access_group_id,
        }
        return self._connection.read(
            "/acs/access_groups/list_users",
            "acs_users",
            params,
            resources.AcsUser._list,
        )

    @route("/acs/access_groups/list_accessible_entrances")
    def list_accessible_entrances(
        self,
        *,
        acs_access_group_id: str,
    ) -> builtins.list[resources.AcsEntrance]:
        """Read which entrances the members of a group can open."""
        params = {
            "acs_access_group_id": acs_access_group_id,
        }
        return self._connection.read(
            "/acs/access_groups/list_accessible_entrances",
            "acs_entrances",
            params,
            resources.AcsEntrance._list,
        )
