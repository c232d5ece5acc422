"""``check``: are the credentials accepted."""

from __future__ import annotations

from .commands import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seam_acs import Seam

    from .commands import Commands
    from .output import Output


def register(commands: Commands, shared: ArgumentParser) -> None:
    """Add the command."""
    command(commands, shared, "check", check, "ask Seam whether the credentials are accepted", "\n--json")


def check(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Ask for something small."""
    seam.check()
    answer = {"ok": True, "endpoint": seam.endpoint, "request_id": seam.last_request_id}
    output.say(f"Seam at {seam.endpoint} accepts the credentials (request {seam.last_request_id}).", answer)
    return 0
