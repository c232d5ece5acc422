"""The methods of a class, to compare two classes."""

from __future__ import annotations

import inspect


def methods(kind: type) -> dict[str, list[str]]:
    """Tell the names of the public methods, and of the parameters of each."""
    found = inspect.getmembers(kind, inspect.isfunction)
    return {name: list(inspect.signature(f).parameters) for name, f in found if not name.startswith("_")}
