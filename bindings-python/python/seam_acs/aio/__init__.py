"""The client for programs that run on asyncio."""

from .async_seam import AsyncSeam
from .outbox import AsyncOutbox

__all__ = ["AsyncOutbox", "AsyncSeam"]
