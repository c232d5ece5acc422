"""Changes that are kept on the disk until Seam has them, for programs that must not wait for the disk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from os import PathLike
    from typing import Any

    from typing_extensions import Self

    from .. import _native
    from ..resources.outbox import OutboxChanges, OutboxState, OutboxStatus


class AsyncOutbox:
    """The methods of ``Outbox``, to be awaited: they wait for the disk in a thread of the loop's pool.

    ``outbox = await AsyncOutbox.open("/var/lib/panel/outbox")``
    """

    __slots__ = ("_outbox",)

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    @classmethod
    async def open(cls, folder: str | PathLike[str]) -> Self:
        """Do what ``Outbox(folder)`` does, without blocking."""
        return cls(await asyncio.to_thread(Outbox, folder))

    @property
    def _native(self) -> _native.Outbox:
        return self._outbox._native

    async def add_to_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        good_for: int | None = None,
        not_before: datetime | str | None = None,
        until: datetime | str | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Do what ``Outbox.add_to_access_group`` does, without blocking."""
        return await asyncio.to_thread(
            self._outbox.add_to_access_group,
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
            good_for=good_for,
            not_before=not_before,
            until=until,
            actor=actor,
            reason=reason,
        )

    async def remove_from_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        not_before: datetime | str | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Do what ``Outbox.remove_from_access_group`` does, without blocking."""
        return await asyncio.to_thread(
            self._outbox.remove_from_access_group,
            acs_access_group_id=acs_access_group_id,
            acs_user_id=acs_user_id,
            user_identity_id=user_identity_id,
            not_before=not_before,
            actor=actor,
            reason=reason,
        )

    async def enqueue(self, changes: Iterable[Mapping[str, Any]]) -> list[str]:
        """Do what ``Outbox.enqueue`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.enqueue, list(changes))

    async def status(self) -> OutboxStatus:
        """Do what ``Outbox.status`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.status)

    async def list(self, state: OutboxState | None = None) -> OutboxChanges:
        """Do what ``Outbox.list`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.list, state)

    async def outcomes(self, after: str | None = None) -> OutboxChanges:
        """Do what ``Outbox.outcomes`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.outcomes, after)

    async def acknowledge(self, cursor: str) -> None:
        """Do what ``Outbox.acknowledge`` does, without blocking."""
        await asyncio.to_thread(self._outbox.acknowledge, cursor)

    async def retry(self, id: str, *, good_for: int | None = None) -> None:
        """Do what ``Outbox.retry`` does, without blocking."""
        await asyncio.to_thread(self._outbox.retry, id, good_for=good_for)

    async def drop(self, id: str, *, reason: str = "", force: bool = False) -> None:
        """Do what ``Outbox.drop`` does, without blocking."""
        await asyncio.to_thread(self._outbox.drop, id, reason=reason, force=force)

    async def alarm(self, max_age: float | None = None) -> str | None:
        """Do what ``Outbox.alarm`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.alarm, max_age)

    async def metrics(self) -> str:
        """Do what ``Outbox.metrics`` does, without blocking."""
        return await asyncio.to_thread(self._outbox.metrics)
