"""``seam-acs`` in a terminal: the bar, Ctrl-C, the prompt for a key."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from sandbox import ENGINEERING, Sandbox
from terminal import Terminal

COMMAND = [sys.executable, "-m", "seam_acs.command"]
SYSTEM = "11111111-1111-1111-1111-111111111111"


def staffed(sandbox: Sandbox, tmp_path: Path, count: int = 60) -> str:
    """Many people in the sandbox, none of them in the group, and a table that wants them there."""
    seed = sandbox.ask("GET", "seed")
    people = [
        {
            "acs_user_id": f"33333333-3333-3333-3333-{number:012}",
            "acs_system_id": SYSTEM,
            "full_name": f"Person {number}",
            "email_address": f"person{number}@harbour.example",
        }
        for number in range(1000, 1000 + count)
    ]
    group = {**seed["groups"][0], "members": [person["acs_user_id"] for person in people[: count // 2]]}
    sandbox.ask("PUT", "seed", {**seed, "users": people, "groups": [group], "user_identities": []})
    table = tmp_path / "staff.csv"
    wanted = "\n".join(f"{person['email_address']},Engineering" for person in people[count // 2 :])
    table.write_text(f"email,group\n{wanted}\n", encoding="utf-8")
    return str(table)


@pytest.mark.usefixtures("seed")
def test_sync_shows_plan_guard_bar_and_sums(sandbox: Sandbox, tmp_path: Path) -> None:
    table = staffed(sandbox, tmp_path)
    environment = sandbox.environment()
    members = sandbox.members()
    with Terminal.running([*COMMAND, "sync", table, "--dry-run"], environment) as terminal:
        assert terminal.end() == 7
        refused = "\n".join(terminal.screen())
    # What would have happened, and then why it does not.
    assert "30 to add, 30 to remove, 0 stay" in refused
    assert refused.index("- Person 1000") < refused.index("would lose 30 of its 30 members")
    assert sandbox.members() == members
    sandbox.ask("POST", "switches", {"latency_ms": 60})
    command = [*COMMAND, "sync", table, "--allow-mass-removal", "--ceiling", "4"]
    with Terminal.running(command, environment) as terminal:
        terminal.wait_for('Only "yes" is accepted: ')
        terminal.type("yes\n")
        terminal.wait_for(r"sync \[#+\.+\] [1-9]\d* of 60, 0 failed, \d+/s, \d+ at once")
        assert terminal.end() == 0
        screen = terminal.screen()
    assert any("30 to add, 30 to remove, 0 stay" in line for line in screen)
    assert "60 changes: 60 recorded by Seam, 0 already so, 0 failed" in "\n".join(screen)
    # The bar is gone when the work has ended.
    assert not any(re.search(r"\[#", line) for line in screen)
    assert len(sandbox.members(ENGINEERING)) == 30 and not set(members) & set(sandbox.members())


@pytest.mark.usefixtures("seed")
def test_ctrl_c_ends_a_list_with_its_report(sandbox: Sandbox, tmp_path: Path) -> None:
    table = staffed(sandbox, tmp_path)
    sandbox.ask("POST", "faults", {"skip": 10, "times": None, "hold": True, "path": "/acs/users/a*"})
    report = tmp_path / "report.csv"
    command = [*COMMAND, "sync", table, "--additive", "--ceiling", "4", "--report", str(report), "--yes"]
    with Terminal.running(command, sandbox.environment()) as terminal:
        terminal.wait_for("10 of 30")
        terminal.type("\x03")
        assert terminal.end() == 6
        screen = "\n".join(terminal.screen())
    assert "30 changes: 10 recorded by Seam" in screen
    assert "4 in doubt, 16 not attempted" in screen
    assert "Traceback" not in screen
    assert report.read_text(encoding="utf-8").count(",applied,") == 10


def test_a_key_is_asked_for_and_not_shown(sandbox: Sandbox) -> None:
    environment = {**sandbox.environment(), "SEAM_API_KEY": ""}
    with Terminal.running([*COMMAND, "check"], environment) as terminal:
        terminal.wait_for("Seam API key: ")
        terminal.type(f"{sandbox.api_key}\n")
        assert terminal.end() == 0
    assert "accepts the credentials" in terminal.written
    assert sandbox.api_key not in terminal.written
