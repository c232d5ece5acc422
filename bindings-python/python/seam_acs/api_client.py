"""What both clients have in common, besides their options."""

from __future__ import annotations

from .configured_client import ConfiguredClient
from .connection import Connection
from .namespace import elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import ClassVar

    from typing_extensions import Self


class ApiClient(ConfiguredClient):
    """The part of ``Seam`` and ``AsyncSeam`` that does not depend on how they wait."""

    _connections: ClassVar[type[Connection]] = Connection
    _connection: Connection

    def set_log_level(self, level: str) -> None:
        """Change how much is logged from now on: error, warn, info, debug or trace.

        It holds for all clients on the same log: those of ``with_options``.

        :raises SeamInvalidOptionsError: For another word
        """
        self._connection.set_log_level(level)

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        return self._connection.endpoint

    @property
    def last_request_id(self) -> str | None:
        """Seam's id of the call that this thread finished last with this client, to show or to quote to
        support.
        """
        return self._connection.last_request_id

    def __repr__(self) -> str:
        return f"{type(self).__name__}(endpoint={self.endpoint!r})"

    def _open(self, options: Mapping[str, str]) -> None:
        self._adopt(self._connections.open(options))
        self._warn()

    def _share(self, other: Self, options: Mapping[str, str]) -> None:
        self._adopt(other._connection.scoped(options))

    def _adopt(self, connection: Connection) -> None:
        """Take a connection and build the groups of methods on it."""
        raise NotImplementedError

    # Hidden from type checkers, so that they find a misspelt name before the program runs.
    if not TYPE_CHECKING:

        def __getattr__(self, name):
            raise elsewhere(self, f"seam.{name}", name)

    def _warn(self) -> None:
        for message in self._connection.warnings:
            from warnings import warn

            # Whoever set the variable should see it, who is seldom the one who wrote the program.
            warn(message, FutureWarning, stacklevel=4)
