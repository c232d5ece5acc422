"""The way from a method of a resource to the Rust core: parameters in, objects out."""

from __future__ import annotations

from _thread import _local

from . import _native
from .exceptions import SeamError
from .null import Null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import Any, Literal, TypeVar

    from typing_extensions import Self, TypeAlias

    from .progress import Watch

    Answer = TypeVar("Answer")
    # A method of the client that begins an operation, and its arguments.
    Begin: TypeAlias = tuple[Callable[..., _native.Operation], tuple[Any, ...]]
    Action: TypeAlias = Literal["add", "remove"]
    Shape: TypeAlias = Callable[[Any, Any], Answer]
    # Operations that follow one another: each is begun, and its value comes back. True: the one to watch.
    Steps: TypeAlias = Generator[tuple[Begin, bool], Any, Answer]


class Connection:
    """One client of the core, and the request id that each thread saw last.

    What a method gives here, the one of ``AsyncConnection`` gives an awaitable of; nothing else differs.
    """

    __slots__ = ("_last", "_native")

    def __init__(self, native: _native.Client) -> None:
        self._native = native
        self._last = _local()

    @classmethod
    def open(cls, options: Mapping[str, str]) -> Self:
        """Make a client of the core."""
        return cls(_native.Client(options))

    def scoped(self, options: Mapping[str, str]) -> Self:
        """Make a second handle with some options of its own."""
        return type(self)(self._native.scoped(options))

    @property
    def native(self) -> _native.Client:
        """The client of the core, to begin operations with."""
        return self._native

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
        return self.change("add", path, acs_user, identity, group)

    def remove_user(self, path: str, group: str, *, acs_user: str | None, identity: str | None) -> None:
        """Take a user, named by one of two ids, out of a group."""
        return self.change("remove", path, acs_user, identity, group)

    def read(
        self, path: str, response_key: str, params: Mapping[str, Any], shape: Callable[[Any], Answer]
    ) -> Answer:
        """Read one object, or a list that has no pages."""
        given = _given(params)
        return self.run((self._native.begin_read, (path, response_key, given)), lambda value, _: shape(value))

    def read_page(
        self, path: str, response_key: str, params: Mapping[str, Any], shape: Shape[Answer]
    ) -> Answer:
        """Read one page of a list, and where it stands among the others."""
        given = _given(params)
        return self.run((self._native.begin_read_page, (path, response_key, given)), shape)

    def write(self, path: str, params: Mapping[str, Any]) -> None:
        """Change something that its id names."""
        given = _given(params)
        return self.run((self._native.begin_write, (path, given)), _nothing)

    def request(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Send any request of the API and give its whole answer."""
        given = _given(params)
        return self.run((self._native.begin_request, (path, given)), _whole)

    def check(self) -> None:
        """Ask for something small that needs valid credentials."""
        return self.run((self._native.begin_check, ()), _nothing)

    def change(
        self, action: Action, path: str, acs_user: str | None, identity: str | None, group: str
    ) -> None:
        """Make one change and wait for it, in one step: it is what programs call most."""
        try:
            self._last.request_id = self._native.change(action, path, acs_user, identity, group)
        except SeamError as error:
            self._last.request_id = error.request_id
            raise

    def run(self, begin: Begin, shape: Shape[Answer]) -> Answer:
        """Begin one operation, wait for it and give what it brought."""
        return shape(*self._value(begin, None))

    def follow(self, steps: Steps[Answer], watch: Watch) -> Answer:
        """Run operations one after the other, and show how far the one to watch is."""
        with watch as progress:
            value: Any = None
            while True:
                try:
                    begin, is_watched = steps.send(value)
                except StopIteration as end:
                    answer: Answer = end.value
                    return answer
                value, _ = self._value(begin, progress if is_watched else None)

    def set_log_level(self, level: str) -> None:
        """Change how much is logged, from now on."""
        self._native.set_log_level(level)

    def close(self) -> None:
        """End the calls that are under way and let the connections go."""
        self._native.close()

    def _value(self, begin: Begin, progress: Callable[..., object] | None) -> tuple[Any, Any]:
        try:
            value, pagination, self._last.request_id = _native.perform(*begin, progress)
        except SeamError as error:
            self._last.request_id = error.request_id
            raise
        return value, pagination


def _nothing(value: Any, pagination: Any) -> None:
    """A check or a change gives nothing back."""


def _whole(value: Any, pagination: Any) -> dict[str, Any]:
    body: dict[str, Any] = value
    return body


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
