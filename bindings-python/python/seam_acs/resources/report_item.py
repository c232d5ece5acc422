"""One line of a report, and how many lines ended in which way."""

from __future__ import annotations

from ..exceptions import _from_core
from .change import Change
from .resource import Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from typing_extensions import TypeAlias

    from ..exceptions import SeamError

    Outcome: TypeAlias = Literal[
        "applied", "already_so", "recorded_earlier", "failed", "outcome_unknown", "not_attempted", "held_back"
    ]


class ReportItem(Change):
    """One change and what became of it.

    ``applied`` means recorded by Seam; the access system follows. ``already_so`` was read first.
    ``recorded_earlier`` was recorded by an earlier run with the same journal, at ``recorded_at``.
    ``held_back`` is the second half of a move whose first half is not recorded. ``error`` says why a change
    failed, is in doubt or was held back. ``attempts`` counts requests; ``duration_ms`` has the waits in it.
    ``name``, ``email``, ``group`` and ``system`` are what the ids are called, as far as it was read, and
    ``line`` is that of the table, or the place of the item.
    """

    outcome: Outcome
    error: SeamError | None
    request_id: str | None
    attempts: int
    duration_ms: int
    name: str | None
    email: str | None
    group: str | None
    system: str | None
    line: int | None

    def _shape(self, name: str, value: Any) -> Any:
        if name == "error" and value is not None:
            return _from_core(value, "", "ok")
        return super()._shape(name, value)


class Totals(Resource):
    """How many changes ended in which way."""

    applied: int
    already_so: int
    recorded_earlier: int
    failed: int
    outcome_unknown: int
    not_attempted: int
    held_back: int
