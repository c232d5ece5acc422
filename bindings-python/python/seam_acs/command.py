"""The command ``seam-acs``: who may open which doors, from a shell.

It is the one that the archives for panels carry, here inside the package's own module.
"""

from __future__ import annotations

import signal
import sys

from . import _native

__all__ = ["main"]


def main(words: list[str] | None = None) -> int:
    """Run one command, by default with the words of the process, and give its exit code."""
    # The command ends as it says when it is interrupted; Python would raise KeyboardInterrupt after it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.run_command(["seam-acs", *(sys.argv[1:] if words is None else words)])


if __name__ == "__main__":
    sys.exit(main())
