"""How the files of this folder add their commands."""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter

from .exit_codes import MEANINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction
    from collections.abc import Callable

    from typing_extensions import TypeAlias

    Commands: TypeAlias = _SubParsersAction[ArgumentParser]


def command(
    commands: Commands,
    shared: ArgumentParser,
    name: str,
    run: Callable[..., int],
    about: str,
    examples: str,
) -> ArgumentParser:
    """Add one command that talks to Seam."""
    lines = "\n".join(f"  seam-acs {name} {example}".rstrip() for example in examples.splitlines())
    parser = commands.add_parser(
        name,
        parents=[shared],
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"examples:\n{lines}\n\n{MEANINGS}",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run, needs_seam=True)
    return parser
