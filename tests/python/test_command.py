"""The command ``seam-acs``: what it does, prints and ends with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from sandbox import ENGINEERING, NEWCOMER, Sandbox
from seam_acs import Plan

Command = Callable[..., "subprocess.CompletedProcess[str]"]
PERSON, GROUP = "ADA.lindqvist@harbour.example", "Engineering"
COMMANDS = (
    "check",
    "add",
    "remove",
    "members",
    "groups",
    "doors",
    "who-can-open",
    "apply",
    "plan",
    "sync",
    "wait",
    "outbox",
    "completion",
)
FAMILIES = range(10)


@pytest.fixture
def seam_acs(sandbox: Sandbox) -> Command:
    def run(*words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "seam_acs.command", *words],
            env={**sandbox.environment(), **environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def table(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_the_package_installs_the_command() -> None:
    scripts = entry_points()
    found = (
        scripts.select(group="console_scripts", name="seam-acs")
        if hasattr(scripts, "select")
        else [script for script in scripts["console_scripts"] if script.name == "seam-acs"]
    )
    from seam_acs.command import main

    assert [script.load() for script in found] == [main]


def test_add_and_remove_say_what_seam_recorded_and_what_was_so_already(
    seam_acs: Command, sandbox: Sandbox
) -> None:
    done = seam_acs("add", PERSON, GROUP)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Recorded by Seam; the access system follows. (request request")
    assert NEWCOMER in sandbox.members()
    sandbox.ask("POST", "finish_pushes")
    done = seam_acs("add", "Ada Lindqvist", ENGINEERING)
    assert (done.returncode, done.stdout) == (0, "Seam has the user in the group already.\n")
    done = seam_acs("remove", NEWCOMER, GROUP, "--wait", "20")
    assert done.returncode == 0
    assert "The access system has followed: the user is not in the group." in done.stdout
    assert NEWCOMER not in sandbox.members()


def test_nine_is_the_end_of_a_wait_that_saw_nothing(seam_acs: Command, sandbox: Sandbox) -> None:
    sandbox.ask("POST", "switches", {"push_delay_ms": None})
    done = seam_acs("add", PERSON, GROUP, "--wait", "0.3", "--json")
    assert done.returncode == 9
    assert json.loads(done.stdout)["waited"]["state"] == "still_pending"
    sandbox.ask("POST", "finish_pushes")
    sandbox.ask("POST", "switches", {"pending_entry": "never"})
    done = seam_acs("wait", PERSON, GROUP, "--settle", "0.2")
    assert done.returncode == 9
    assert "nothing showed the access system following" in done.stdout


def test_questions_are_answered_with_tables(seam_acs: Command) -> None:
    done = seam_acs("members", GROUP)
    assert done.stdout.splitlines()[0].split() == ["NAME", "E-MAIL", "ACS", "USER"]
    assert "Björn Okafor  bjorn.okafor@harbour.example  " in done.stdout
    assert "Lobby and lifts" in seam_acs("groups", "bjorn.okafor@HARBOUR.example").stdout
    doors = seam_acs("doors", "Björn Okafor").stdout
    assert "Server room         Engineering                   yes" in doors
    done = seam_acs("who-can-open", "Control room")
    assert "Daniel Weiss  Night shift (from 2025-01-01T22:00:00.000Z until" in done.stdout
    assert done.stderr == ""


def test_json_is_what_the_api_says(seam_acs: Command) -> None:
    (member,) = json.loads(seam_acs("members", GROUP, "--json").stdout)
    assert member["full_name"] == "Björn Okafor"
    doors = json.loads(seam_acs("doors", member["acs_user_id"], "--json").stdout)
    assert {door["through"][0]["name"] for door in doors} == {"Engineering", "Lobby and lifts"}
    assert json.loads(seam_acs("check", "--json").stdout)["ok"] is True
    assert json.loads(seam_acs("groups", member["acs_user_id"], "--json").stdout)


@pytest.mark.usefixtures("seed")
def test_a_name_that_several_answer_to_is_an_error_that_lists_them(
    seam_acs: Command, sandbox: Sandbox
) -> None:
    seed = sandbox.ask("GET", "seed")
    twin = dict(seed["users"][1], acs_user_id="33333333-3333-3333-3333-000000000099", email_address=None)
    sandbox.ask("PUT", "seed", {**seed, "users": [*seed["users"], twin]})
    for words in (["groups", "Björn Okafor"], ["add", "Björn Okafor", GROUP]):
        done = seam_acs(*words)
        assert done.returncode == 2
        assert twin["acs_user_id"] in done.stderr and seed["users"][1]["acs_user_id"] in done.stderr
    assert seam_acs("groups", "bjorn.okafor@harbour.example").returncode == 0


@pytest.mark.parametrize(
    "words",
    [("groups", "Nobody"), ("members", "Nowhere"), ("who-can-open", "Narnia"), ("add", "Nobody", GROUP)],
)
def test_what_nobody_answers_to_is_an_error_that_says_so(words: tuple[str, ...], seam_acs: Command) -> None:
    done = seam_acs(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert words[1] in done.stderr


def test_sync_plans_guards_and_applies(seam_acs: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    (member,) = sandbox.members()
    staff = table(tmp_path, "E-Mail;email;group", f"x;{PERSON};{GROUP}")
    done = seam_acs("sync", staff, "--dry-run")
    assert done.returncode == 0
    assert "+ Ada Lindqvist" in done.stdout and "- Björn Okafor" in done.stdout
    assert "Columns that were not used: E-Mail" in done.stderr and "dry run" in done.stderr
    assert sandbox.members() == [member]
    done = seam_acs("sync", staff, "--report", str(tmp_path / "report.csv"))
    assert done.returncode == 0
    assert "2 changes: 2 recorded by Seam" in done.stdout
    assert sandbox.members() == [NEWCOMER]
    assert (tmp_path / "report.csv").read_text(encoding="utf-8").count("applied") == 2
    done = seam_acs("sync", table(tmp_path, "email"), "--group", GROUP)
    assert done.returncode == 7
    assert "--allow-emptying" in done.stderr and "- Ada Lindqvist" in done.stdout
    done = seam_acs("plan", table(tmp_path, "email"), "--group", GROUP, "--json")
    assert done.returncode == 7
    assert len(json.loads(done.stdout)["groups"][0]["remove"]) == 1
    assert json.loads(done.stderr)["error"]["name"] == "GUARD"
    assert sandbox.members() == [NEWCOMER]


def test_a_saved_plan_is_synced_later(seam_acs: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    saved = str(tmp_path / "plan.json")
    done = seam_acs("plan", "-", "--additive", "--save", saved, stdin=f"email,group\n{PERSON},{GROUP}\n")
    assert (done.returncode, Plan.load(saved).adds) == (0, 1)
    assert os.stat(saved).st_mode & 0o777 == 0o600
    assert seam_acs("sync", saved).returncode == 2, "a plan is taken where one is asked for"
    done = seam_acs("sync", "--plan", saved, "--group", "Night shift")
    assert (done.returncode, sandbox.members().count(NEWCOMER)) == (2, 0)
    assert "group contradicts the plan" in done.stderr
    done = seam_acs("sync", "--plan", saved, "--dry-run")
    assert (done.returncode, sandbox.members().count(NEWCOMER)) == (0, 0)
    assert "+ Ada Lindqvist" in done.stdout and "dry run" in done.stderr
    done = seam_acs("sync", "--plan", saved, "--json")
    assert json.loads(done.stdout)["totals"]["applied"] == 1
    assert NEWCOMER in sandbox.members()


def test_apply_ends_with_six_and_shows_what_was_not_made(
    seam_acs: Command, sandbox: Sandbox, tmp_path: Path
) -> None:
    nowhere = "44444444-4444-4444-4444-000000000000"
    changes = table(
        tmp_path,
        "acs_user_id,acs_access_group_id,action",
        f"{NEWCOMER},{ENGINEERING},add",
        f"{NEWCOMER},{nowhere},add",
    )
    done = seam_acs("apply", changes)
    assert done.returncode == 6
    assert f"change 2 (add {NEWCOMER} {nowhere}, line 3) failed: " in done.stdout
    assert "1 recorded by Seam, 0 already so, 1 failed" in done.stdout
    done = seam_acs("apply", changes, "--json")
    assert json.loads(done.stdout)["totals"]["failed"] == 1
    assert json.loads(done.stderr)["error"]["name"] == "PARTIAL"
    assert NEWCOMER in sandbox.members()


def test_no_progress_bar_and_no_escape_sequence_without_a_terminal(
    seam_acs: Command, sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.ask("POST", "switches", {"latency_ms": 200})
    done = seam_acs("apply", table(tmp_path, "email,group,action", f"{PERSON},{GROUP},add"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout and "\r" not in done.stdout


@pytest.mark.usefixtures("seed")
def test_names_cannot_command_the_terminal(seam_acs: Command, sandbox: Sandbox) -> None:
    seed = sandbox.ask("GET", "seed")
    users = [{**seed["users"][1], "full_name": "\x1b[2JMallory\x07"}]
    groups = [{**group, "members": [users[0]["acs_user_id"]]} for group in seed["groups"][:1]]
    sandbox.ask("PUT", "seed", {**seed, "users": users, "groups": groups})
    done = seam_acs("members", GROUP)
    assert "Mallory" in done.stdout and "\x1b" not in done.stdout and "\x07" not in done.stdout


@pytest.mark.parametrize(
    ("environment", "code", "text"),
    [
        ({"SEAM_API_KEY": ""}, 2, "Must specify an api_key"),
        ({"SEAM_API_KEY": "wrong"}, 2, "expected token to start with seam_"),
        ({"SEAM_API_KEY": "seam_unknown"}, 5, "credentials"),
        ({"SEAM_ENDPOINT": "http://127.0.0.1:9"}, 4, "no connection"),
    ],
)
def test_exit_codes_are_the_family_of_the_status(
    environment: dict[str, str], code: int, text: str, seam_acs: Command
) -> None:
    done = seam_acs("check", "--timeout", "2", **environment)
    assert (done.returncode, done.stdout) == (code, "")
    assert text in done.stderr


def test_eight_says_that_nobody_knows(seam_acs: Command, sandbox: Sandbox) -> None:
    fault = {"path": "/acs/users/add_to_access_group", "kind": "drop", "at": "before_applying", "times": None}
    sandbox.ask("POST", "faults", fault)
    done = seam_acs("add", PERSON, GROUP, "--timeout", "1")
    assert (done.returncode, done.stdout) == (8, "")
    assert "may" in done.stderr


def test_a_key_is_no_argument(seam_acs: Command) -> None:
    for word in ("--api-key", "--key", "--token"):
        done = seam_acs("check", word, "seam_x")
        assert done.returncode == 2 and "unexpected argument" in done.stderr


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_has_examples_and_exit_codes(command: tuple[str, ...], seam_acs: Command) -> None:
    done = seam_acs(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "examples:\n  " in done.stdout
    if command != ("completion",):
        assert all(f"\n  {code}  " in done.stdout for code in FAMILIES)


def test_a_reader_who_has_seen_enough_causes_no_complaint(sandbox: Sandbox) -> None:
    done = subprocess.run(
        f"{sys.executable} -m seam_acs.command sync --help | head -1",
        shell=True,
        env=sandbox.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""


def test_bash_completes_commands_and_options(seam_acs: Command) -> None:
    script = seam_acs("completion", "bash").stdout
    ask = (
        "COMP_WORDS=({words}); COMP_CWORD={place};"
        ' _seam__acs seam-acs "${{COMP_WORDS[{place}]}}" "${{COMP_WORDS[{place}-1]}}";'
        ' echo "${{COMPREPLY[@]}}"'
    )
    for words, place, expected in (
        ("seam-acs ''", 1, {*COMMANDS, "--help", "--version"}),
        ("seam-acs who", 1, {"who-can-open"}),
        ("seam-acs sync --dr", 2, {"--dry-run"}),
        ("seam-acs apply --jo", 2, {"--journal"}),
    ):
        done = subprocess.run(
            ["bash", "-c", script + ask.format(words=words, place=place)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert expected <= set(done.stdout.split())


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_every_command_and_option(shell: str, seam_acs: Command) -> None:
    script = seam_acs("completion", shell).stdout
    assert all(word in script for word in (*COMMANDS, "allow-mass-removal"))


def test_it_loads_no_asyncio_and_no_client_before_it_needs_one() -> None:
    program = (
        "import sys\nfrom seam_acs.command import main\n"
        "try: main(['--version'])\nexcept SystemExit: pass\n"
        "print(*{'asyncio', 'json', 'ssl', 'http', 'urllib', 'typing'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.split("\n", 1)[1].strip() == ""
