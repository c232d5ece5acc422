"""From the words on the command line to an exit code."""

from __future__ import annotations

import os
import sys

from .arguments import parser_of
from .exit_codes import STOPPED, exit_code_of
from .output import Output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from seam_acs import Seam


def main(words: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    arguments = parser_of().parse_args(words)
    output = Output(as_json=getattr(arguments, "json", False))
    try:
        return run(arguments, output)
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED


def run(arguments: Namespace, output: Output) -> int:
    """Run the command that was chosen."""
    from seam_acs import SeamError

    try:
        return carried_out(arguments, output)
    except SeamError as error:
        output.failure(error)
        return exit_code_of(error)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        output.complaint(str(error))
        return 2
    except KeyboardInterrupt as stopped:
        if not isinstance(stopped.__cause__, SeamError):
            output.complaint("Stopped.")
            return STOPPED
        output.failure(stopped.__cause__)
        return exit_code_of(stopped.__cause__)


def carried_out(arguments: Namespace, output: Output) -> int:
    """Let the command do its work."""
    work: Callable[..., int] = arguments.run
    if not arguments.needs_seam:
        return work(arguments, output)
    with connected(arguments) as seam:
        return work(seam, arguments, output)


def connected(arguments: Namespace) -> Seam:
    """Make the client, with a key that stands in the environment or is typed where nobody sees it."""
    from seam_acs import Seam

    return Seam(
        _typed_key(),
        endpoint=arguments.endpoint,
        timeout=arguments.timeout,
        audit_log=arguments.audit_log,
        actor=arguments.actor,
        reason=arguments.reason,
    )


def _typed_key() -> str | None:
    named = ("SEAM_API_KEY", "SEAM_PERSONAL_ACCESS_TOKEN")
    if any(os.environ.get(name) for name in named) or not sys.stderr.isatty():
        return None
    from getpass import getpass

    try:
        return getpass("Seam API key: ") or None
    except EOFError:
        return None
