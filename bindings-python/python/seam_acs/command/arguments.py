"""The words that the command understands."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter

from seam_acs import __version__

from . import changing, checking, completion, questions, rosters, waiting
from .exit_codes import MEANINGS

EXAMPLES = """examples:
  seam-acs check
  seam-acs add ada.lindqvist@harbour.example "Engineering"
  seam-acs doors "Ada Lindqvist"
  seam-acs sync staff.csv --dry-run
  seam-acs sync staff.csv --journal staff.journal
  seam-acs wait ada.lindqvist@harbour.example "Engineering" --for 60

The key is read from SEAM_API_KEY (or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID), else it is asked
for. Users are named by id, e-mail address or name, groups and entrances by id or name, where only one answers
to it.
"""


def parser_of() -> ArgumentParser:
    """The parser of the whole command."""
    parser = ArgumentParser(
        prog="seam-acs",
        description="Decide who may open which doors: ACS users in access groups, through Seam's API.",
        epilog=f"{EXAMPLES}\n{MEANINGS}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"seam-acs {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    shared = _shared()
    for group in (checking, changing, questions, rosters, waiting):
        group.register(commands, shared)
    completion.register(commands)
    return parser


def _shared() -> ArgumentParser:
    """The options of every command that talks to Seam."""
    shared = ArgumentParser(add_help=False)
    options = shared.add_argument_group("connection and output")
    options.add_argument("--json", action="store_true", help="print JSON for programs instead of a table")
    options.add_argument("--endpoint", metavar="URL", help="where Seam's API is (SEAM_ENDPOINT)")
    options.add_argument(
        "--timeout", type=float, default=30.0, metavar="SECONDS", help="the deadline of one call (30)"
    )
    options.add_argument("--audit-log", metavar="FILE", help="append two JSON lines a change to this file")
    options.add_argument("--actor", metavar="WHO", help="who makes the changes, for the audit log")
    options.add_argument("--reason", metavar="WHY", help="why they are made, for the audit log")
    return shared
