"""``add`` and ``remove``: one membership."""

from __future__ import annotations

from .commands import command
from .waiting import settle, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Literal

    from seam_acs import Seam

    from .commands import Commands
    from .output import Output


def register(commands: Commands, shared: ArgumentParser) -> None:
    """Add the commands."""
    example = 'ada.lindqvist@harbour.example "Engineering"'
    for name, about, run in (
        ("add", "put a user into a group, unless Seam has them in it already", add),
        ("remove", "take a user out of a group, unless Seam has them out of it already", remove),
    ):
        parser = command(commands, shared, name, run, about, f"{example}\n{example} --wait 60")
        parser.add_argument("user", metavar="USER", help="id, e-mail address or name")
        parser.add_argument("group", metavar="GROUP", help="id or name")
        parser.add_argument(
            "--wait",
            type=float,
            metavar="SECONDS",
            help="wait so long until the access system has followed; exit code 9 if it has not",
        )


def add(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Make sure that the user is in the group."""
    return _ensure(seam, arguments, output, "present")


def remove(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Make sure that the user is out of the group."""
    return _ensure(seam, arguments, output, "absent")


def _ensure(seam: Seam, arguments: Namespace, output: Output, presence: Literal["present", "absent"]) -> int:
    from . import lookup

    meant = lookup.membership(seam, arguments.user, arguments.group)
    ensured = seam.acs.memberships.ensure(
        acs_access_group_id=meant.acs_access_group_id,
        acs_user_id=meant.acs_user_id,
        user_identity_id=meant.user_identity_id,
        presence=presence,
    )
    request = f" (request {ensured.request_id})" if ensured.request_id else ""
    if arguments.wait is None:
        output.say(f"{ensured.message}{request}", ensured.to_dict())
        return 0
    if not output.as_json:
        output.say(f"{ensured.message}{request}", None)
    waited = settle(seam, meant, presence, arguments.wait)
    return show(waited, output, {"ensured": ensured.to_dict(), "waited": waited.to_dict()})
