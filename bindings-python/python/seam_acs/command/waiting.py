"""``wait``: until the access system has followed."""

from __future__ import annotations

from .commands import command
from .exit_codes import NOT_YET
from .progress_bar import ProgressBar, clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Literal

    from seam_acs import Seam
    from seam_acs.resources.change import Change
    from seam_acs.resources.membership import MembershipWait

    from .commands import Commands
    from .output import Output


def register(commands: Commands, shared: ArgumentParser) -> None:
    """Add the command."""
    example = 'ada.lindqvist@harbour.example "Engineering"'
    parser = command(
        commands,
        shared,
        "wait",
        wait,
        "wait until the access system has followed a change, as far as reads can tell",
        f"{example} --for 60\n{example} --absent",
    )
    parser.add_argument("user", metavar="USER", help="id, e-mail address or name")
    parser.add_argument("group", metavar="GROUP", help="id or name")
    parser.add_argument(
        "--absent", action="store_true", help="wait until the user is out of the group, not in it"
    )
    parser.add_argument(
        "--for",
        dest="patience",
        type=float,
        default=300.0,
        metavar="SECONDS",
        help="give up after so long, with exit code 9 (300; 0 waits without limit)",
    )
    parser.add_argument(
        "--settle",
        type=float,
        default=5.0,
        metavar="SECONDS",
        help="so long it has to read as wanted where no push is ever seen (5)",
    )


def wait(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Wait for a membership that somebody changed before."""
    from . import lookup

    meant = lookup.membership(seam, arguments.user, arguments.group)
    presence: Literal["present", "absent"] = "absent" if arguments.absent else "present"
    waited = settle(seam, meant, presence, arguments.patience, arguments.settle)
    return show(waited, output, waited.to_dict())


def settle(
    seam: Seam,
    meant: Change,
    presence: Literal["present", "absent"],
    patience: float,
    settled_after: float = 5.0,
) -> MembershipWait:
    """Wait for a membership."""
    with ProgressBar("waiting", clock) as progress:
        return seam.acs.memberships.wait(
            acs_access_group_id=meant.acs_access_group_id,
            acs_user_id=meant.acs_user_id,
            user_identity_id=meant.user_identity_id,
            presence=presence,
            timeout=patience,
            settle=settled_after,
            progress=progress,
        )


def show(waited: MembershipWait, output: Output, json: object) -> int:
    """Print how a wait ended, and give its exit code."""
    lines = [waited.message]
    if waited.deferred_until:
        lines.append(f"It is scheduled for {waited.deferred_until}.")
    if waited.error:
        lines.append(f"Seam says: {waited.error.get('message') or waited.error}")
    lines += [f"In the way: {obstacle.message}" for obstacle in waited.obstacles]
    if waited.not_read:
        lines.append(f"This server does not tell: {', '.join(waited.not_read)}.")
    output.say("\n".join(lines), json)
    return {"applied": 0, "failed": 5}.get(waited.state, NOT_YET)
