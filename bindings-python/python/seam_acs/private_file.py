"""Files that hold ids and names of people: for their owner's eyes alone."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike


def write_private(path: str | PathLike[str], text: str) -> None:
    """Write a file that only its owner can read (0600), also where it was there with wider rights.

    A terminal, a pipe or a device keeps its rights.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    with open(descriptor, "w", encoding="utf-8", newline="") as file:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            # Before anything is in it, and what was in it is not shown with wider rights for longer.
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
        file.write(text)
