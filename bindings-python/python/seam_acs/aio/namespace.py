"""What the groups of methods of ``AsyncSeam`` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ..namespace import Namespace

if TYPE_CHECKING:
    from .connection import AsyncConnection


class AsyncNamespace(Namespace):
    """A group of methods to be awaited: those of ``Seam``, over a connection that gives awaitables."""

    __slots__ = ("_calls",)

    _kind: ClassVar[type[Namespace]]

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self._calls: Any = self._kind(connection)
