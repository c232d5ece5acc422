"""``members``, ``groups``, ``doors`` and ``who-can-open``: what is, without changing it."""

from __future__ import annotations

from .commands import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from seam_acs import Seam
    from seam_acs.resources.access_path import AccessPath

    from .commands import Commands
    from .output import Output


def register(commands: Commands, shared: ArgumentParser) -> None:
    """Add the commands."""
    user = ("USER", "id, e-mail address or name", "ada.lindqvist@harbour.example")
    for name, run, about, (what, how, example) in (
        ("members", members, "list who is in a group", ("GROUP", "id or name", '"Engineering"')),
        ("groups", groups, "list the groups that a user is in", user),
        ("doors", doors, "list the entrances that a user can open, and through which groups", user),
        (
            "who-can-open",
            who_can_open,
            "list whom groups let in at an entrance",
            ("ENTRANCE", "id or name", '"Server room"'),
        ),
    ):
        parser = command(commands, shared, name, run, about, f"{example}\n{example} --json")
        parser.add_argument("subject", metavar=what, help=how)


def members(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Who is in a group."""
    group = seam.acs.memberships.find("group", arguments.subject)
    people = seam.acs.access_groups.list_users(acs_access_group_id=group.id)
    output.table(
        ("NAME", "E-MAIL", "ACS USER"),
        [(one.full_name, one.email_address, one.acs_user_id) for one in people],
        [one.to_dict() for one in people],
        f"Nobody is in {group.name or group.id}.",
    )
    return 0


def groups(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Which groups a user is in."""
    user = seam.acs.memberships.find("user", arguments.subject)
    found = seam.acs.memberships.groups_of(acs_user_id=user.id)
    output.table(
        ("GROUP", "SCHEDULE", "ACCESS GROUP"),
        [(one.name, _schedule(one.access_schedule), one.acs_access_group_id) for one in found],
        [one.to_dict() for one in found],
        f"{user.name or user.id} is in no group.",
    )
    return 0


def doors(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Which entrances a user can open."""
    user = seam.acs.memberships.find("user", arguments.subject)
    found = seam.acs.memberships.entrances_of(acs_user_id=user.id)
    output.table(
        ("ENTRANCE", "THROUGH", "NOW"),
        [(one.display_name, _paths(one.through), _NOW[one.accessible]) for one in found],
        [one.to_dict() for one in found],
        f"{user.name or user.id} can open no entrance.",
    )
    return 0


def who_can_open(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Whom groups let in at an entrance."""
    entrance = seam.acs.memberships.find("entrance", arguments.subject)
    found = seam.acs.memberships.who_can_open(acs_entrance_id=entrance.id)
    output.table(
        ("NAME", "THROUGH", "IN THE WAY", "ACS USER"),
        [
            (
                one.full_name,
                _paths(one.through),
                "; ".join(obstacle.message for obstacle in one.obstacles),
                one.acs_user_id,
            )
            for one in found
        ],
        [one.to_dict() for one in found],
        f"No group lets anybody in at {entrance.name or entrance.id}.",
    )
    return 0


_NOW = {True: "yes", False: "not yet, or suspended", None: "this server does not say"}


def _paths(paths: Sequence[AccessPath]) -> str:
    return ", ".join(_path(path) for path in paths) or "directly"


def _path(path: AccessPath) -> str:
    schedule = _schedule(path.access_schedule)
    return f"{path.name} ({schedule})" if schedule else f"{path.name}"


def _schedule(schedule: object) -> str:
    starts, ends = getattr(schedule, "starts_at", None), getattr(schedule, "ends_at", None)
    parts = [f"from {starts}" if starts else "", f"until {ends}" if ends else ""]
    return " ".join(part for part in parts if part)
