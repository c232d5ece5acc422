"""A package's asyncio client in the shape of its blocking one, so that one script runs with both."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from typing import Any

# What a script may look at as it is; the rest are clients, groups of methods, methods and paginators.
_PLAIN = (str, int, float, dict, list, type(None), BaseException)


class Blocking:
    """Stands before an object of an asyncio client and waits for whatever it gives."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        is_client = name == "Seam" and inspect.ismodule(self._target)
        value = getattr(self._target, "AsyncSeam" if is_client else name)
        is_plain = isinstance(value, _PLAIN) or name == "NULL" or (isinstance(value, type) and not is_client)
        return value if is_plain else Blocking(value, self._loop)

    def __call__(self, *args: Any, **options: Any) -> Any:
        plain = [arg._target if isinstance(arg, Blocking) else arg for arg in args]
        value = self._target(*plain, **options)
        if inspect.isawaitable(value):
            return self._loop.run_until_complete(_result(value))
        if isinstance(value, AsyncIterator):
            return iter(self._loop.run_until_complete(_items(value)))
        return value if isinstance(value, (*_PLAIN, tuple)) else Blocking(value, self._loop)

    def __enter__(self) -> Blocking:
        self._loop.run_until_complete(self._target.__aenter__())
        return self

    def __exit__(self, *raised: Any) -> None:
        self._loop.run_until_complete(self._target.__aexit__(*raised))


async def _result(awaitable: Any) -> Any:
    return await awaitable


async def _items(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]
