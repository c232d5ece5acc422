"""What can go wrong: the official package's names, and ours for what it leaves to its HTTP library."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from . import _native
    from .plan import Plan
    from .report import Report
    from .resources.problem import Problem


class SeamError(Exception):
    """The base of every error of this package.

    :ivar outcome_unknown: True if a change may have been recorded although no answer says so. Read the
        membership
        before you do anything else; do not send the opposite change.
    :ivar retryable: True if the same call may succeed later without anybody changing anything
    :ivar retry_after: Seconds that the server asked to wait, if it did
    :ivar request_id: The id to quote to Seam's support, if an answer carried one
    :ivar attempts: How many requests were started
    :ivar status: The stable number that the C library uses, such as -5003; 0 if the error was not made by a
        call
    :ivar status_name: Its name, such as ``"NOT_FOUND"``
    :ivar report: What became of each change, where a list of them was applied
    :ivar explanation: The whole story in words: what was tried on which user and group, what happened, what
        to
        do. ``str(error)`` is Seam's own sentence where it sent one, as in the official package
    """

    outcome_unknown: bool = False
    retryable: bool = False
    retry_after: float | None = None
    request_id: str | None = None
    attempts: int = 0
    status: int = 0
    status_name: str = ""
    explanation: str = ""
    report: Report | None = None

    def _tell(self, report: _native.Report) -> None:
        from .report import Report

        self.report = Report(report)

    def __reduce__(self) -> tuple[object, ...]:
        return (_restored, (type(self), self.args, self.__dict__))


class SeamInvalidOptionsError(SeamError):
    """The options of ``Seam(…)`` do not fit together, or one of them is out of range."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Seam received invalid options: {message}")


class SeamInvalidTokenError(SeamError):
    """The API key or personal access token is not of the right kind."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Seam received an invalid token: {message}")


class SeamInvalidArgumentError(SeamError, ValueError):
    """An argument of a call was refused before anything was sent: an empty id, both kinds of user, and so
    on.

    :ivar problems: For a table what is wrong with its rows, one by one; at most a thousand
    """

    problems: Sequence[Problem] = ()


class SeamStateError(SeamError, RuntimeError):
    """The client is closed, or the call belongs to the parent of this forked process."""


class SeamCancelledError(SeamError):
    """The client was closed by another thread while the call ran; no change was sent unless
    ``outcome_unknown``.
    """


class SeamPartialError(SeamError):
    """Of a list of changes some were not made, or nobody knows. ``report`` has the outcome of each."""


class SeamGuardError(SeamError):
    """A plan was refused because it goes too far, or because it does not fit what is there any more. The
    message says what would have happened and which option allows it. Nothing was sent.

    :ivar plan: The plan that ``plan()`` refused, to be looked at; ``sync`` refuses it too
    """

    plan: Plan | None = None

    def _show(self, plan: _native.Plan) -> None:
        from .plan import Plan

        self.plan = Plan(plan)


class SeamAuditError(SeamError):
    """The audit log could not be written, so nothing was sent."""


class SeamInternalError(SeamError):
    """A bug in this package that was contained, or the system refused it a thread or memory."""


class SeamNetworkError(SeamError):
    """No answer of Seam arrived: name resolution, connection, TLS, proxy, or a connection that broke."""


class SeamTimeoutError(SeamNetworkError, TimeoutError):
    """The deadline of the call (``timeout``) passed. It is a builtin ``TimeoutError`` too."""


class SeamHttpInvalidResponseError(SeamError):
    """An answer came that Seam does not give: a login page, a body cut short, ``"ok": false``, a redirect.

    :ivar path: The path of the request
    :ivar response_key: The key that was expected in the answer; ``"ok"`` for a change
    :ivar status_code: The HTTP status of the answer, if there was one
    """

    status: int = -5008
    status_name: str = "UNEXPECTED_RESPONSE"
    status_code: int | None = None

    def __init__(self, path: str, response_key: str, reason: str) -> None:
        super().__init__(f'Seam returned an invalid response for {path}: expected "{response_key}", {reason}')
        self.path = path
        self.response_key = response_key


class SeamHttpApiError(SeamError):
    """Seam answered with an error.

    :ivar code: The error's type, such as ``"acs_user_not_found"``; an open set
    :ivar status_code: The HTTP status
    :ivar request_id: The id to quote to Seam's support, if the answer carried one
    :ivar data: What else Seam said, if it did
    """

    code: str | None
    status_code: int
    data: Any

    def __init__(self, error: Mapping[str, Any], status_code: int, request_id: str | None) -> None:
        super().__init__(error.get("message"))
        self.code = error.get("type")
        self.status_code = status_code
        self.request_id = request_id
        self.data = error.get("data")


class SeamHttpUnauthorizedError(SeamHttpApiError):
    """Seam did not accept the credentials (HTTP 401). The server's own code and message are kept."""

    def __init__(self, request_id: str | None, error: Mapping[str, Any] | None = None) -> None:
        super().__init__(error or {"type": "unauthorized", "message": "Unauthorized"}, 401, request_id)


class SeamValidationError:
    """A parameter that Seam refused, and why."""

    __slots__ = ("error_messages", "parameter_name")

    parameter_name: str
    error_messages: list[str]

    def __init__(self, parameter_name: str, error_messages: list[str]) -> None:
        object.__setattr__(self, "parameter_name", parameter_name)
        object.__setattr__(self, "error_messages", error_messages)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to field {name!r}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SeamValidationError):
            return NotImplemented
        return (self.parameter_name, self.error_messages) == (other.parameter_name, other.error_messages)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"SeamValidationError(parameter_name={self.parameter_name!r}, "
            f"error_messages={self.error_messages!r})"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (SeamValidationError, (self.parameter_name, self.error_messages))


class SeamHttpInvalidInputError(SeamHttpApiError):
    """Seam refused the parameters (``invalid_input``)."""

    def __init__(self, error: Mapping[str, Any], status_code: int, request_id: str | None) -> None:
        super().__init__(error, status_code, request_id)
        self.code = "invalid_input"
        tree = error.get("validation_errors")
        self._validation_errors: dict[str, Any] = tree if isinstance(tree, dict) else {}

    @property
    def validation_errors(self) -> list[SeamValidationError]:
        """One entry for each parameter that was refused."""
        return [
            SeamValidationError(name, self.get_validation_error_messages(name))
            for name in self._validation_errors
            if name != "_errors"
        ]

    def get_validation_error_messages(self, param_name: str) -> list[str]:
        """Why this parameter was refused; empty if it was not."""
        messages = self._validation_errors.get(param_name)
        if not isinstance(messages, dict):
            return []
        errors = messages.get("_errors", [])
        return errors if isinstance(errors, list) else []


def _restored(kind: type[SeamError], args: tuple[Any, ...], attributes: dict[str, Any]) -> SeamError:
    """Unpickle: the constructors take other arguments than the message that they make."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


_API_ERRORS = frozenset(
    ("FORBIDDEN", "NOT_FOUND", "INVALID_INPUT", "CONFLICT", "RATE_LIMITED", "SERVER", "UNAUTHORIZED")
)
_OTHER_ERRORS: Mapping[str, type[SeamError]] = {
    "OPTIONS": SeamInvalidOptionsError,
    "TOKEN": SeamInvalidTokenError,
    "INVALID_ARGUMENT": SeamInvalidArgumentError,
    "NULL_ARGUMENT": SeamInvalidArgumentError,
    "UTF8": SeamInvalidArgumentError,
    "STATE": SeamStateError,
    "FORKED": SeamStateError,
    "CANCELLED": SeamCancelledError,
    "DEADLINE": SeamTimeoutError,
    "DNS": SeamNetworkError,
    "CONNECT": SeamNetworkError,
    "TLS": SeamNetworkError,
    "PROXY": SeamNetworkError,
    "NETWORK": SeamNetworkError,
    "UNEXPECTED_RESPONSE": SeamHttpInvalidResponseError,
    "PARTIAL": SeamPartialError,
    "GUARD": SeamGuardError,
    "AUDIT": SeamAuditError,
    "INTERNAL": SeamInternalError,
    "RESOURCES": SeamInternalError,
}


def _from_core(facts: dict[str, Any], path: str, response_key: str) -> SeamError:
    """Make the exception for an error of the Rust core, given as the object that the core makes of it."""
    error = _of_kind(facts, path, response_key)
    error.outcome_unknown = facts["outcome_unknown"]
    error.retryable = facts["retryable"]
    error.retry_after = None if facts["retry_after_ms"] is None else facts["retry_after_ms"] / 1000
    error.request_id = facts["request_id"]
    error.attempts = facts["attempts"]
    error.status = facts["status"]
    error.status_name = facts["name"]
    error.explanation = facts["message"]
    if isinstance(error, SeamInvalidArgumentError) and facts.get("problems"):
        from .resources.problem import Problem

        error.problems = Problem._list(facts["problems"])
    return error


def _of_kind(facts: dict[str, Any], path: str, response_key: str) -> SeamError:
    name = _name_that_decides(facts)
    if name in _API_ERRORS:
        return _api_error(facts, name)
    kind = _OTHER_ERRORS.get(name, SeamError)
    if kind is SeamHttpInvalidResponseError:
        unexpected = SeamHttpInvalidResponseError(path, response_key, facts["message"])
        unexpected.status_code = facts["http_status"]
        return unexpected
    # The core's sentence is complete: the constructors of some of these would put their prefix before it
    # again.
    return _restored(kind, (facts["message"],), {})


def _name_that_decides(facts: dict[str, Any]) -> str:
    """A change of unknown outcome keeps the class of what was last heard."""
    name: str = facts["name"]
    if name == "OUTCOME_UNKNOWN" and facts["cause"] is not None:
        return _name_that_decides(facts["cause"])
    return name


def _api_error(facts: dict[str, Any], name: str) -> SeamHttpApiError:
    unauthorized = name == "UNAUTHORIZED"
    error = {
        "type": facts["api_type"] or ("unauthorized" if unauthorized else "unknown_error"),
        # Seam's own sentence, as in the official package, unless there is more to say than Seam said.
        "message": facts["message"],
        "data": facts["data"],
        "validation_errors": facts["validation_errors"],
    }
    if not facts["outcome_unknown"]:
        error["message"] = facts["api_message"] or ("Unauthorized" if unauthorized else facts["message"])
    if unauthorized:
        return SeamHttpUnauthorizedError(facts["request_id"], error)
    if facts["api_type"] == "invalid_input":
        return SeamHttpInvalidInputError(error, facts["http_status"], facts["request_id"])
    return SeamHttpApiError(error, facts["http_status"], facts["request_id"])
