"""What both clients have in common: options, and what they tell about themselves."""

from __future__ import annotations

from os import fspath

from .connection import Connection
from .exceptions import SeamInvalidOptionsError
from .namespace import elsewhere

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import ClassVar

    from typing_extensions import Self, Unpack

    from .options import Options

DEFAULT_TIMEOUT = 30.0
# The longest deadline that the core takes.
_LONGEST_TIMEOUT = 3600.0


class ApiClient:
    """The part of ``Seam`` and ``AsyncSeam`` that does not depend on how they wait."""

    _connections: ClassVar[type[Connection]] = Connection
    _connection: Connection
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
        retry_until_deadline: bool | None = None,
        attempt_timeout: float | None = None,
        connect_timeout: float | None = None,
        max_concurrency: int | None = None,
        max_response_bytes: int | None = None,
        max_pause: float | None = None,
        proxy: str | None = None,
        ca_file: str | PathLike[str] | None = None,
        trust_env: bool | None = None,
        user_agent_suffix: str | None = None,
        allow_insecure_http: bool | None = None,
        log_file: str | PathLike[str] | None = None,
        log_fd: int | None = None,
        log_level: str | None = None,
        audit_log: str | PathLike[str] | None = None,
        audit_failure: str | None = None,
        audit_sync: str | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Make a client.

        What is not given is read from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN and SEAM_WORKSPACE_ID, and
        from SEAM_ENDPOINT, once, here.

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
        :param retry_until_deadline: Try until ``timeout``, beyond ``attempts``, as long as nothing could be
            sent
        :param attempt_timeout: How long one attempt may take, in seconds (10)
        :param connect_timeout: How long a connection may take, in seconds (5)
        :param max_concurrency: How many requests are under way at once, from 1 to 1024 (64); others wait
            their turn
        :param max_response_bytes: The largest answer that is read, from 1 KiB to 1 GiB
        :param max_pause: How long a run of many changes pauses at most when the server asks for it by
            Retry-After, in seconds (300); a longer wish ends the run
        :param proxy: The proxy for every request; HTTPS_PROXY and NO_PROXY otherwise
        :param ca_file: The only certificate authorities to trust (PEM); SSL_CERT_FILE or the system's store
            otherwise
        :param trust_env: Whether the machine's proxy and certificates are read from HTTPS_PROXY, NO_PROXY,
            SSL_CERT_FILE and their like (True, as the package seam does)
        :param user_agent_suffix: Text to add to the user-agent header
        :param allow_insecure_http: Let the token travel in clear to an http endpoint that is not on this
            machine
        :param log_file: A file to append JSON log lines to
        :param log_fd: A descriptor to write them to; it stays yours
        :param log_level: error, warn, info, debug or trace (warn)
        :param audit_log: A file that gets two JSON lines a change: the intent before anything is sent, and
            the result
        :param audit_failure: What happens when the intent cannot be written: refuse (nothing is sent) or
            continue
        :param audit_sync: always (the default) or never: whether an audit line is on the disk before its
            change is sent
        :param actor: Who makes the changes, for the audit log
        :param reason: Why they are made, for the audit log

        :raises SeamInvalidOptionsError: If the options do not fit together
        :raises SeamInvalidTokenError: If the key or token is not of the right kind
        """
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
            "retry_until_deadline": _flag(retry_until_deadline),
            "max_concurrency": _text(max_concurrency),
            "max_response_bytes": _text(max_response_bytes),
            "max_pause_ms": _milliseconds(max_pause),
            "proxy": proxy,
            "ca_file": None if ca_file is None else fspath(ca_file),
            "user_agent_suffix": user_agent_suffix,
            "trust_env": _flag(trust_env),
            "allow_insecure_http": _flag(allow_insecure_http),
            "log_file": None if log_file is None else fspath(log_file),
            "log_fd": _text(log_fd),
            "log_level": log_level,
            "audit_log": None if audit_log is None else fspath(audit_log),
            "audit_failure": audit_failure,
            "audit_sync": audit_sync,
            "actor": actor,
            "reason": reason,
        }
        self.wait_for_action_attempt = False if wait_for_action_attempt is None else wait_for_action_attempt
        self._adopt(self._connections.open(_set(given)))
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

    def with_options(
        self,
        *,
        timeout: float | None = None,
        attempts: int | None = None,
        retry_until_deadline: bool | None = None,
        attempt_timeout: float | None = None,
        connect_timeout: float | None = None,
        max_concurrency: int | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> Self:
        """Make a second client on the same connections, with some options of its own.

        Each lives alone: closing one does nothing to the other.
        """
        given = {
            "timeout_ms": _milliseconds(timeout),
            "max_attempts": _text(attempts),
            "retry_until_deadline": _flag(retry_until_deadline),
            "attempt_timeout_ms": _milliseconds(attempt_timeout),
            "connect_timeout_ms": _milliseconds(connect_timeout),
            "max_concurrency": _text(max_concurrency),
            "actor": actor,
            "reason": reason,
        }
        other = object.__new__(type(self))
        other.wait_for_action_attempt = self.wait_for_action_attempt
        other._adopt(self._connection.scoped(_set(given)))
        return other

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
            warn(message, FutureWarning, stacklevel=3)


def _refuse(name: str, value: object, instead: str) -> None:
    if value is not None:
        raise SeamInvalidOptionsError(f"the {name} option belongs to the package seam; use {instead}")


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds * 1000:.0f}"


def _set(options: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in options.items() if value is not None}


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
