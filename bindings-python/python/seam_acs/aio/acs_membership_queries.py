# Generated from api/operations.toml by `cargo xtask generate`; do not edit.
"""The questions about memberships of ``AsyncSeam``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .namespace import AsyncNamespace

if TYPE_CHECKING:
    from ..resources import AcsAccessGroup
    from ..resources.access_path import AdmittedUser, ReachableEntrance
    from ..resources.membership import MembershipEnsured, Presence


class AsyncMembershipQueries(AsyncNamespace):
    """The methods of ``MembershipQueries``, to be awaited."""

    __slots__ = ()

    async def ensure(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        presence: Presence = "present",
    ) -> MembershipEnsured:
        """Do what ``Seam.acs.memberships.ensure`` does, without blocking."""
        answer: MembershipEnsured = await self._calls.ensure(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
            presence=presence,
        )
        return answer

    async def is_member(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> bool:
        """Do what ``Seam.acs.memberships.is_member`` does, without blocking."""
        answer: bool = await self._calls.is_member(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )
        return answer

    async def groups_of(
        self,
        *,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> list[AcsAccessGroup]:
        """Do what ``Seam.acs.memberships.groups_of`` does, without blocking."""
        answer: list[AcsAccessGroup] = await self._calls.groups_of(
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )
        return answer

    async def entrances_of(
        self,
        *,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
    ) -> list[ReachableEntrance]:
        """Do what ``Seam.acs.memberships.entrances_of`` does, without blocking."""
        answer: list[ReachableEntrance] = await self._calls.entrances_of(
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
        )
        return answer

    async def who_can_open(
        self,
        *,
        acs_entrance_id: str,
    ) -> list[AdmittedUser]:
        """Do what ``Seam.acs.memberships.who_can_open`` does, without blocking."""
        answer: list[AdmittedUser] = await self._calls.who_can_open(
            acs_entrance_id=acs_entrance_id,
        )
        return answer
