# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.users`` of ``AsyncSeam``: the people of an access control system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_users import AcsUsers
from ..route import route
from .namespace import AsyncNamespace

if TYPE_CHECKING:
    import builtins

    from ..null import Null
    from ..resources import AcsEntrance, AcsUser, PaginatedList


class AsyncAcsUsers(AsyncNamespace):
    """The methods of ``Seam.acs.users``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.users"
    _kind = AcsUsers

    @route("/acs/users/add_to_access_group")
    async def add_to_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str,
    ) -> None:
        """Do what ``Seam.acs.users.add_to_access_group`` does, without blocking."""
        await self._calls.add_to_access_group(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
        )

    @route("/acs/users/remove_from_access_group")
    async def remove_from_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Do what ``Seam.acs.users.remove_from_access_group`` does, without blocking."""
        await self._calls.remove_from_access_group(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )

    @route("/acs/users/get")
    async def get(
        self,
        *,
        acs_user_id: str | None = None,
        acs_system_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> AcsUser:
        """Do what ``Seam.acs.users.get`` does, without blocking."""
        answer: AcsUser = await self._calls.get(
            acs_user_id=acs_user_id,
            acs_system_id=acs_system_id,
            user_identity_id=user_identity_id,
        )
        return answer

    @route("/acs/users/list", has_pagination=True)
    async def list(
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
    ) -> PaginatedList[AcsUser]:
        """Do what ``Seam.acs.users.list`` does, without blocking."""
        answer: PaginatedList[AcsUser] = await self._calls.list(
            acs_system_id=acs_system_id,
            created_before=created_before,
            limit=limit,
            page_cursor=page_cursor,
            search=search,
            user_identity_email_address=user_identity_email_address,
            user_identity_id=user_identity_id,
            user_identity_phone_number=user_identity_phone_number,
        )
        return answer

    @route("/acs/users/list_accessible_entrances")
    async def list_accessible_entrances(
        self,
        *,
        acs_system_id: str | None = None,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> builtins.list[AcsEntrance]:
        """Do what ``Seam.acs.users.list_accessible_entrances`` does, without blocking."""
        answer: builtins.list[AcsEntrance] = await self._calls.list_accessible_entrances(
            acs_system_id=acs_system_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )
        return answer
