# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""``seam.acs.access_groups`` of ``AsyncSeam``: sets of users together with what they may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_access_groups import AcsAccessGroups
from ..route import route
from .namespace import AsyncNamespace

if TYPE_CHECKING:
    import builtins

    from ..resources import AcsAccessGroup, AcsEntrance, AcsUser


class AsyncAcsAccessGroups(AsyncNamespace):
    """The methods of ``Seam.acs.access_groups``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.access_groups"
    _kind = AcsAccessGroups

    @route("/acs/access_groups/add_user")
    async def add_user(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Do what ``Seam.acs.access_groups.add_user`` does, without blocking."""
        await self._calls.add_user(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )

    @route("/acs/access_groups/remove_user")
    async def remove_user(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> None:
        """Do what ``Seam.acs.access_groups.remove_user`` does, without blocking."""
        await self._calls.remove_user(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )

    @route("/acs/access_groups/delete")
    async def delete(
        self,
        *,
        acs_access_group_id: str,
    ) -> None:
        """Do what ``Seam.acs.access_groups.delete`` does, without blocking."""
        await self._calls.delete(
            acs_access_group_id=acs_access_group_id,
        )

    @route("/acs/access_groups/get")
    async def get(
        self,
        *,
        acs_access_group_id: str,
    ) -> AcsAccessGroup:
        """Do what ``Seam.acs.access_groups.get`` does, without blocking."""
        answer: AcsAccessGroup = await self._calls.get(
            acs_access_group_id=acs_access_group_id,
        )
        return answer

    @route("/acs/access_groups/list")
    async def list(
        self,
        *,
        acs_system_id: str | None = None,
        acs_user_id: str | None = None,
        search: str | None = None,
        user_identity_id: str | None = None,
    ) -> builtins.list[AcsAccessGroup]:
        """Do what ``Seam.acs.access_groups.list`` does, without blocking."""
        answer: builtins.list[AcsAccessGroup] = await self._calls.list(
            acs_system_id=acs_system_id,
            acs_user_id=acs_user_id,
            search=search,
            user_identity_id=user_identity_id,
        )
        return answer

    @route("/acs/access_groups/list_users")
    async def list_users(
        self,
        *,
        acs_access_group_id: str,
    ) -> builtins.list[AcsUser]:
        """Do what ``Seam.acs.access_groups.list_users`` does, without blocking."""
        answer: builtins.list[AcsUser] = await self._calls.list_users(
            acs_access_group_id=acs_access_group_id,
        )
        return answer

    @route("/acs/access_groups/list_accessible_entrances")
    async def list_accessible_entrances(
        self,
        *,
        acs_access_group_id: str,
    ) -> builtins.list[AcsEntrance]:
        """Do what ``Seam.acs.access_groups.list_accessible_entrances`` does, without blocking."""
        answer: builtins.list[AcsEntrance] = await self._calls.list_accessible_entrances(
            acs_access_group_id=acs_access_group_id,
        )
        return answer
