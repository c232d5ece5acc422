"""The way from a method to the Rust core for a program that must not block."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from .. import _native
from ..connection import Connection
from ..exceptions import SeamError
from .channel import channel

if TYPE_CHECKING:
    from ..connection import Action, Begin, Shape, Steps
    from ..progress import Watch

Answer = TypeVar("Answer")


class AsyncConnection(Connection):
    """A connection whose methods give awaitables of what ``Connection`` gives."""

    __slots__ = ("_calculator", "_request_id")

    def __init__(self, native: _native.Client) -> None:
        super().__init__(native)
        self._request_id: ContextVar[str | None] = ContextVar("last_request_id", default=None)
        self._calculator: ThreadPoolExecutor | None = None

    @property
    def last_request_id(self) -> str | None:
        """The request id of the call that this task finished last."""
        return self._request_id.get()

    # The routes are the same code for both clients, so they take this for what they know.
    def change(
        self, action: Action, path: str, acs_user: str | None, identity: str | None, group: str
    ) -> Any:
        """Begin one change and give an awaitable of its end."""
        return self._changed((self.native.begin_change, (action, path, acs_user, identity, group)))

    def run(self, begin: Begin, shape: Shape[Answer]) -> Any:
        """Begin one operation and give an awaitable of what it brings."""
        return self._ran(begin, shape)

    def follow(self, steps: Steps[Answer], watch: Watch) -> Any:
        """Run operations one after the other, as an awaitable."""
        return self._followed(steps, watch)

    def close(self) -> None:
        """End the calls that are under way and let the connections go."""
        super().close()
        if self._calculator is not None:
            self._calculator.shutdown(wait=False)
            self._calculator = None

    async def _ran(self, begin: Begin, shape: Shape[Answer]) -> Answer:
        return shape(*await self._awaited(begin, None, calculates=False))

    async def _changed(self, begin: Begin) -> None:
        await self._awaited(begin, None, calculates=False)

    async def _followed(self, steps: Steps[Answer], watch: Watch) -> Answer:
        with watch as progress:
            value: Any = None
            while True:
                try:
                    begin, is_watched = steps.send(value)
                except StopIteration as end:
                    answer: Answer = end.value
                    return answer
                told = progress if is_watched else None
                value, _ = await self._awaited(begin, told, calculates=not is_watched)

    async def _awaited(
        self, begin: Begin, progress: Callable[..., object] | None, *, calculates: bool
    ) -> tuple[Any, Any]:
        try:
            method, arguments = begin
            operation = method(*arguments)
            await channel().wait(operation, progress)
            if calculates:
                # A plan of a million rows takes seconds, in which the loop has better things to do.
                await asyncio.get_running_loop().run_in_executor(self._one_thread(), operation.calculate)
            value, pagination, request_id = operation.result()
        except SeamError as error:
            self._request_id.set(error.request_id)
            raise
        self._request_id.set(request_id)
        return value, pagination

    def _one_thread(self) -> ThreadPoolExecutor:
        if self._calculator is None:
            self._calculator = ThreadPoolExecutor(1, "seam_acs")
        return self._calculator
