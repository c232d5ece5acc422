"""The guide's two calls, and the programs that show them, against the sandbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sandbox import ENGINEERING, NEWCOMER, REPOSITORY, Sandbox
from seam_acs import Seam, SeamHttpApiError

EXAMPLES = REPOSITORY / "bindings-python" / "examples"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def seam(sandbox: Sandbox) -> Seam:
    return Seam(api_key=sandbox.api_key, endpoint=sandbox.endpoint)


def test_add_puts_the_user_into_the_group_and_remove_takes_them_out(seam: Seam, sandbox: Sandbox) -> None:
    seam.acs.users.add_to_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    assert NEWCOMER in sandbox.members()
    seam.acs.users.remove_from_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    assert NEWCOMER not in sandbox.members()


def test_the_group_methods_do_the_same_by_user_identity(seam: Seam, sandbox: Sandbox) -> None:
    identity = seam.acs.users.get(acs_user_id=NEWCOMER).user_identity_id
    seam.acs.access_groups.add_user(user_identity_id=identity, acs_access_group_id=ENGINEERING)
    assert NEWCOMER in sandbox.members()
    seam.acs.access_groups.remove_user(user_identity_id=identity, acs_access_group_id=ENGINEERING)
    assert NEWCOMER not in sandbox.members()


def test_what_a_user_can_open_follows_once_the_push_has_arrived(seam: Seam, sandbox: Sandbox) -> None:
    sandbox.ask("POST", "switches", {"push_delay_ms": None})

    def doors() -> set[str]:
        return {e.display_name for e in seam.acs.users.list_accessible_entrances(acs_user_id=NEWCOMER)}

    assert "Server room" not in doors()
    seam.acs.users.add_to_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    user = seam.acs.users.get(acs_user_id=NEWCOMER)
    assert [mutation.mutation_code for mutation in user.pending_mutations or []] == [
        "updating_group_membership"
    ]
    sandbox.ask("POST", "finish_pushes")
    assert "Server room" in doors()


def test_every_read_answers(seam: Seam) -> None:
    users = seam.create_paginator(seam.acs.users.list, {"limit": 2}).flatten_to_list()
    assert NEWCOMER in {user.acs_user_id for user in users}
    assert len({user.acs_user_id for user in users}) == len(users) > 2
    system = seam.acs.systems.list()[0]
    assert seam.acs.systems.get(acs_system_id=system.acs_system_id) == system
    group = seam.acs.access_groups.get(acs_access_group_id=ENGINEERING)
    assert group in seam.acs.access_groups.list(acs_system_id=group.acs_system_id)
    opened = seam.acs.access_groups.list_accessible_entrances(acs_access_group_id=ENGINEERING)
    assert {entrance.display_name for entrance in opened} >= {"Server room"}
    assert len(seam.acs.entrances.list(acs_system_id=group.acs_system_id)) >= len(opened)
    member = seam.acs.access_groups.list_users(acs_access_group_id=ENGINEERING)[0]
    assert group in seam.acs.access_groups.list(acs_user_id=member.acs_user_id)


def test_unknown_group_is_an_error_with_code_and_request_id(seam: Seam) -> None:
    with pytest.raises(SeamHttpApiError) as raised:
        seam.acs.users.remove_from_access_group(acs_user_id=NEWCOMER, acs_access_group_id=NOBODY)
    error = raised.value
    assert (error.code, error.status_code) == ("acs_access_group_not_found", 404)
    assert error.request_id and error.request_id == seam.last_request_id
    assert not error.outcome_unknown


def test_check_and_the_hatch_reach_the_server(seam: Seam) -> None:
    seam.check()
    assert seam.last_request_id
    assert seam.request("/acs/users/get", {"acs_user_id": NEWCOMER})["acs_user"]["acs_user_id"] == NEWCOMER


def run(program: str, sandbox: Sandbox, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(Path(EXAMPLES) / program), *arguments],
        env=sandbox.environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_quick_start_works_as_printed_in_the_readme(sandbox: Sandbox) -> None:
    program = (EXAMPLES / "quick_start.py").read_text(encoding="utf-8")
    assert program in (REPOSITORY / "bindings-python" / "README.md").read_text(encoding="utf-8")
    done = run("quick_start.py", sandbox)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Recorded by Seam; the access system follows.\n"
    assert NEWCOMER in sandbox.members()


def test_everybodys_doors_works_as_printed_in_the_readme(sandbox: Sandbox) -> None:
    program = (EXAMPLES / "everybodys_doors.py").read_text(encoding="utf-8")
    assert program in (REPOSITORY / "bindings-python" / "README.md").read_text(encoding="utf-8")
    done = run("everybodys_doors.py", sandbox)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ada Lindqvist: Main entrance, Lift to floors 2-4, Bicycle garage\n" in done.stdout
    assert len(done.stdout.splitlines()) == len(sandbox.ask("GET", "state")["users"])


def test_assign_shows_the_doors_before_while_and_after(sandbox: Sandbox) -> None:
    done = run("assign.py", sandbox, "--user", NEWCOMER, "--group", ENGINEERING)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    arrived = [line for line in lines if line.startswith("  The push has arrived: ")]
    assert len(arrived) == 2
    assert "Server room" in arrived[0] and "Server room" not in arrived[1]
    assert sum("Recorded by Seam (request " in line for line in lines) == 2
    assert any("NOT_FOUND (-5003), from Seam: acs_access_group_not_found" in line for line in lines)
    assert NEWCOMER not in sandbox.members()


def test_assign_says_that_nothing_changed_when_nothing_changed(sandbox: Sandbox) -> None:
    sandbox.ask("POST", "switches", {"ignore_changes": True})
    done = run("assign.py", sandbox, "--user", NEWCOMER, "--group", ENGINEERING)
    assert "Nothing changed: " in done.stdout
    assert "The push has arrived" not in done.stdout


def test_assign_leaves_a_member_alone(sandbox: Sandbox) -> None:
    member = sandbox.members()[0]
    done = run("assign.py", sandbox, "--user", member, "--group", ENGINEERING)
    assert done.returncode == 2
    assert "already, so this program stops here. Nothing was changed." in done.stdout
    assert member in sandbox.members()


def test_assign_goes_on_where_a_server_does_not_say_which_doors(sandbox: Sandbox) -> None:
    sandbox.ask("POST", "switches", {"not_served": ["/acs/users/list_accessible_entrances"]})
    done = run("assign.py", sandbox, "--user", NEWCOMER, "--group", ENGINEERING)
    assert done.returncode == 0
    assert "This server does not say which doors." in done.stdout
    assert NEWCOMER not in sandbox.members()


def test_assign_says_what_state_it_left_when_taking_out_fails(sandbox: Sandbox) -> None:
    path = "/acs/users/remove_from_access_group"
    sandbox.ask("POST", "faults", {"path": path, "kind": "status", "status": 503, "times": None})
    done = run("assign.py", sandbox, "--user", NEWCOMER, "--group", ENGINEERING)
    assert done.returncode == 8
    assert "may still be in" in done.stdout
