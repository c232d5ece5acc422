"""``apply``, ``plan`` and ``sync``: many memberships from a table."""

from __future__ import annotations

import sys

from .commands import command
from .progress_bar import ProgressBar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable
    from typing import Any

    from seam_acs import Plan, Report, Roster, Seam

    from .commands import Commands
    from .output import Output


_TABLE = (
    "CSV with email, name, acs_user_id or user_identity_id, and group or acs_access_group_id; "
    "- reads standard input"
)


def register(commands: Commands, shared: ArgumentParser) -> None:
    """Add the commands."""
    _register_apply(commands, shared)
    _register_plan(commands, shared)
    _register_sync(commands, shared)


def _register_apply(commands: Commands, shared: ArgumentParser) -> None:
    about = "make the changes of a table, whose column action says add or remove"
    examples = """changes.csv
leavers.csv --action remove --group Engineering
changes.csv --journal changes.journal --report outcome.csv"""
    parser = command(commands, shared, "apply", apply, about, examples)
    parser.add_argument("file", metavar="FILE", help=_TABLE)
    parser.add_argument("--group", help="the group, by name or id, of rows that name none")
    parser.add_argument("--action", choices=("add", "remove"), help="what is done for rows without an action")
    _applying(parser)


def _register_plan(commands: Commands, shared: ArgumentParser) -> None:
    about = "show who would be added and who taken out, so that groups become what a table says"
    examples = """staff.csv
staff.csv --save staff.plan"""
    parser = command(commands, shared, "plan", plan, about, examples)
    parser.add_argument("file", metavar="FILE", help=_TABLE)
    _planning(parser)
    parser.add_argument("--save", metavar="PLAN", help="write the plan to this file, for sync")


def _register_sync(commands: Commands, shared: ArgumentParser) -> None:
    about = "make groups what a table says: add who is missing, take out who is not in it"
    examples = """staff.csv --dry-run
staff.csv --journal staff.journal
--plan staff.plan"""
    parser = command(commands, shared, "sync", sync, about, examples)
    sources = parser.add_mutually_exclusive_group(required=True)
    sources.add_argument("file", metavar="FILE", nargs="?", help=_TABLE)
    sources.add_argument(
        "--plan", metavar="PLAN", help="a plan that was saved; what it may do is to be said again"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only show the plan, and whether it is still right"
    )
    _planning(parser)
    _applying(parser)


def apply(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Make the changes of a table."""
    roster = _roster(_content(arguments.file), output)

    def work(progress: ProgressBar | None) -> Report:
        return seam.acs.memberships.apply(
            roster, group=arguments.group, action=arguments.action, progress=progress, **_how(arguments)
        )

    return _shown(work, "apply", arguments, output)


def plan(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Show what syncing would do."""
    made = _plan(seam, _content(arguments.file), arguments, output)
    if arguments.save:
        made.save(arguments.save)
    output.text(made.to_table(), made.to_json())
    return 0


def sync(seam: Seam, arguments: Namespace, output: Output) -> int:
    """Make groups what a table says."""
    from seam_acs import Plan

    said: dict[str, Any] = {}
    if arguments.plan is None:
        made = _plan(seam, _content(arguments.file), arguments, output)
    else:
        made = Plan.load(arguments.plan)
        said = _said(arguments)
        if arguments.dry_run:
            seam.acs.memberships.sync(made, dry_run=True, **said)
    if arguments.dry_run:
        output.text(made.to_table(), made.to_json())
        output.remark("Nothing was changed: this was a dry run.")
        return 0
    if not output.as_json:
        output.text(made.to_table(), "")

    def work(progress: ProgressBar | None) -> Report:
        return seam.acs.memberships.sync(made, progress=progress, **said, **_how(arguments))

    return _shown(work, "sync", arguments, output)


def _planning(parser: ArgumentParser) -> None:
    options = parser.add_argument_group("what the plan may do")
    options.add_argument("--group", help="the group, by name or id, of a table without groups")
    options.add_argument("--additive", action="store_true", help="leave members who are not in the table")
    options.add_argument("--removes-first", action="store_true", help="take out before adding")
    options.add_argument(
        "--empty",
        action="append",
        default=[],
        metavar="GROUP",
        help="empty this group, which the table does not name; may be given several times",
    )
    options.add_argument(
        "--allow-mass-removal",
        action="store_true",
        help="take out more than the larger of 5 people and 20 %% of the members",
    )
    options.add_argument(
        "--allow-emptying",
        action="store_true",
        help="leave a group that has members without any, or take a table without anybody",
    )
    options.add_argument(
        "--max-additions",
        metavar="LIMIT",
        help="add at most so many to a group, and in all: 10, or 10%% of the members",
    )
    options.add_argument("--max-removals", metavar="LIMIT", help="take out at most so many, likewise")


def _applying(parser: ArgumentParser) -> None:
    options = parser.add_argument_group("how the changes are made")
    options.add_argument(
        "--journal",
        metavar="FILE",
        help="note outcomes in this file; the same list goes on from it after a crash",
    )
    options.add_argument("--report", metavar="FILE", help="write what became of each change: .json, else CSV")
    options.add_argument("--ceiling", type=int, metavar="N", help="at most N requests at once (64)")
    options.add_argument(
        "--deadline", type=float, metavar="SECONDS", help="stop after so long, with a report"
    )


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    with open(name, "rb") as file:
        return file.read()


def _roster(content: bytes, output: Output) -> Roster:
    from seam_acs import Roster

    roster = Roster(content)
    if roster.ignored_columns:
        output.remark(f"Columns that were not used: {', '.join(roster.ignored_columns)}")
    return roster


def _plan(seam: Seam, content: bytes, arguments: Namespace, output: Output) -> Plan:
    from seam_acs import SeamGuardError

    try:
        return seam.acs.memberships.plan(
            _roster(content, output),
            group=arguments.group,
            mode="additive" if arguments.additive else "exact",
            order="removes_first" if arguments.removes_first else "adds_first",
            empties=arguments.empty,
            allow_mass_removal=arguments.allow_mass_removal,
            allow_emptying=arguments.allow_emptying,
            max_additions=arguments.max_additions,
            max_removals=arguments.max_removals,
        )
    except SeamGuardError as refused:
        # What would have happened, before the words that refuse it.
        if refused.plan is not None:
            output.text(refused.plan.to_table(), refused.plan.to_json())
        raise


def _said(arguments: Namespace) -> dict[str, Any]:
    """What the options say of a plan that was saved: it must not be another, and what it may do."""
    return {
        "group": arguments.group,
        "mode": "additive" if arguments.additive else None,
        "order": "removes_first" if arguments.removes_first else None,
        "empties": arguments.empty,
        "allow_mass_removal": arguments.allow_mass_removal,
        "allow_emptying": arguments.allow_emptying,
        "max_additions": arguments.max_additions,
        "max_removals": arguments.max_removals,
    }


def _how(arguments: Namespace) -> dict[str, Any]:
    return {
        "journal": arguments.journal,
        "ceiling": arguments.ceiling,
        "deadline": arguments.deadline,
    }


def _shown(
    work: Callable[[ProgressBar | None], Report], title: str, arguments: Namespace, output: Output
) -> int:
    """Do the work under a bar, and keep its report however it ends."""
    from seam_acs import SeamError

    try:
        with ProgressBar(title) as progress:
            report = work(progress)
    except SeamError as error:
        _keep(error.report, arguments)
        raise
    except KeyboardInterrupt as stopped:
        _keep(getattr(stopped.__cause__, "report", None), arguments)
        raise
    _keep(report, arguments)
    output.report(report)
    return 0


def _keep(report: Report | None, arguments: Namespace) -> None:
    if report is None or not arguments.report:
        return
    from seam_acs.private_file import write_private

    is_json = arguments.report.endswith(".json")
    write_private(arguments.report, report.to_json() if is_json else report.to_csv())
