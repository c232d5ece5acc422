"""A parameter that is set to null, which is not the same as one that is left out."""

from __future__ import annotations


class Null:
    """The type of ``NULL``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "NULL"


NULL = Null()
"""Send JSON null. ``None`` leaves the parameter out, because null may unset a value and None is written by
habit.
"""
