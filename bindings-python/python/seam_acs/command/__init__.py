"""The command ``seam-acs``: who may open which doors, from a shell."""

from .program import main

__all__ = ["main"]
