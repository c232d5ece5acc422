"""The client: where a program begins."""

from __future__ import annotations

from os import fspath

from .acs import Acs
from .connection import Connection
from .exceptions import SeamInvalidOptionsError
from .namespace import elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from os import PathLike
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import Self, Unpack

    from .options import Options
    from .paginator import SeamPaginator
    from .resources import PaginatedList

    Item = TypeVar("Item")

DEFAULT_TIMEOUT = 30.0
# The longest deadline that the core takes.
_LONGEST_TIMEOUT = 3600.0


class Seam:
    """A client of Seam's API for access control systems.

    ``with Seam() as seam: seam.acs.users.add_to_access_group(acs_user_id=…, acs_access_group_id=…)``

    It may be used from many threads at once, and by a child process after a fork. A call lets the other
    threads of the
    interpreter run, and Ctrl-C ends it.

    What is not given is read from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN and SEAM_WORKSPACE_ID, and from
    SEAM_ENDPOINT, once, here.

    :param api_key: The API key of a workspace; not together with ``personal_access_token``
    :param personal_access_token: A personal access token; needs ``workspace_id``
    :param workspace_id: The workspace that a personal access token is used for
    :param endpoint: Where the API is; https, or http on this machine
    :param wait_for_action_attempt: Taken for the sake of programs that were written for the package seam:
        no call of
        this package has an action attempt to wait for
    :param retries: Not taken; see ``attempts``
    :param timeout: The deadline of one call in seconds, with all its attempts and waits, from 0.001 to
        3600; None
        is 3600
    :param httpx_options: Not taken; see ``proxy``, ``ca_file`` and the others
    :param attempts: How often a call is tried, from 1 to 20 (4). 1 turns repeats off
    :param attempt_timeout: How long one attempt may take, in seconds (10)
    :param connect_timeout: How long a connection may take, in seconds (5)
    :param max_concurrency: How many requests are under way at once, from 1 to 1024 (64); others wait their
        turn
    :param max_response_bytes: The largest answer that is read, from 1 KiB to 1 GiB
    :param proxy: The proxy for every request; HTTPS_PROXY and NO_PROXY otherwise
    :param ca_file: The only certificate authorities to trust (PEM); SSL_CERT_FILE or the system's store
        otherwise
    :param user_agent_suffix: Text to add to the user-agent header
    :param allow_insecure_http: Let the token travel in clear to an http endpoint that is not on this machine
    :param log_file: A file to append JSON log lines to
    :param log_fd: A descriptor to write them to; it stays yours
    :param log_level: error, warn, info, debug or trace (warn)

    :raises SeamInvalidOptionsError: If the options do not fit together
    :raises SeamInvalidTokenError: If the key or token is not of the right kind
    """

    acs: Acs
    wait_for_action_attempt: bool | dict[str, float]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        personal_access_token: str | None = None,
        workspace_id: str | None = None,
        endpoint: str | None = None,
        wait_for_action_attempt: bool | dict[str, float] | None = True,
        retries: None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        httpx_options: None = None,
        attempts: int | None = None,
        attempt_timeout: float | None = None,
        connect_timeout: float | None = None,
        max_concurrency: int | None = None,
        max_response_bytes: int | None = None,
        proxy: str | None = None,
        ca_file: str | PathLike[str] | None = None,
        user_agent_suffix: str | None = None,
        allow_insecure_http: bool | None = None,
        log_file: str | PathLike[str] | None = None,
        log_fd: int | None = None,
        log_level: str | None = None,
    ) -> None:
        _refuse("retries", retries, "attempts")
        _refuse("httpx_options", httpx_options, "proxy, ca_file and timeout")
        given: dict[str, str | None] = {
            "api_key": api_key,
            "personal_access_token": personal_access_token,
            "workspace_id": workspace_id,
            "endpoint": endpoint,
            "timeout_ms": _milliseconds(_LONGEST_TIMEOUT if timeout is None else timeout),
            "attempt_timeout_ms": _milliseconds(attempt_timeout),
            "connect_timeout_ms": _milliseconds(connect_timeout),
            "max_attempts": _text(attempts),
            "max_concurrency": _text(max_concurrency),
            "max_response_bytes": _text(max_response_bytes),
            "proxy": proxy,
            "ca_file": None if ca_file is None else fspath(ca_file),
            "user_agent_suffix": user_agent_suffix,
            "allow_insecure_http": None if allow_insecure_http is None else str(allow_insecure_http).lower(),
            "log_file": None if log_file is None else fspath(log_file),
            "log_fd": _text(log_fd),
            "log_level": log_level,
        }
        self.wait_for_action_attempt = False if wait_for_action_attempt is None else wait_for_action_attempt
        self._connection = Connection({name: value for name, value in given.items() if value is not None})
        self.acs = Acs(self._connection)
        self._warn()

    @classmethod
    def from_api_key(cls, api_key: str, **options: Unpack[Options]) -> Self:
        """Make a client that authenticates with an API key."""
        return cls(api_key, **options)

    @classmethod
    def from_personal_access_token(
        cls, personal_access_token: str, workspace_id: str, **options: Unpack[Options]
    ) -> Self:
        """Make a client that authenticates with a personal access token for one workspace."""
        return cls(personal_access_token=personal_access_token, workspace_id=workspace_id, **options)

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

    def __repr__(self) -> str:
        return f"Seam(endpoint={self.endpoint!r})"

    # Hidden from type checkers, so that they find a misspelt name before the program runs.
    if not TYPE_CHECKING:

        def __getattr__(self, name):
            raise elsewhere(self, f"seam.{name}", name)

    def _warn(self) -> None:
        for message in self._connection.warnings:
            from warnings import warn

            # Whoever set the variable should see it, who is seldom the one who wrote the program.
            warn(message, FutureWarning, stacklevel=3)


def _refuse(name: str, value: object, instead: str) -> None:
    if value is not None:
        raise SeamInvalidOptionsError(f"the {name} option belongs to the package seam; use {instead}")


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds * 1000:.0f}"


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
