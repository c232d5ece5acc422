"""What became of a list of changes."""

from __future__ import annotations

from . import _native
from .changes import Changes, place
from .resources.problem import Problem
from .resources.report_item import ReportItem, Totals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Report:
    """What became of each change, in the order of the list. It exists however the work ended."""

    __slots__ = ("_facts",)

    def __init__(self, facts: _native.Report | _Kept) -> None:
        self._facts = facts

    @property
    def totals(self) -> Totals:
        """How many ended in which way."""
        return Totals._over(self._facts.totals())

    @property
    def is_complete(self) -> bool:
        """Whether every membership is as asked, and no row was left out."""
        totals = self.totals
        return (
            totals.applied + totals.already_so + totals.recorded_earlier == len(self)
            and not self._facts.left_out()
        )

    @property
    def left_out(self) -> list[Problem]:
        """The rows that ``skip_unknown`` left out, because nobody knows the person."""
        return Problem._list(self._facts.left_out())

    def to_retry(self) -> Changes:
        """What is worth another try, as a list for ``apply``: what was not attempted or held back,
        what is in doubt, and what failed for a reason that passes or because the credentials were not
        accepted.
        """
        return Changes(self._facts.to_retry())

    def to_json(self) -> str:
        """All of it as one JSON object: ``totals``, ``items`` and ``left_out``. ``apply`` takes it too."""
        return self._facts.to_json()

    def to_csv(self) -> str:
        """All of it as a table with a header, safe to open in a spreadsheet. ``apply`` takes it too."""
        return self._facts.to_csv()

    def __len__(self) -> int:
        return len(self._facts)

    def __getitem__(self, index: int) -> ReportItem:
        item = self._facts.item(place(index, len(self)))
        if item is None:
            raise IndexError(index)
        return ReportItem._over(item)

    def __iter__(self) -> Iterator[ReportItem]:
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        known = {name: count for name, count in self.totals.to_dict().items() if count}
        return f"<Report: {', '.join(f'{count} {name}' for name, count in known.items()) or 'no changes'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Report, (_Kept(self._facts),))


class _Kept:
    """A report that was sent to another process."""

    def __init__(self, facts: _native.Report | _Kept) -> None:
        self._items = [facts.item(index) for index in range(len(facts))]
        self._totals = facts.totals()
        self._json = facts.to_json()
        self._csv = facts.to_csv()
        self._retry = Changes(facts.to_retry())
        self._left_out = facts.left_out()

    def __len__(self) -> int:
        return len(self._items)

    def item(self, index: int) -> dict[str, Any] | None:
        return self._items[index]

    def totals(self) -> dict[str, int]:
        return self._totals

    def left_out(self) -> list[dict[str, Any]]:
        return self._left_out

    def to_json(self) -> str:
        return self._json

    def to_csv(self) -> str:
        return self._csv

    def to_retry(self) -> _native.Changes:
        return self._retry._native
