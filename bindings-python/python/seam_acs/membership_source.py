"""Where changes and rosters come from: tables, files, and whatever Python can walk through."""

from __future__ import annotations

from os import PathLike

from . import _native
from .resources.resource import Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any, Protocol, Union

    from typing_extensions import TypeAlias

    class Readable(Protocol):
        def read(self) -> str | bytes: ...

    # A dictionary has the names of a table's columns; a tuple is (user id, group id) or (action, user id,
    # group id); a text is a user id; objects of the API know their own ids.
    Row: TypeAlias = Union[Resource, Mapping[str, Any], tuple[str, ...], str]
    Source: TypeAlias = Union["Roster", Iterable[Row], str, bytes, PathLike[str], Readable]


class Roster:
    """Rows that were read once: see what was understood, then hand it to ``plan`` or ``apply``, which use it
    up.
    """

    __slots__ = ("_native",)

    def __init__(
        self,
        source: Source,
        *,
        header_line: int | None = None,
        columns: Mapping[str, str | None] | None = None,
        group_separator: str | None = None,
        only: Mapping[str, str | Sequence[str]] | None = None,
    ) -> None:
        """Read rows.

        :param header_line: The number of the line that the header begins in, where other lines stand before
            it
        :param columns: What the table calls its columns, such as ``{"email": "E-Mail"}``; None says that the
            table has no such column, whatever its header looks like
        :param group_separator: What parts several groups in one cell, such as ``";"``
        :param only: Columns, by the table's own names, and the value or values that count, such as
            ``{"Status": "Active"}``; rows with others are left out as if they were not there
        """
        self._native = roster_of(source, reading(header_line, columns, group_separator, only))

    @classmethod
    def of_words(cls, user: str, group: str) -> Roster:
        """Make one row of what a person typed: ids, names or an e-mail address."""
        roster = cls.__new__(cls)
        roster._native = _native.Roster.of_words(user, group)
        return roster

    @property
    def ignored_columns(self) -> list[str]:
        """The columns of the table that mean nothing here."""
        return self._native.ignored_columns


def reading(
    header_line: int | None,
    columns: Mapping[str, str | None] | None,
    group_separator: str | None,
    only: Mapping[str, str | Sequence[str]] | None,
) -> dict[str, Any]:
    """Gather what a table does not say itself, as the core takes it."""
    return {
        "header_line": header_line,
        "columns": None if columns is None else dict(columns),
        "group_separator": group_separator,
        "only": None if only is None else dict(only),
    }


def roster_of(source: Source, options: Mapping[str, Any]) -> _native.Roster:
    """Read a table, a file or rows. Nothing is compared with Seam yet.

    A text is CSV or JSON if it has more than one line or begins with ``[`` or ``{``, else the path of a file.
    """
    if isinstance(source, Roster):
        given = [name for name, value in options.items() if value is not None]
        if given:
            raise TypeError(f"this roster was read already: give {given[0]} to Roster(…)")
        return source._native
    if isinstance(source, str):
        if "\n" in source or "\r" in source or source.lstrip().startswith(("[", "{")):
            return _native.Roster.of_table(source.encode(), options)
        return _native.Roster.of_table(_content(source), options)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _native.Roster.of_table(bytes(source), options)
    if isinstance(source, PathLike):
        return _native.Roster.of_table(_content(source), options)
    read = getattr(source, "read", None)
    if read is not None:
        content = read()
        return _native.Roster.of_table(content.encode() if isinstance(content, str) else content, options)
    rows: Iterable[Row] = source  # type: ignore[assignment]
    return _native.Roster.of_rows(_dictionaries(rows), options)


def _content(path: str | PathLike[str]) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _dictionaries(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(rows, 1):
        if isinstance(row, Resource):
            yield row._json
        elif isinstance(row, str):
            yield {"acs_user_id": row}
        elif isinstance(row, (tuple, list)):
            yield _named(row, number)
        else:
            yield dict(row)


def _named(row: tuple[str, ...] | list[str], number: int) -> dict[str, Any]:
    names = ("action", "acs_user_id", "acs_access_group_id")
    if len(row) not in (2, 3):
        raise TypeError(
            f"row {number} must be (user id, group id) or (action, user id, group id), not {len(row)} items"
        )
    return dict(zip(names[-len(row) :], row))
