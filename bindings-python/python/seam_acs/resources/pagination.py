"""Where a page of results stands among the others."""

from __future__ import annotations

from .resource import Resource


class Pagination(Resource):
    """Whether there is a next page, and the opaque cursor (``page_cursor``) that reads it."""

    has_next_page: bool
    next_page_cursor: str | None
    next_page_url: str | None
