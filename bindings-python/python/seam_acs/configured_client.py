# Generated from api/options.toml by `cargo xtask generate`; do not edit.
"""What both clients are made from."""

from __future__ import annotations

from os import fspath

from .exceptions import SeamInvalidOptionsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from typing_extensions import Self, Unpack

    from .options import Options


class ConfiguredClient:
    """The ways to make ``Seam`` and ``AsyncSeam``, with their options."""

    wait_for_action_attempt: bool | dict[str, float]

    def __init__(
        self,
        api_key: str | None = None,
        *,
        personal_access_token: str | None = None,
        workspace_id: str | None = None,
        endpoint: str | None = None,
        timeout: float | None = 30.0,
        attempt_timeout: float | None = None,
        connect_timeout: float | None = None,
        attempts: int | None = None,
        retry_until_deadline: bool | None = None,
        max_concurrency: int | None = None,
        max_pause: float | None = None,
        max_response_bytes: int | None = None,
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
        wait_for_action_attempt: bool | dict[str, float] | None = True,
        retries: None = None,
        httpx_options: None = None,
    ) -> None:
        """Make a client.

        What is not given is read from SEAM_API_KEY, or SEAM_PERSONAL_ACCESS_TOKEN and SEAM_WORKSPACE_ID, and
        from SEAM_ENDPOINT, once, here.

        :param api_key: The API key of a workspace; not together with ``personal_access_token``
        :param personal_access_token: A personal access token; needs ``workspace_id``
        :param workspace_id: The workspace that a personal access token is used for
        :param endpoint: Where the API is; https, or http on this machine
        :param timeout: The deadline of one call in seconds, with all its attempts and waits, from 0.001 to
            3600 (30); None is 3600
        :param attempt_timeout: How long one attempt may take, in seconds (10)
        :param connect_timeout: How long a connection may take, in seconds, once the host's address is known
            (5)
        :param attempts: How often a call is tried, from 1 to 20 (4). 1 turns repeats off
        :param retry_until_deadline: Try until ``timeout``, beyond ``attempts``, as long as nothing could be
            sent
        :param max_concurrency: How many requests are under way at once, from 1 to 1024 (64); others wait
            their turn
        :param max_pause: How long a run of many changes pauses at most when the server asks for it by
            Retry-After, in seconds (300); a longer wish ends the run
        :param max_response_bytes: The largest answer that is read, from 1 KiB to 1 GiB
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
        :param wait_for_action_attempt: Taken for the sake of programs that were written for the package seam:
            no call of this package has an action attempt to wait for
        :param retries: Not taken; see ``attempts``
        :param httpx_options: Not taken; see ``proxy``, ``ca_file`` and the others

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
            "timeout_ms": _milliseconds(3600.0 if timeout is None else timeout),
            "attempt_timeout_ms": _milliseconds(attempt_timeout),
            "connect_timeout_ms": _milliseconds(connect_timeout),
            "max_attempts": _number(attempts),
            "retry_until_deadline": _flag(retry_until_deadline),
            "max_concurrency": _number(max_concurrency),
            "max_pause_ms": _milliseconds(max_pause),
            "max_response_bytes": _number(max_response_bytes),
            "proxy": proxy,
            "ca_file": _path(ca_file),
            "trust_env": _flag(trust_env),
            "user_agent_suffix": user_agent_suffix,
            "allow_insecure_http": _flag(allow_insecure_http),
            "log_file": _path(log_file),
            "log_fd": _number(log_fd),
            "log_level": log_level,
            "audit_log": _path(audit_log),
            "audit_failure": audit_failure,
            "audit_sync": audit_sync,
            "actor": actor,
            "reason": reason,
        }
        self.wait_for_action_attempt = False if wait_for_action_attempt is None else wait_for_action_attempt
        self._open(_set(given))

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
        attempt_timeout: float | None = None,
        connect_timeout: float | None = None,
        attempts: int | None = None,
        retry_until_deadline: bool | None = None,
        max_concurrency: int | None = None,
        actor: str | None = None,
        reason: str | None = None,
    ) -> Self:
        """Make a second client on the same connections, with some options of its own.

        Each lives alone: closing one does nothing to the other.
        """
        given: dict[str, str | None] = {
            "timeout_ms": _milliseconds(timeout),
            "attempt_timeout_ms": _milliseconds(attempt_timeout),
            "connect_timeout_ms": _milliseconds(connect_timeout),
            "max_attempts": _number(attempts),
            "retry_until_deadline": _flag(retry_until_deadline),
            "max_concurrency": _number(max_concurrency),
            "actor": actor,
            "reason": reason,
        }
        other = object.__new__(type(self))
        other.wait_for_action_attempt = self.wait_for_action_attempt
        other._share(self, _set(given))
        return other

    def _open(self, options: Mapping[str, str]) -> None:
        """Connect, with the core's names of the options that are set."""
        raise NotImplementedError

    def _share(self, other: Self, options: Mapping[str, str]) -> None:
        """Take another client's connections, with options of one's own."""
        raise NotImplementedError


def _refuse(name: str, value: object, instead: str) -> None:
    if value is not None:
        raise SeamInvalidOptionsError(f"the {name} option belongs to the package seam; use {instead}")


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else f"{seconds * 1000:.0f}"


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _path(path: str | PathLike[str] | None) -> str | None:
    return None if path is None else fspath(path)


def _set(options: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in options.items() if value is not None}
