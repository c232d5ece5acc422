"""The README's shell session and script: dry run, guard and progress over one table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox import NEWCOMER, REPOSITORY, Sandbox
from terminal import Terminal

BINDING = REPOSITORY / "bindings-python"
EXAMPLES = BINDING / "examples"


def run(command: list[str], sandbox: Sandbox, path: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**sandbox.environment(), "PATH": f"{path}:{os.environ['PATH']}"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def a_copy_of_the_table(tmp_path: Path) -> str:
    return str(shutil.copy(EXAMPLES / "staff.csv", tmp_path))


def crowded(sandbox: Sandbox) -> None:
    """So many members that the table does not name that a guard refuses to take them out."""
    seed = sandbox.ask("GET", "seed")
    crowd = [
        {
            "acs_user_id": f"33333333-3333-3333-3333-{number:012}",
            "acs_system_id": seed["groups"][0]["acs_system_id"],
            "full_name": f"Person {number}",
        }
        for number in range(1000, 1030)
    ]
    first = {**seed["groups"][0], "members": [person["acs_user_id"] for person in crowd]}
    groups = [first, *seed["groups"][1:]]
    sandbox.ask("PUT", "seed", {**seed, "users": [*seed["users"], *crowd], "groups": groups})


def test_the_readme_shows_both() -> None:
    readme = (BINDING / "README.md").read_text(encoding="utf-8")
    for name in ("reconcile.py", "reconcile.sh"):
        assert (EXAMPLES / name).read_text(encoding="utf-8") in readme


@pytest.fixture
def shell(tmp_path: Path) -> str:
    """A folder with the command, as an installed package brings it."""
    script = tmp_path / "bin" / "seam-acs"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m seam_acs.command "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return str(script.parent)


def test_the_shell_session_reconciles_and_shows_it_on_the_screen(
    sandbox: Sandbox, tmp_path: Path, shell: str
) -> None:
    table = a_copy_of_the_table(tmp_path)
    sandbox.ask("POST", "switches", {"latency_ms": 150})
    environment = {**sandbox.environment(), "PATH": f"{shell}:{os.environ['PATH']}"}
    with Terminal.running(["sh", str(EXAMPLES / "reconcile.sh"), table], environment) as terminal:
        terminal.wait_for(r"sync \[\.+\] 0 of 3, 0 failed")
        assert terminal.end() == 0
        screen = "\n".join(terminal.screen())
    assert "accepts the credentials" in screen
    assert screen.count("+ Ada Lindqvist") == 2 and screen.count("this was a dry run") == 1
    assert "3 changes: 3 recorded by Seam" in screen and "sync [" not in screen
    assert NEWCOMER in sandbox.members()
    assert Path(f"{table}.report.csv").read_text(encoding="utf-8").count(",applied,") == 3
    assert Path(f"{table}.journal").exists(), "for the next night"


@pytest.mark.usefixtures("seed")
@pytest.mark.parametrize("kind", ["shell", "python"])
def test_a_guard_stops_both_before_anything_is_changed(
    kind: str, sandbox: Sandbox, tmp_path: Path, shell: str
) -> None:
    crowded(sandbox)
    before = sandbox.members()
    program = {
        "shell": ["sh", str(EXAMPLES / "reconcile.sh")],
        "python": [sys.executable, str(EXAMPLES / "reconcile.py")],
    }[kind]
    done = run([*program, a_copy_of_the_table(tmp_path)], sandbox, shell)
    assert done.returncode == {"shell": 7, "python": 1}[kind]
    assert "would lose 30 of its 30 members" in done.stderr
    assert {"shell": "--allow-mass-removal", "python": "allow_mass_removal"}[kind] in done.stderr
    assert "- Person 1000" in done.stdout and "30 to remove" in done.stdout
    assert sandbox.members() == before


def test_the_script_reconciles(sandbox: Sandbox, tmp_path: Path) -> None:
    table = a_copy_of_the_table(tmp_path)
    command = [sys.executable, str(EXAMPLES / "reconcile.py"), table]
    before = sandbox.members()
    done = run([*command, "--dry-run"], sandbox)
    assert "+ Ada Lindqvist" in done.stdout and "dry run" in done.stderr
    assert sandbox.members() == before
    done = run(command, sandbox)
    assert done.returncode == 0, done
    assert "of 3, 0 failed" in done.stdout
    assert "3 changes were recorded by Seam; the access system follows." in done.stdout
    assert NEWCOMER in sandbox.members()
