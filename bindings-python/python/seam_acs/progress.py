"""How far a long piece of work is: told to a function, or shown as a bar."""

from __future__ import annotations

from .resources.resource import Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Union

    from typing_extensions import TypeAlias

    ProgressOption: TypeAlias = Union[bool, Callable[["Progress"], object], None]


class Progress(Resource):
    """One look at a piece of work.

    ``done`` counts what is as asked, ``failed`` what failed or is in doubt; ``total`` is None where it is not
    known. ``rate`` is changes a second since the begin, ``elapsed`` is in seconds, and ``concurrency`` is how
    many requests may be under way at once now.
    """

    done: int
    failed: int
    total: int | None
    rate: float
    concurrency: int
    elapsed: float


class Watch:
    """What ``progress=`` asks for, while the work goes on.

    Entering gives the function that the core's numbers go to, or None if nobody watches.
    """

    def __init__(self, progress: ProgressOption) -> None:
        self._progress = progress
        self._bar: Any = None

    def __enter__(self) -> Callable[..., object] | None:
        if self._progress is None or self._progress is False:
            return None
        if self._progress is True:
            self._bar = _bar()
            return None if self._bar is None else self._show
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def _tell(self, *numbers: Any) -> None:
        if callable(self._progress):
            self._progress(_look(*numbers))

    def _show(self, *numbers: Any) -> None:
        self._bar.show(_look(*numbers))


def _look(done: int, failed: int, total: int | None, concurrency: int, elapsed: float) -> Progress:
    rate = (done + failed) / elapsed if elapsed > 0 else 0.0
    return Progress._over(
        {
            "done": done,
            "failed": failed,
            "total": total,
            "rate": rate,
            "concurrency": concurrency,
            "elapsed": elapsed,
        }
    )


def _bar() -> Any:
    """A bar of the library that is installed: rich, else tqdm, else none."""
    from importlib import import_module

    for module, kind in (("rich.progress", _RichBar), ("tqdm", _TqdmBar)):
        try:
            return kind(import_module(module))
        except ImportError:
            continue
    return None


class _RichBar:
    def __init__(self, rich: Any) -> None:
        self._bar = rich.Progress()
        self._task = self._bar.add_task("changes", total=None)
        self._bar.start()

    def show(self, look: Progress) -> None:
        self._bar.update(self._task, completed=look.done + look.failed, total=look.total)

    def close(self) -> None:
        self._bar.stop()


class _TqdmBar:
    def __init__(self, tqdm: Any) -> None:
        self._bar = tqdm.tqdm(unit=" changes")

    def show(self, look: Progress) -> None:
        self._bar.total = look.total
        self._bar.n = look.done + look.failed
        self._bar.set_postfix(failed=look.failed, at_once=look.concurrency, refresh=True)

    def close(self) -> None:
        self._bar.close()
