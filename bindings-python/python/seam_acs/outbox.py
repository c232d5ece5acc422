"""Changes that are kept on the disk until Seam has them."""

from __future__ import annotations

from . import _native
from .resources.outbox import OutboxChange, OutboxRepair, OutboxStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from os import PathLike
    from typing import Any

    from .resources.outbox import OutboxChanges, OutboxState


class Outbox:
    """Changes in a folder: each is on the disk when its method returns, until ``seam.acs.outbox.deliver``
    sends it.

    ``Outbox("/var/lib/panel/outbox").add_to_access_group(acs_user_id=…, acs_access_group_id=…)``

    It needs no key and no network. Any number of threads and processes may use one folder; one delivers. A
    child process opens the folder again after a fork.
    """

    __slots__ = ("_native",)

    def __init__(self, folder: str | PathLike[str]) -> None:
        """Open the outbox of a folder, and make the folder where it is missing.

        :raises SeamInvalidArgumentError: If somebody else owns the folder or can write to it
        :raises SeamStateError: If its log is damaged; ``Outbox.repair`` keeps what is sound
        """
        self._native = _native.Outbox(folder)

    @staticmethod
    def repair(folder: str | PathLike[str]) -> OutboxRepair:
        """Make a damaged outbox usable again with what is sound in it. The damaged file stays beside it.

        Additions that were asked for before the damage are not sent, as their removals may be lost: they end
        as ``in_doubt``. Removals stay, and one that was delivered already may be sent again.

        :raises SeamStateError: While somebody delivers it
        """
        return OutboxRepair._over(_native.Outbox.repair(folder))

    def add_to_access_group(
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
        """Keep an addition, and give its id. Kept; not sent yet.

        :param good_for: It expires if it was not sent for so many seconds, 1 to 2592000 (an hour)
        :param not_before: A time with its offset, before which it is not sent
        :param until: A time with its offset: the removal at that time is kept in the same write
        :param actor: Who asks for it
        :param reason: Why
        """
        change = _change("add", acs_user_id, user_identity_id, acs_access_group_id, not_before, actor, reason)
        return self.enqueue([{**change, "good_for_s": good_for, "until": _time(until)}])[0]

    def remove_from_access_group(
        self,
        *,
        acs_access_group_id: str,
        acs_user_id: str | None = None,
        user_identity_id: str | None = None,
        not_before: datetime | str | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> str:
        """Keep a removal, and give its id. Kept; not sent yet. A removal never expires."""
        return self.enqueue(
            [_change("remove", acs_user_id, user_identity_id, acs_access_group_id, not_before, actor, reason)]
        )[0]

    def enqueue(self, changes: Iterable[Mapping[str, Any]]) -> list[str]:
        """Keep several changes, all or none, in one write, and give their ids.

        Each has ``action`` (``add`` or ``remove``), ``acs_user_id`` or ``user_identity_id``,
        ``acs_access_group_id``, and where they are wanted ``good_for_s``, ``not_before``, ``until``,
        ``actor`` and ``reason``. One with ``until`` has two ids: that of its removal follows.

        :raises SeamInvalidArgumentError: Naming the change, counted from 1. None is kept.
        """
        return self._native.enqueue([dict(change) for change in changes])

    def status(self) -> OutboxStatus:
        """Look how the outbox stands."""
        return OutboxStatus._over(self._native.status())

    def list(self, state: OutboxState | None = None) -> OutboxChanges:
        """Read the changes, or those in one state, in the order in which they were asked for."""
        return OutboxChange._list(self._native.changes(state))

    def outcomes(self, after: str | None = None) -> OutboxChanges:
        """Read the changes that have ended, in that order, until they are acknowledged; over restarts too.

        :param after: The ``cursor`` of the last one that was read before
        """
        return OutboxChange._list(self._native.outcomes(after))

    def acknowledge(self, cursor: str) -> None:
        """Forget the outcomes up to a ``cursor``. What is refused or in doubt stays in the list."""
        self._native.acknowledge(cursor)

    def retry(self, id: str, *, good_for: int | None = None) -> None:
        """Ask again for a change that was refused or dropped, has expired or is in doubt."""
        self._native.retry(id, good_for)

    def drop(self, id: str, *, reason: str = "", force: bool = False) -> None:
        """Take a change out.

        :raises SeamGuardError: For a removal, unless ``force`` is set and ``reason`` says why: without it a
            door may stay open
        """
        self._native.drop_change(id, reason, force)

    def alarm(self, max_age: float | None = None) -> str | None:
        """Say why somebody should be called: a removal was refused or waits longer than ``max_age`` s."""
        return self._native.alarm(max_age)

    def metrics(self) -> str:
        """Give the numbers of ``status`` as OpenMetrics text, which Prometheus reads."""
        return self._native.metrics()


def _change(
    action: str,
    acs_user_id: str | None,
    user_identity_id: str | None,
    acs_access_group_id: str,
    not_before: datetime | str | None,
    actor: str | None,
    reason: str | None,
) -> dict[str, Any]:
    return {
        "action": action,
        "acs_user_id": acs_user_id,
        "user_identity_id": user_identity_id,
        "acs_access_group_id": acs_access_group_id,
        "not_before": _time(not_before),
        "actor": actor,
        "reason": reason,
    }


def _time(time: datetime | str | None) -> str | None:
    return time if time is None or isinstance(time, str) else time.isoformat()
