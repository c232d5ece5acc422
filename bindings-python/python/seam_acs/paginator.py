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
        return page_and_position(self._request, self._request(**self._params))

    def next_page(self, next_page_cursor: str, /) -> tuple[PaginatedList[Item], Pagination]:
        """Read the page behind the cursor that the page before gave."""
        params = parameters_of(self._params, next_page_cursor)
        return page_and_position(self._request, self._request(**params))

    def flatten_to_list(self) -> list[Item]:
        """Read every page and give all items in one list."""
        return list(self.flatten())

    def flatten(self) -> Iterator[Item]:
        """Read every page and give the items one by one."""
        page, pagination = self.first_page()
        seen: set[str] = set()
        while True:
            yield from page
            cursor = cursor_behind(self._request, pagination, seen)
            if cursor is None:
                return
            page, pagination = self.next_page(cursor)


def parameters_of(params: Mapping[str, Any], next_page_cursor: str) -> Mapping[str, Any]:
    """The parameters of the page behind a cursor."""
    if not next_page_cursor:
        raise ValueError("Cannot get the next page with a null next_page_cursor.")
    return {**params, "page_cursor": next_page_cursor}


def cursor_behind(request: Callable[..., object], pagination: Pagination, seen: set[str]) -> str | None:
    """The cursor of the next page, if there is one. A list that cannot be read to its end is no list."""
    if not pagination.has_next_page:
        return None
    cursor = pagination.next_page_cursor
    if not cursor or cursor in seen:
        # A server that repeats a cursor would keep us here for ever.
        what = "got the same next_page_cursor twice" if cursor else "got a next page without next_page_cursor"
        raise SeamHttpInvalidResponseError(
            getattr(request, "__seam_path__", "this endpoint"), "pagination", what
        )
    seen.add(cursor)
    return cursor


def page_and_position(
    request: Callable[..., object], page: PaginatedList[Item]
) -> tuple[PaginatedList[Item], Pagination]:
    """A page, and where it stands; a list that says nothing of pages cannot be paged through."""
    if not isinstance(page.pagination, dict):
        raise SeamHttpInvalidResponseError(
            getattr(request, "__seam_path__", "this endpoint"),
            "pagination",
            f"got {type(page.pagination).__name__} instead of a pagination object",
        )
    return page, Pagination.from_dict({"has_next_page": False, **page.pagination})
