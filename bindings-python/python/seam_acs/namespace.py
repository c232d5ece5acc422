"""What the groups of methods (``seam.acs.users`` and so on) have in common."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .connection import Connection


class Namespace:
    """A group of methods that share one connection."""

    __slots__ = ("_connection",)

    _name = ""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Hidden from type checkers, so that they find a misspelt method before the program runs.
    if not TYPE_CHECKING:

        def __getattr__(self, name):
            raise elsewhere(self, f"{self._name}.{name}", name)


def elsewhere(owner: object, full_name: str, name: str) -> AttributeError:
    """The error for what the official package has and this one does not."""
    if name.startswith("_"):
        return AttributeError(f"{type(owner).__name__!r} object has no attribute {name!r}")
    return AttributeError(
        f"seam_acs covers ACS membership; {full_name} is in the package seam; seam.request() reaches any path"
    )
