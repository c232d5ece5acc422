"""What an outbox tells of itself and its changes."""

from __future__ import annotations

from .resource import Resource, by_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from typing_extensions import TypeAlias

    OutboxState: TypeAlias = Literal[
        "waiting",
        "scheduled",
        "under_way",
        "settling",
        "recorded",
        "superseded",
        "expired",
        "refused",
        "in_doubt",
        "dropped",
    ]
    OutboxChanges: TypeAlias = "list[OutboxChange]"


class OutboxChange(Resource):
    """A change that an outbox keeps.

    ``state`` is ``waiting``, ``scheduled`` (for ``not_before``), ``under_way``, ``settling`` (an earlier
    request may still arrive), or how it ended: ``recorded`` by Seam, ``superseded`` by a later change,
    ``expired``, ``refused``, ``in_doubt`` or ``dropped``. One that has ended has ``ended_at``, ``error``
    and a ``cursor``.
    """

    id: str
    action: Literal["add", "remove"]
    acs_user_id: str | None
    user_identity_id: str | None
    acs_access_group_id: str
    state: OutboxState
    queued_at: str
    age_s: int | None
    good_for_s: int | None
    not_before: str | None
    attempts: int
    last_error: str | None
    actor: str | None
    reason: str | None
    ended_at: str | None
    request_id: str | None
    error: str | None
    cursor: str | None


class OutboxStatus(Resource):
    """How an outbox stands: how many changes are in each state, and what an alarm should watch."""

    waiting: int
    scheduled: int
    under_way: int
    settling: int
    recorded: int
    superseded: int
    expired: int
    refused: int
    in_doubt: int
    dropped: int
    refused_removes: int
    oldest_remove_age_s: int | None
    oldest_remove_id: str | None
    paused_because: str | None
    endpoint: str | None
    workspace_id: str | None
    acknowledged: str
    last_outcome: str


class OutboxDelivery(Resource):
    """What a delivery came to that has ended by itself."""

    delivered: int
    status: OutboxStatus

    _parts = by_name(status=OutboxStatus)


class OutboxRepair(Resource):
    """What is left of a damaged outbox; ``damaged_at`` is None where nothing was damaged or changed.

    ``lost_ids`` are changes to ask for again. ``in_doubt_ids`` are additions that may have been taken back by
    a removal that is lost: look, then retry or drop them. ``lost_begin`` says that nobody knows which changes
    the log had at first.
    """

    damaged_at: int | None
    lost_bytes: int
    lost_begin: bool
    lost_ids: list[str]
    in_doubt_ids: list[str]
    damaged_file: str | None
