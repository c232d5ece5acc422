# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.users``: the people of an access control system."""

from __future__ import annotations

from . import resources
from .namespace import Namespace
from .route import route

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins

    from .null import Null


class AcsUsers(Namespace):
    """Read ACS users, and put them into access groups and take them out."""

    __slots__ = ()

    _name = "seam.acs.users"

    @route("/acs/users/add_to_access_group")
    def add_to_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str,
    ) -> None:
        """Put an ACS user into an access group, so that the user gets all of the group's permissions.

        Returning means that Seam recorded it; the access system follows. Adding a member again changes
        nothing. A request that got no answer is sent again, at most 30 s after it began: if somebody
        takes the user out meanwhile, the repeat can put them back. ``Seam(attempts=1)`` turns repeats
        off. While a removal of this process that had no answer may still arrive, for 30 s after it began,
        this waits.

        :raises SeamError: With ``outcome_unknown`` set if the change may have been recorded although no
            answer says so. Read the membership before anything else; do not send the opposite change.
        """
        return self._connection.add_user(
            "/acs/users/add_to_access_group",
            acs_access_group_id,
            acs_user=acs_user_id,
        )

    @route("/acs/users/remove_from_access_group")
    def remove_from_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Take a user out of an access group. Name the user by exactly one of the two ids.

        Returning means that Seam recorded it; the access system follows, and a door can open for the user
        until it has. An unknown user or group is an error and never counts as done. While an add of this
        process that had no answer may still arrive, for 30 s after it began, this returns only when a
        read after that shows the user out.

        :raises SeamError: With ``outcome_unknown`` set if the change may have been recorded although no
            answer says so. Read the membership before anything else; do not send the opposite change.
        """
        return self._connection.remove_user(
            "/acs/users/remove_from_access_group",
            acs_access_group_id,
            acs_user=acs_user_id,
            identity=user_identity_id,
        )

    @route("/acs/users/get")
    def get(
        self,
        *,
        acs_user_id: str | None = None,
        acs_system_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> resources.AcsUser:
        """Read one user, named by ``acs_user_id``, or by ``user_identity_id`` together with
        ``acs_system_id``.
        """
        params = {
            "acs_user_id": acs_user_id,
            "acs_system_id": acs_system_id,
            "user_identity_id": user_identity_id,
        }
        return self._connection.read(
            "/acs/users/get",
            "acs_user",
            params,
            resources.AcsUser._over,
        )

    @route("/acs/users/list", has_pagination=True)
    def list(
        self,
        *,
        acs_system_id: str | None = None,
        created_before: str | None = None,
        limit: int | None = None,
        page_cursor: str | Null | None = None,
        search: str | None = None,
        user_identity_email_address: str | Null | None = None,
        user_identity_id: str | None = None,
        user_identity_phone_number: str | Null | None = None,
    ) -> resources.PaginatedList[resources.AcsUser]:
        """Read one page of users (500 unless ``limit`` says otherwise).

        ``seam.create_paginator(seam.acs.users.list)`` reads every page.
        """
        params = {
            "acs_system_id": acs_system_id,
            "created_before": created_before,
            "limit": limit,
            "page_cursor": page_cursor,
            "search": search,
            "user_identity_email_address": user_identity_email_address,
            "user_identity_id": user_identity_id,
            "user_identity_phone_number": user_identity_phone_number,
        }
        return self._connection.read_page(
            "/acs/users/list",
            "acs_users",
            params,
            resources.AcsUser._page,
        )

    @route("/acs/users/list_accessible_entrances")
    def list_accessible_entrances(
        self,
        *,
        acs_system_id: str | None = None,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> builtins.list[resources.AcsEntrance]:
        """Read which entrances a user can open, through groups and otherwise."""
        params = {
            "acs_system_id": acs_system_id,
            "acs_user_id": acs_user_id,
            "user_identity_id": user_identity_id,
        }
        return self._connection.read(
            "/acs/users/list_accessible_entrances",
            "acs_entrances",
            params,
            resources.AcsEntrance._list,
        )
