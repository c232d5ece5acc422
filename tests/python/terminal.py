"""A program in a pseudo-terminal, and what a person would see on its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager


def without_colours(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)


class Terminal:
    """A running program and the screen that it writes on."""

    def __init__(self, process: subprocess.Popen[bytes], descriptor: int) -> None:
        self.process = process
        self._descriptor = descriptor
        self.written = ""

    @classmethod
    @contextmanager
    def running(cls, command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Terminal]:
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
            # Only the terminal that a session belongs to turns keys into signals.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        try:
            yield cls(process, ours)
        finally:
            process.kill()
            process.wait(20)
            os.close(ours)

    def type(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def wait_for(self, text: str) -> None:
        """Return once the program has written this."""
        until = time.monotonic() + 60
        while not re.search(text, self.written):
            assert self._read(until), f"never wrote {text!r}: {self.written!r}"

    def end(self) -> int:
        """Read to the end and give the exit code."""
        until = time.monotonic() + 60
        while self._read(until):
            pass
        return self.process.wait(20)

    def screen(self) -> list[str]:
        """The lines that stand there now."""
        lines, column = [""], 0
        for part in re.findall(r"\x1b\[\d*K|\r|\n|[^\r\n\x1b]+|\x1b", without_colours(self.written)):
            if part == "\n":
                lines.append("")
                column = 0
            elif part == "\r":
                column = 0
            elif part == "\x1b[K":
                lines[-1] = lines[-1][:column]
            elif part == "\x1b[2K":
                lines[-1] = " " * column
            else:
                lines[-1] = lines[-1][:column] + part + lines[-1][column + len(part) :]
                column += len(part)
        return lines

    def _read(self, until: float) -> bool:
        assert time.monotonic() < until, f"still running: {self.written!r}"
        if not select.select([self._descriptor], [], [], 1.0)[0]:
            return True
        try:
            written = os.read(self._descriptor, 65536)
        except OSError:
            # The other side is closed: the program has ended.
            return False
        self.written += written.decode(errors="replace")
        return bool(written)
