"""``completion``: what a shell needs to finish words."""

from __future__ import annotations

from argparse import SUPPRESS, RawDescriptionHelpFormatter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from .commands import Commands
    from .output import Output

EPILOG = """examples:
  eval "$(seam-acs completion bash)"       # in ~/.bashrc
  eval "$(seam-acs completion zsh)"        # in ~/.zshrc, after compinit
  seam-acs completion fish | source        # in config.fish"""


def register(commands: Commands) -> None:
    """Add the command."""
    about = "print what a shell needs to complete seam-acs"
    parser = commands.add_parser(
        "completion",
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=tuple(_SHELLS))

    def run(arguments: Namespace, output: Output) -> int:
        print(_SHELLS[arguments.shell](words_of(commands)), end="")
        return 0

    parser.set_defaults(run=run, needs_seam=False)


def words_of(commands: Commands) -> dict[str, list[str]]:
    """Each command with its options, as the parsers know them."""
    return {name: _options(parser) for name, parser in commands.choices.items()}


def _options(parser: ArgumentParser) -> list[str]:
    shown = [action for action in parser._actions if action.help is not SUPPRESS]
    return [word for action in shown for word in action.option_strings if word.startswith("--")]


def _bash(words: dict[str, list[str]]) -> str:
    cases = "\n".join(f"        {name}) words='{' '.join(options)}' ;;" for name, options in words.items())
    return f"""_seam_acs() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" words=''
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '{" ".join(words)} --help --version' -- "$current"))
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
    case "$current" in
        -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    esac
}}
complete -o default -F _seam_acs seam-acs
"""


def _zsh(words: dict[str, list[str]]) -> str:
    cases = "\n".join(f"        {name}) compadd -- {' '.join(options)} ;;" for name, options in words.items())
    return f"""_seam_acs() {{
    if (( CURRENT == 2 )); then
        compadd -- {" ".join(words)} --help --version
        return
    fi
    if [[ $PREFIX != -* ]]; then
        _files
        return
    fi
    case $words[2] in
{cases}
    esac
}}
compdef _seam_acs seam-acs
"""


def _fish(words: dict[str, list[str]]) -> str:
    lines = [f"complete -c seam-acs -n __fish_use_subcommand -f -a '{' '.join(words)}'"]
    for name, options in words.items():
        condition = f"'__fish_seen_subcommand_from {name}'"
        lines += [f"complete -c seam-acs -n {condition} -l {option[2:]}" for option in options]
    return "\n".join(lines) + "\n"


_SHELLS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
