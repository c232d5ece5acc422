"""``seam.acs.memberships`` of ``AsyncSeam``: who is in which group, by the thousand and until it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..acs_memberships import AcsMemberships
from .acs_membership_queries import AsyncMembershipQueries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike
    from typing import Literal

    from ..changes import Changes
    from ..membership_source import Source
    from ..plan import Plan
    from ..progress import ProgressOption
    from ..report import Report
    from ..resources.found import Found
    from ..resources.membership import MembershipWait, Presence


class AsyncAcsMemberships(AsyncMembershipQueries):
    """The methods of ``Seam.acs.memberships``, to be awaited."""

    __slots__ = ()

    _name = "seam.acs.memberships"
    _kind = AcsMemberships

    async def apply(
        self,
        changes: Changes | Source,
        *,
        group: str | None = None,
        system: str | None = None,
        action: Literal["add", "remove"] | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
        ceiling: int | None = None,
        fixed: int | None = None,
        deadline: float | None = None,
        journal: str | PathLike[str] | None = None,
        progress: ProgressOption = None,
    ) -> Report:
        """Do what ``Seam.acs.memberships.apply`` does, without blocking."""
        answer: Report = await self._calls.apply(
            changes,
            group=group,
            system=system,
            action=action,
            skip_unknown=skip_unknown,
            header_line=header_line,
            columns=columns,
            group_separator=group_separator,
            only=only,
            ceiling=ceiling,
            fixed=fixed,
            deadline=deadline,
            journal=journal,
            progress=progress,
        )
        return answer

    async def resolve(
        self,
        changes: Source,
        *,
        group: str | None = None,
        system: str | None = None,
        action: Literal["add", "remove"] | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Changes:
        """Do what ``Seam.acs.memberships.resolve`` does, without blocking."""
        answer: Changes = await self._calls.resolve(
            changes,
            group=group,
            system=system,
            action=action,
            skip_unknown=skip_unknown,
            header_line=header_line,
            columns=columns,
            group_separator=group_separator,
            only=only,
        )
        return answer

    async def plan(
        self,
        roster: Source,
        *,
        group: str | None = None,
        system: str | None = None,
        mode: Literal["exact", "additive"] = "exact",
        order: Literal["adds_first", "removes_first"] = "adds_first",
        empties: list[str] | tuple[str, ...] = (),
        allow_mass_removal: bool = False,
        allow_emptying: bool = False,
        max_additions: int | str | None = None,
        max_removals: int | str | None = None,
        skip_unknown: bool = False,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Plan:
        """Do what ``Seam.acs.memberships.plan`` does, without blocking."""
        answer: Plan = await self._calls.plan(
            roster,
            group=group,
            system=system,
            mode=mode,
            order=order,
            empties=empties,
            allow_mass_removal=allow_mass_removal,
            allow_emptying=allow_emptying,
            max_additions=max_additions,
            max_removals=max_removals,
            skip_unknown=skip_unknown,
            header_line=header_line,
            columns=columns,
            group_separator=group_separator,
            only=only,
        )
        return answer

    async def sync(
        self,
        plan: Plan,
        *,
        dry_run: bool = False,
        group: str | None = None,
        mode: Literal["exact", "additive"] | None = None,
        order: Literal["adds_first", "removes_first"] | None = None,
        empties: list[str] | tuple[str, ...] = (),
        allow_mass_removal: bool = False,
        allow_emptying: bool = False,
        max_additions: int | str | None = None,
        max_removals: int | str | None = None,
        ceiling: int | None = None,
        fixed: int | None = None,
        deadline: float | None = None,
        journal: str | PathLike[str] | None = None,
        progress: ProgressOption = None,
    ) -> Report:
        """Do what ``Seam.acs.memberships.sync`` does, without blocking."""
        answer: Report = await self._calls.sync(
            plan,
            dry_run=dry_run,
            group=group,
            mode=mode,
            order=order,
            empties=empties,
            allow_mass_removal=allow_mass_removal,
            allow_emptying=allow_emptying,
            max_additions=max_additions,
            max_removals=max_removals,
            ceiling=ceiling,
            fixed=fixed,
            deadline=deadline,
            journal=journal,
            progress=progress,
        )
        return answer

    async def wait(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        presence: Presence = "present",
        timeout: float | None = None,
        settle: float = 5.0,
        progress: ProgressOption = None,
    ) -> MembershipWait:
        """Do what ``Seam.acs.memberships.wait`` does, without blocking."""
        answer: MembershipWait = await self._calls.wait(
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
            presence=presence,
            timeout=timeout,
            settle=settle,
            progress=progress,
        )
        return answer

    async def find(
        self, sought: Literal["user", "group", "entrance"], text: str, *, system: str | None = None
    ) -> Found:
        """Do what ``Seam.acs.memberships.find`` does, without blocking."""
        answer: Found = await self._calls.find(sought, text, system=system)
        return answer
