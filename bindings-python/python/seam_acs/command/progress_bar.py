"""A progress bar on the last line of a terminal, and nothing where there is no terminal."""

from __future__ import annotations

import sys
from shutil import get_terminal_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from seam_acs.progress import Progress

_ERASE = "\r\x1b[K"


class ProgressBar:
    """``with ProgressBar("apply") as progress: apply(…, progress=progress)``; it is erased at the end."""

    def __init__(self, title: str, draw: Callable[[str, Progress], str] | None = None) -> None:
        self._title = title
        self._draw = draw or changes
        self._is_shown = sys.stderr.isatty()

    def __enter__(self) -> ProgressBar | None:
        return self if self._is_shown else None

    def __call__(self, look: Progress) -> None:
        """Draw the bar anew."""
        # A terminal may not know its width, and then says 0.
        width = (get_terminal_size().columns or 80) - 1
        sys.stderr.write(_ERASE + self._draw(self._title, look)[:width])
        sys.stderr.flush()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()


def clock(title: str, look: Progress) -> str:
    """How long it takes, where nobody knows how much there is to do."""
    return f"{title} {look.elapsed:.0f} s"


def changes(title: str, look: Progress) -> str:
    """How many changes are made, in words and a picture."""
    over = look.done + look.failed
    total = look.total or 0
    filled = 20 * over // total if total else 0
    picture = "#" * filled + "." * (20 - filled)
    of = f" of {total}" if total else ""
    return (
        f"{title} [{picture}] {over}{of}, {look.failed} failed, {look.rate:.0f}/s, {look.concurrency} at once"
    )
