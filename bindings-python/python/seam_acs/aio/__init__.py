"""The client for programs that run on asyncio."""

from .async_seam import AsyncSeam

__all__ = ["AsyncSeam"]
