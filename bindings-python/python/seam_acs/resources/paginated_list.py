"""One page of a list."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TypeVar

    Item = TypeVar("Item")
else:
    Item = object


class PaginatedList(list[Item]):
    """A plain list of one page's results.

    ``pagination`` is the page's position as the server sent it (a dictionary), or None if it sent none.
    ``seam.create_paginator`` reads every page.
    """

    pagination: dict[str, Any] | None

    def __init__(self, items: Iterable[Item] = (), pagination: dict[str, Any] | None = None) -> None:
        super().__init__(items)
        self.pagination = pagination
