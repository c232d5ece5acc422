"""The client for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..api_client import ApiClient
from .acs import AsyncAcs
from .connection import AsyncConnection
from .paginator import AsyncSeamPaginator

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from ..connection import Connection
    from ..resources import PaginatedList

Item = TypeVar("Item")


class AsyncSeam(ApiClient):
    """A client of Seam's API for access control systems, for programs that run on asyncio.

    ``async with AsyncSeam() as seam: await seam.acs.users.add_to_access_group(…)``

    Its methods are those of ``Seam``, to be awaited. No call has a thread of its own: any number of them can
    be under way, and cancelling a task cancels its request. The ``CancelledError`` then has the error of the
    call as ``__cause__``, with ``outcome_unknown`` where a change may have been recorded.
    """

    _connections = AsyncConnection

    acs: AsyncAcs

    async def check(self) -> None:
        """Ask Seam for something small, as ``Seam.check`` does."""
        calls: Any = self._connection
        await calls.check()

    async def request(self, path: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call any path of Seam's API and give the whole answer, as ``Seam.request`` does."""
        calls: Any = self._connection
        answer: dict[str, Any] = await calls.request(path, params or {})
        return answer

    def create_paginator(
        self,
        request: Callable[..., Awaitable[PaginatedList[Item]]],
        params: Mapping[str, Any] | None = None,
        /,
    ) -> AsyncSeamPaginator[Item]:
        """Read every page of a list method: ``async for user in seam.create_paginator(…).flatten()``.

        :param request: ``seam.acs.users.list`` or ``seam.acs.entrances.list``
        :param params: The method's parameters
        """
        if not getattr(request, "__seam_has_pagination__", False):
            raise ValueError("Cannot create a paginator for a non-paginated endpoint")
        return AsyncSeamPaginator(request, params)

    async def close(self) -> None:
        """End the calls that are under way and let the connections go. Closing again does nothing."""
        self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def _adopt(self, connection: Connection) -> None:
        assert isinstance(connection, AsyncConnection)
        self._connection = connection
        self.acs = AsyncAcs(connection)
