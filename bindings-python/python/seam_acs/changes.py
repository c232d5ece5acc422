"""A list of changes with their ids, ready to be applied."""

from __future__ import annotations

from . import _native
from .resources.change import Change

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class Changes:
    """Changes in the order in which they were written; a million of them stay small. It never changes
    itself.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Changes) -> None:
        self._native = native

    def __len__(self) -> int:
        return len(self._native)

    def __getitem__(self, index: int) -> Change:
        item = self._native.item(place(index, len(self)))
        if item is None:
            raise IndexError(index)
        return Change._over(item)

    def __iter__(self) -> Iterator[Change]:
        return (self[index] for index in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Changes) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Changes: {len(self)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_changes_of, ([change._json for change in self],))


def place(index: int, length: int) -> int:
    """The place that an index means, counted from the end where it is negative."""
    return range(length)[index]


def _changes_of(items: list[dict[str, Any]]) -> Changes:
    return Changes(_native.Changes(items))
