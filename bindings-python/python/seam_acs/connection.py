"""The way from a method of a resource to the Rust core: parameters in, plain JSON values out."""

from __future__ import annotations

from _thread import _local

from . import _native
from .null import Null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeVar

    Answer = TypeVar("Answer")


class Connection:
    """One client of the core, and the request id that each thread saw last."""

    __slots__ = ("_last", "_native")

    def __init__(self, options: Mapping[str, str]) -> None:
        self._native = _native.Client(options)
        self._last = _local()

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        return self._native.endpoint

    @property
    def warnings(self) -> list[str]:
        """What a person who set this up should know, such as a deprecated environment variable."""
        return self._native.warnings

    @property
    def last_request_id(self) -> str | None:
        """The request id of the call that this thread finished last."""
        return getattr(self._last, "request_id", None)

    def add_user(self, path: str, group: str, *, acs_user: str | None, identity: str | None = None) -> None:
        """Put a user, named by one of two ids, into a group."""
        self._finish(lambda: (None, self._native.add_user(path, acs_user, identity, group)))

    def remove_user(self, path: str, group: str, *, acs_user: str | None, identity: str | None) -> None:
        """Take a user, named by one of two ids, out of a group."""
        self._finish(lambda: (None, self._native.remove_user(path, acs_user, identity, group)))

    def read(self, path: str, response_key: str, params: Mapping[str, Any]) -> Any:
        """Read one object, or a list that has no pages."""
        given = _given(params)
        return self._finish(lambda: self._native.read(path, response_key, given))

    def read_page(
        self, path: str, response_key: str, params: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        """Read one page of a list, and where it stands among the others."""
        given = _given(params)

        def page() -> tuple[tuple[list[dict[str, Any]], dict[str, Any] | None], str | None]:
            items, pagination, request_id = self._native.read_page(path, response_key, given)
            return (items, pagination), request_id

        return self._finish(page)

    def request(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Send any request of the API and give its whole answer."""
        given = _given(params)
        return self._finish(lambda: self._native.request(path, given))

    def check(self) -> None:
        """Ask for something small that needs valid credentials."""
        self._finish(lambda: (None, self._native.check()))

    def close(self) -> None:
        """End the calls that are under way and let the connections go."""
        self._native.close()

    def _finish(self, call: Callable[[], tuple[Answer, str | None]]) -> Answer:
        from .exceptions import SeamError

        try:
            answer, self._last.request_id = call()
        except SeamError as error:
            self._last.request_id = error.request_id
            raise
        return answer


def _given(params: Mapping[str, Any]) -> dict[str, Any]:
    """What the caller set: None leaves a parameter out, NULL sends null."""
    return {name: _without_null(value) for name, value in params.items() if value is not None}


def _without_null(value: Any) -> Any:
    if isinstance(value, Null):
        return None
    if isinstance(value, dict):
        return {name: _without_null(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_null(item) for item in value]
    return value
