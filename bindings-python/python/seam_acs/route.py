"""What a paginator needs to know about the method that it calls."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Method = TypeVar("Method", bound=Callable[..., Any])


def route(path: str, *, has_pagination: bool = False) -> Callable[[Method], Method]:
    """Mark a method with its path and whether its answers come in pages."""

    def mark(method: Method) -> Method:
        # The names are the official package's: programs that wrap its methods read them.
        vars(method).update(__seam_path__=path, __seam_has_pagination__=has_pagination)
        return method

    return mark
