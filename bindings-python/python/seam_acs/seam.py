"""The client: where a program begins."""

from __future__ import annotations

from .acs import Acs
from .api_client import ApiClient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import Self

    from .connection import Connection
    from .paginator import SeamPaginator
    from .resources import PaginatedList

    Item = TypeVar("Item")


class Seam(ApiClient):
    """A client of Seam's API for access control systems.

    ``with Seam() as seam: seam.acs.users.add_to_access_group(acs_user_id=…, acs_access_group_id=…)``

    It may be used from many threads at once, and by a child process after a fork. A call lets the other
    threads of the interpreter run, and Ctrl-C ends it.
    """

    acs: Acs

    def check(self) -> None:
        """Ask Seam for something small, for a "test connection" button.

        :raises SeamHttpUnauthorizedError: If the credentials are not accepted
        :raises SeamNetworkError: If Seam cannot be reached
        """
        self._connection.check()

    def request(self, path: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Call any path of Seam's API and give the whole answer.

        ``seam.request("/acs/users/suspend", {"acs_user_id": …})``. Authentication, deadline and errors are
        those of
        the other calls. Paths whose last part begins with get or list repeat like reads; others only if the
        request
        was never sent or was answered 429.
        """
        return self._connection.request(path, params or {})

    def create_paginator(
        self,
        request: Callable[..., PaginatedList[Item]],
        params: Mapping[str, Any] | None = None,
        /,
    ) -> SeamPaginator[Item]:
        """Read every page of a list method: ``seam.create_paginator(seam.acs.users.list).flatten()``.

        :param request: ``seam.acs.users.list`` or ``seam.acs.entrances.list``
        :param params: The method's parameters
        """
        from .paginator import SeamPaginator

        if not getattr(request, "__seam_has_pagination__", False):
            raise ValueError("Cannot create a paginator for a non-paginated endpoint")
        return SeamPaginator(request, params)

    def close(self) -> None:
        """End the calls that are under way and let the connections go. Closing again does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _adopt(self, connection: Connection) -> None:
        self._connection = connection
        self.acs = Acs(connection)
