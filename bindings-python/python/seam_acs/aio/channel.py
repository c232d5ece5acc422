"""How operations of the core wake an event loop: one descriptor a loop, and no thread."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from .. import _native

# How often progress is told.
SLICE = 0.1
# How long a cancelled operation may take to say how it ended. It does so at once; only a list of
# a million, or a machine that is overloaded, needs more. A task that is cancelled once more waits no longer.
LAST_WORDS = 2.0


class Channel:
    """Operations that one event loop waits for."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.pid = os.getpid()
        self._queue = _native.Queue()
        self._waiting: dict[int, asyncio.Future[None]] = {}
        self._tags = count()
        loop.add_reader(self._queue.fd, self._wake)

    async def wait(self, operation: _native.Operation, progress: Callable[..., object] | None) -> None:
        """Wait until an operation is done. A task that is cancelled cancels it."""
        done = self._watch(operation)
        try:
            while not done.done():
                # Not the future itself: cancelling the task would cancel it, and it still says when all is
                # over.
                await asyncio.wait({done}, timeout=None if progress is None else SLICE)
                if progress is not None:
                    progress(*operation.progress())
        except GeneratorExit:
            # The loop has ended with the task still there: nobody waits for anything any more.
            operation.cancel()
            raise
        except BaseException as error:
            operation.cancel()
            await asyncio.wait({done}, timeout=LAST_WORDS)
            failure = _failure_of(operation)
            if failure is None and isinstance(error, Exception):
                # From ``progress``, and too late to stop anything: what was done is reported as done.
                loop = asyncio.get_running_loop()
                loop.call_exception_handler({"message": "progress= raised", "exception": error})
                return
            error.__cause__ = failure or error.__cause__
            raise

    def _watch(self, operation: _native.Operation) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        tag = next(self._tags)
        self._waiting[tag] = done
        try:
            operation.attach(self._queue, tag)
        except BaseException:
            del self._waiting[tag]
            raise
        return done

    def _wake(self) -> None:
        for tag in self._queue.ready():
            done = self._waiting.pop(tag)
            if not done.done():
                done.set_result(None)


_channels: WeakKeyDictionary[Any, Channel] = WeakKeyDictionary()


def channel() -> Channel:
    """The channel of the loop that runs now."""
    loop = asyncio.get_running_loop()
    known = _channels.get(loop)
    # A queue belongs to the process that made it.
    if known is None or known.pid != os.getpid():
        known = _channels[loop] = Channel(loop)
    return known


def _failure_of(operation: _native.Operation) -> BaseException | None:
    """What a cancelled operation ended as, if it did not succeed all the same."""
    try:
        operation.result()
    except Exception as failure:
        return failure
    return None
