"""Reading every page of a list without blocking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..paginator import cursor_behind, page_and_position, parameters_of

if TYPE_CHECKING:
    from ..resources import PaginatedList, Pagination

Item = TypeVar("Item")


class AsyncSeamPaginator(Generic[Item]):
    """The pages of one list method, read one after the other as they are asked for.

    Made by ``AsyncSeam.create_paginator``.
    """

    def __init__(
        self, request: Callable[..., Awaitable[PaginatedList[Item]]], params: Mapping[str, Any] | None
    ) -> None:
        self._request = request
        self._params = dict(params or {})

    async def first_page(self) -> tuple[PaginatedList[Item], Pagination]:
        """Read the first page, and where it stands among the others."""
        return page_and_position(self._request, await self._request(**self._params))

    async def next_page(self, next_page_cursor: str, /) -> tuple[PaginatedList[Item], Pagination]:
        """Read the page behind the cursor that the page before gave."""
        params = parameters_of(self._params, next_page_cursor)
        return page_and_position(self._request, await self._request(**params))

    async def flatten_to_list(self) -> list[Item]:
        """Read every page and give all items in one list."""
        return [item async for item in self.flatten()]

    async def flatten(self) -> AsyncIterator[Item]:
        """Read every page and give the items one by one."""
        page, pagination = await self.first_page()
        seen: set[str] = set()
        while True:
            for item in page:
                yield item
            cursor = cursor_behind(self._request, pagination, seen)
            if cursor is None:
                return
            page, pagination = await self.next_page(cursor)
