"""Reading every page of a list."""

from __future__ import annotations

from typing import Generic, TypeVar

from .exceptions import SeamHttpInvalidResponseError
from .resources import Pagination

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from .resources import PaginatedList

Item = TypeVar("Item")


class SeamPaginator(Generic[Item]):
    """The pages of one list method, read one after the other as they are asked for.

    Made by ``seam.create_paginator``.
    """

    def __init__(self, request: Callable[..., PaginatedList[Item]], params: Mapping[str, Any] | None) -> None:
        self._request = request
        self._params = dict(params or {})

    def first_page(self) -> tuple[PaginatedList[Item], Pagination]:
        """Read the first page, and where it stands among the others."""
        return self._page(self._params)

    def next_page(self, next_page_cursor: str, /) -> tuple[PaginatedList[Item], Pagination]:
        """Read the page behind the cursor that the page before gave."""
        if not next_page_cursor:
            raise ValueError("Cannot get the next page with a null next_page_cursor.")
        return self._page({**self._params, "page_cursor": next_page_cursor})

    def flatten_to_list(self) -> list[Item]:
        """Read every page and give all items in one list."""
        return list(self.flatten())

    def flatten(self) -> Iterator[Item]:
        """Read every page and give the items one by one."""
        for page in self._pages():
            yield from page

    def _pages(self) -> Iterator[PaginatedList[Item]]:
        """Each page once; a server that repeats a cursor would keep us here for ever."""
        page, pagination = self.first_page()
        yield page
        seen = set()
        while pagination.has_next_page and pagination.next_page_cursor:
            cursor = pagination.next_page_cursor
            if cursor in seen:
                return
            seen.add(cursor)
            page, pagination = self.next_page(cursor)
            yield page

    def _page(self, params: Mapping[str, Any]) -> tuple[PaginatedList[Item], Pagination]:
        page = self._request(**params)
        if not isinstance(page.pagination, dict):
            raise SeamHttpInvalidResponseError(
                getattr(self._request, "__seam_path__", "this endpoint"),
                "pagination",
                f"got {type(page.pagination).__name__} instead of a pagination object",
            )
        return page, Pagination.from_dict({"has_next_page": False, **page.pagination})
