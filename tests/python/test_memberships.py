"""``seam.acs.memberships``: lists, rosters and queries, against the sandbox."""

from __future__ import annotations

import io
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Connect
from sandbox import ENGINEERING, NEWCOMER, Sandbox
from seam_acs import (
    Plan,
    Report,
    Roster,
    Seam,
    SeamAuditError,
    SeamError,
    SeamGuardError,
    SeamHttpApiError,
    SeamInvalidArgumentError,
    SeamPartialError,
)
from seam_acs.progress import Progress

NO_SUCH_GROUP = "00000000-0000-0000-0000-000000000000"
EMAIL = "Ada.Lindqvist@harbour.example"


@pytest.fixture
def seam(sandbox: Sandbox, connect: Connect) -> Seam:
    return Seam(sandbox.api_key, endpoint=sandbox.endpoint)


def roster(sandbox: Sandbox, *more: str) -> list[dict[str, str]]:
    return [{"acs_user_id": user, "acs_access_group_id": ENGINEERING} for user in [*sandbox.members(), *more]]


def a_generator() -> Iterator[tuple[str, str, str]]:
    yield ("add", NEWCOMER, ENGINEERING)


TABLE = f"E-Mail;Email;group;action\nx;{EMAIL};Engineering;add\n"


@pytest.mark.parametrize(
    "changes",
    [
        [("add", NEWCOMER, ENGINEERING)],
        a_generator(),
        [{"action": "add", "email": EMAIL, "group": "Engineering", "shoe_size": 43}],
        TABLE,
        TABLE.encode("utf-16"),
        io.StringIO(TABLE),
        io.BytesIO(TABLE.encode()),
    ],
    ids=["tuples", "generator", "dictionaries", "text", "bytes", "text file", "binary file"],
)
def test_apply_takes_changes_in_every_form(changes: list[object], seam: Seam, sandbox: Sandbox) -> None:
    report = seam.acs.memberships.apply(changes)  # type: ignore[arg-type]
    assert NEWCOMER in sandbox.members()
    (item,) = report
    assert (item.action, item.acs_user_id, item.acs_access_group_id) == ("add", NEWCOMER, ENGINEERING)
    assert (item.outcome, item.attempts, item.error) == ("applied", 1, None)
    assert item.request_id
    assert report.is_complete


def test_apply_takes_paths_and_defaults_for_what_rows_leave_open(
    seam: Seam, sandbox: Sandbox, tmp_path: Path
) -> None:
    table = tmp_path / "leavers.csv"
    table.write_text(f"acs_user_id\n{sandbox.members()[0]}\n", encoding="utf-8")
    seam.acs.memberships.apply(table, group="Engineering", action="remove")
    assert sandbox.members() == []
    seam.acs.memberships.apply([NEWCOMER], group=ENGINEERING, action="add")
    assert sandbox.members() == [NEWCOMER]


def test_objects_of_the_api_are_rows(seam: Seam, sandbox: Sandbox) -> None:
    everyone = seam.acs.access_groups.list_users(acs_access_group_id=ENGINEERING)
    plan = seam.acs.memberships.plan(everyone, group="Engineering")
    assert (plan.adds, plan.removes, plan.stays) == (0, 0, len(sandbox.members()))


def test_a_roster_lists_the_columns_that_mean_nothing(seam: Seam) -> None:
    read = Roster(TABLE)
    assert read.ignored_columns == ["E-Mail"]
    assert seam.acs.memberships.resolve(read)[0].acs_user_id == NEWCOMER
    with pytest.raises(SeamError, match="used already"):
        seam.acs.memberships.resolve(read)


def test_people_who_are_not_known_are_named_before_anything_is_sent(seam: Seam, sandbox: Sandbox) -> None:
    before = sandbox.members()
    sandbox.ask("DELETE", "requests")
    table = f"action,email,group\nadd,{EMAIL},Engineering\nadd,who@example.com,Engineering\n"
    with pytest.raises(SeamInvalidArgumentError, match=r"line 3: .*who@example.com"):
        seam.acs.memberships.apply(table)
    assert sandbox.members() == before
    assert not [r for r in sandbox.ask("GET", "requests") if "add" in r["path"]]


@pytest.mark.parametrize("row", [("add",), 5, {"email": 5}, {5: "x"}, "", ("add", "", ENGINEERING)])
def test_rows_that_are_none_are_refused(row: object, seam: Seam) -> None:
    with pytest.raises((TypeError, SeamInvalidArgumentError)):
        seam.acs.memberships.apply([row])  # type: ignore[list-item]


@pytest.mark.parametrize("options", [{"ceiling": 0}, {"ceiling": -1}, {"fixed": 1025}, {"deadline": -1.0}])
def test_options_out_of_range_are_refused_by_name(options: dict[str, float], seam: Seam) -> None:
    with pytest.raises(SeamInvalidArgumentError, match=next(iter(options))):
        seam.acs.memberships.apply(a_generator(), **options)  # type: ignore[arg-type]


def test_a_partial_failure_carries_its_report_also_to_another_process(seam: Seam) -> None:
    with pytest.raises(SeamPartialError) as raised:
        seam.acs.memberships.apply([("add", NEWCOMER, NO_SUCH_GROUP), ("add", NEWCOMER, ENGINEERING)])
    for error in (raised.value, pickle.loads(pickle.dumps(raised.value))):
        assert (error.status, error.status_name) == (-6001, "PARTIAL")
        report = error.report
        assert isinstance(report, Report)
        assert [item.outcome for item in report] == ["failed", "applied"]
        assert (report.totals.failed, report.totals.applied) == (1, 1)
        assert isinstance(report[0].error, SeamHttpApiError)
        assert report[0].error.status_code == 404
        assert report.to_csv().splitlines()[1].startswith(f"add,{NEWCOMER},,{NO_SUCH_GROUP},failed,")
        assert len(report.to_retry()) == 0
        with pytest.raises(AttributeError):
            report[0].outcome = "applied"


def test_what_is_worth_another_try_is_a_list_for_apply(seam: Seam, sandbox: Sandbox) -> None:
    path = "/acs/users/add_to_access_group"
    sandbox.ask("POST", "faults", {"path": path, "kind": "status", "status": 503})
    careful = seam.with_options(attempts=1)
    with pytest.raises(SeamPartialError) as raised:
        careful.acs.memberships.apply(a_generator())
    report = raised.value.report
    assert report is not None and report[0].outcome == "outcome_unknown"
    assert report[-1].error is not None and report[-1].error.outcome_unknown
    again = pickle.loads(pickle.dumps(report.to_retry()))
    assert again == report.to_retry() and again[0].acs_user_id == NEWCOMER
    assert seam.acs.memberships.apply(again).is_complete
    assert NEWCOMER in sandbox.members()


@pytest.mark.late
def test_faults_leave_no_item_that_disagrees_with_the_server(seam: Seam, sandbox: Sandbox) -> None:
    groups = [group["acs_access_group_id"] for group in sandbox.ask("GET", "state")["groups"]][:3]
    users = [
        user.acs_user_id
        for user in seam.acs.users.list()
        if user.acs_system_id == seam.acs.access_groups.get(acs_access_group_id=groups[0]).acs_system_id
    ]
    changes = [
        (("add", "remove")[(turn + place) % 2], user, group)
        for turn in range(8)
        for place, user in enumerate(users)
        for group in groups
    ]
    sandbox.ask("POST", "switches", {"latency_ms": 5})
    for skip in range(0, len(changes), 11):
        sandbox.ask("POST", "faults", {"skip": skip, "kind": "status", "status": 429, "retry_after": "0"})
        sandbox.ask("POST", "faults", {"skip": skip, "kind": "drop", "at": "after_applying"})
    # So many attempts that none of the faults stays in doubt. An opposite change waits for each lost answer.
    report = seam.with_options(attempts=10).acs.memberships.apply(changes)
    assert report.is_complete and len(report) == len(changes)
    last = {(item.acs_user_id, item.acs_access_group_id): item.action for item in report}
    for group in groups:
        members = sandbox.members(group)
        assert {user for user in users if last[user, group] == "add"} == set(members) & set(users)


def test_progress_is_told_to_a_function_while_the_work_goes_on(seam: Seam, sandbox: Sandbox) -> None:
    looks: list[Progress] = []
    sandbox.ask("POST", "switches", {"latency_ms": 30})
    changes = [(action, NEWCOMER, ENGINEERING) for action in ("add", "remove") * 5]
    seam.acs.memberships.apply(changes, progress=looks.append)
    assert len(looks) > 1
    assert (looks[0].total, looks[-1].done, looks[-1].failed) == (10, 10, 0)
    assert looks[0].done < 10 and looks[-1].elapsed > 0.3 and looks[-1].concurrency >= 1
    assert looks[-1].rate == pytest.approx(10 / looks[-1].elapsed)


def test_a_progress_that_raises_stops_the_work_and_the_cause_has_the_report(
    seam: Seam, sandbox: Sandbox
) -> None:
    def stop(look: Progress) -> None:
        raise LookupError("enough")

    sandbox.ask("POST", "faults", {"hold": True, "times": None, "path": "/acs/users/*"})
    with pytest.raises(LookupError) as raised:
        seam.acs.memberships.apply(a_generator(), progress=stop)
    cause = raised.value.__cause__
    assert isinstance(cause, SeamPartialError)
    assert cause.report is not None and cause.report[0].outcome == "outcome_unknown"


def test_what_was_done_before_a_progress_raised_is_reported_as_done(
    seam: Seam, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("sys.unraisablehook", lambda unraisable: told.append(unraisable.exc_value))

    def late(look: Progress) -> None:
        if look.done:
            raise LookupError("late")

    report = seam.acs.memberships.apply([("add", NEWCOMER, ENGINEERING)], progress=late)
    assert report.totals.applied == 1
    assert [str(one) for one in told] == ["late"]


def test_a_progress_that_raises_on_a_list_that_failed_has_the_report_as_its_cause(seam: Seam) -> None:
    def late(look: Progress) -> None:
        if look.failed:
            raise LookupError("late")

    with pytest.raises(LookupError) as raised:
        seam.acs.memberships.apply([("add", "nobody", ENGINEERING)], progress=late)
    cause = raised.value.__cause__
    assert isinstance(cause, SeamPartialError) and cause.report is not None
    assert cause.report[0].outcome == "failed"


@pytest.mark.parametrize("library", ["rich", "tqdm", None])
def test_progress_true_shows_the_bar_of_the_library_that_is_installed(
    library: str | None, sandbox: Sandbox
) -> None:
    program = f"""
import sys
for other in {{"rich", "tqdm"}} - {{{library!r}}}:
    sys.modules[other] = None
from seam_acs import Seam
Seam(sys.argv[1], endpoint=sys.argv[2]).acs.memberships.apply(
    [("add", "{NEWCOMER}", "{ENGINEERING}")], progress=True
)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, sandbox.api_key, sandbox.endpoint],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    shown = done.stdout + done.stderr
    assert ("1/1" in shown) if library == "tqdm" else ("100%" in shown) if library else (shown == "")


def test_a_journal_whose_run_ended_well_is_set_aside(seam: Seam, sandbox: Sandbox, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    seam.acs.memberships.apply(a_generator(), journal=journal)
    first = journal.read_bytes()
    report = seam.acs.memberships.apply(a_generator(), journal=journal)
    assert (report.totals.applied, report.totals.recorded_earlier) == (1, 0)
    assert journal.with_suffix(".1").read_bytes() == first
    (tmp_path / "notes").write_text("buy milk")
    with pytest.raises(SeamInvalidArgumentError, match="is not a journal"):
        seam.acs.memberships.apply(a_generator(), journal=tmp_path / "notes")
    assert (tmp_path / "notes").read_text() == "buy milk"


def test_a_plan_shows_what_sync_does_and_survives_a_file(
    seam: Seam, sandbox: Sandbox, tmp_path: Path
) -> None:
    (member,) = sandbox.members()
    plan = seam.acs.memberships.plan([(NEWCOMER, ENGINEERING)])
    (group,) = plan.groups
    assert [user.acs_user_id for user in group.adds] == [NEWCOMER]
    assert [user.name for user in group.removes] == ["Björn Okafor"]
    assert "+ Ada Lindqvist" in str(plan) and "1 to remove" in plan.to_table()
    assert [change.action for change in plan.changes] == ["add", "remove"]
    assert sandbox.members() == [member]
    plan.save(tmp_path / "plan")
    again = Plan.load(tmp_path / "plan")
    assert again.to_json() == plan.to_json() == pickle.loads(pickle.dumps(plan)).to_json()
    assert seam.acs.memberships.sync(again).totals.applied == 2
    assert sandbox.members() == [NEWCOMER]
    assert seam.acs.memberships.sync(again).totals.already_so == 2


def test_additive_and_removes_first_are_what_they_say(seam: Seam) -> None:
    plan = seam.acs.memberships.plan([(NEWCOMER, ENGINEERING)], mode="additive")
    assert (plan.adds, plan.removes) == (1, 0)
    plan = seam.acs.memberships.plan([(NEWCOMER, ENGINEERING)], order="removes_first")
    assert [change.action for change in plan.changes] == ["remove", "add"]
    with pytest.raises(SeamInvalidArgumentError, match="exact or additive"):
        seam.acs.memberships.plan([], group=ENGINEERING, mode="both")  # type: ignore[arg-type]


def test_an_empty_roster_is_refused_by_a_guard_that_names_the_option(seam: Seam, sandbox: Sandbox) -> None:
    with pytest.raises(SeamGuardError, match="allow_emptying") as raised:
        seam.acs.memberships.plan([], group="Engineering")
    assert raised.value.status == -7001
    refused = pickle.loads(pickle.dumps(raised.value)).plan
    assert refused is not None and refused.removes == 1 and "- Björn Okafor" in str(refused)
    with pytest.raises(SeamGuardError, match="allow_emptying"):
        seam.acs.memberships.sync(refused)
    plan = seam.acs.memberships.plan([], group="Engineering", allow_emptying=True)
    seam.acs.memberships.sync(plan)
    assert sandbox.members() == []
    assert seam.acs.memberships.plan([], empties=["Night shift"]).removes == 1


def test_limits_are_numbers_or_shares_and_stand_beside_the_numbers(seam: Seam) -> None:
    rows = [(NEWCOMER, ENGINEERING)]
    refused: list[tuple[dict[str, Any], str]] = [
        ({"max_removals": 0}, "max_removals is 0"),
        ({"max_additions": "50%"}, "max_additions is 50%, which is 0"),
    ]
    for limits, words in refused:
        with pytest.raises(SeamGuardError, match=words):
            seam.acs.memberships.plan(rows, **limits)
    plan = seam.acs.memberships.plan(rows, max_additions=1, max_removals="100%")
    assert (plan.most_adds, plan.most_removes) == (1, 1)
    assert (plan.groups[0].most_adds, plan.groups[0].most_removes) == (1, 1)
    assert "1 of at most 1 to add, 1 of at most 1 to remove" in str(plan)
    assert seam.acs.memberships.plan(rows).most_adds is None
    with pytest.raises(SeamInvalidArgumentError, match=r"max_removals is wrong: .*such as 10%"):
        seam.acs.memberships.plan(rows, max_removals="many")


def test_a_plan_that_was_loaded_is_what_the_operator_saw(
    seam: Seam, sandbox: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "plan"
    file.write_text("there before", encoding="utf-8")
    file.chmod(0o644)
    seam.acs.memberships.plan([(NEWCOMER, ENGINEERING)]).save(file)
    assert file.stat().st_mode & 0o777 == 0o600
    plan = Plan.load(file)
    contradictions: list[dict[str, Any]] = [
        {"mode": "additive"},
        {"order": "removes_first"},
        {"group": "Night shift"},
        {"empties": ["Night shift"]},
    ]
    for contradiction in contradictions:
        with pytest.raises(SeamInvalidArgumentError, match="contradicts the plan"):
            seam.acs.memberships.sync(plan, **contradiction)
    with pytest.raises(SeamGuardError, match="max_removals is 0"):
        seam.acs.memberships.sync(plan, max_removals=0)
    looked = seam.acs.memberships.sync(plan, dry_run=True, mode="exact", group="Engineering")
    assert looked.totals.not_attempted == 2
    other = Seam("seam_testkey_of_somebody_else", endpoint=sandbox.endpoint)
    with pytest.raises(SeamGuardError, match="the plan was made for"):
        other.acs.memberships.sync(plan)
    assert NEWCOMER not in sandbox.members()
    assert seam.acs.memberships.sync(plan).totals.applied == 2


def test_a_roster_without_anybody_is_refused_unless_said(seam: Seam) -> None:
    sources: list[Any] = ["email,group\n", "[]", []]
    for nobody in sources:
        with pytest.raises(SeamGuardError, match="the roster names nobody"):
            seam.acs.memberships.plan(nobody)
        assert seam.acs.memberships.plan(nobody, allow_emptying=True).groups == []


def test_a_plan_is_refused_when_somebody_else_came_in_meanwhile(seam: Seam, sandbox: Sandbox) -> None:
    plan = seam.acs.memberships.plan(roster(sandbox))
    sandbox.ask(
        "POST",
        "memberships",
        {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING, "member": True},
    )
    with pytest.raises(SeamGuardError, match=f"{NEWCOMER} is a member now"):
        seam.acs.memberships.sync(plan)


def test_wait_says_applied_when_the_push_was_seen_and_still_pending_when_it_goes_on(
    seam: Seam, sandbox: Sandbox
) -> None:
    membership: dict[str, Any] = {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING}
    assert seam.acs.memberships.ensure(**membership).result == "changed"
    waited = seam.acs.memberships.wait(**membership)
    assert (waited.state, waited.wanted) == ("applied", "present")
    assert seam.acs.memberships.ensure(**membership).result == "already_so"
    sandbox.ask("POST", "switches", {"push_delay_ms": None})
    seam.acs.memberships.ensure(**membership, presence="absent")
    waited = seam.acs.memberships.wait(**membership, presence="absent", timeout=0.3)
    assert waited.state == "still_pending" and waited.reads > 1


def test_wait_says_what_keeps_a_door_shut(seam: Seam) -> None:
    membership: dict[str, Any] = {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING}
    seam.request("/acs/users/suspend", {"acs_user_id": NEWCOMER})
    seam.acs.memberships.ensure(**membership)
    (obstacle,) = seam.acs.memberships.wait(**membership).obstacles
    assert (obstacle.code, obstacle.about) == ("user_suspended", "user")


def test_the_queries_have_typed_answers(seam: Seam, sandbox: Sandbox) -> None:
    (member,) = sandbox.members()
    memberships = seam.acs.memberships
    assert memberships.is_member(acs_user_id=member, acs_access_group_id=ENGINEERING)
    assert not memberships.is_member(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    assert "Engineering" in [group.name for group in memberships.groups_of(acs_user_id=member)]
    doors = {door.display_name: door for door in memberships.entrances_of(acs_user_id=member)}
    server_room = doors["Server room"]
    assert [way.name for way in server_room.through] == ["Engineering"]
    assert server_room.accessible is True
    (person,) = memberships.who_can_open(acs_entrance_id=server_room.acs_entrance_id)
    assert (person.acs_user_id, person.through[0].name, person.obstacles) == (member, "Engineering", [])
    identity = seam.acs.users.get(acs_user_id=member).user_identity_id
    if identity is not None:
        assert memberships.groups_of(user_identity_id=identity)
    with pytest.raises(SeamInvalidArgumentError, match="acs_user_id"):
        memberships.groups_of()
    with pytest.raises(SeamHttpApiError):
        memberships.groups_of(acs_user_id=NO_SUCH_GROUP)


def test_the_audit_log_names_actor_and_reason_of_the_client_that_changes(
    sandbox: Sandbox, connect: Connect, tmp_path: Path
) -> None:
    log = tmp_path / "audit"
    seam = Seam(sandbox.api_key, endpoint=sandbox.endpoint, audit_log=log, actor="HR", reason="joined")
    seam.acs.users.add_to_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    other = seam.with_options(actor="Security", reason="lost card")
    other.acs.users.remove_from_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    intents = [(line["actor"], line["reason"]) for line in lines if line["event"] == "intent"]
    assert intents == [("HR", "joined"), ("Security", "lost card")]
    assert [line["outcome"] for line in lines if line["event"] == "result"] == ["recorded", "recorded"]


def test_nothing_is_sent_when_the_audit_log_cannot_be_written(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.ask("DELETE", "requests")
    folder = tmp_path / "audit"
    folder.mkdir()
    seam = Seam(sandbox.api_key, endpoint=sandbox.endpoint, audit_log=folder / "log")
    shutil.rmtree(folder)
    with pytest.raises(SeamAuditError):
        seam.acs.users.add_to_access_group(acs_user_id=NEWCOMER, acs_access_group_id=ENGINEERING)
    assert sandbox.ask("GET", "requests") == []


def test_find_says_who_or_what_is_meant(seam: Seam) -> None:
    found = seam.acs.memberships.find("user", EMAIL)
    assert (found.id, found.name) == (NEWCOMER, "Ada Lindqvist")
    assert seam.acs.memberships.find("group", "Engineering").id == ENGINEERING
    assert seam.acs.memberships.find("entrance", "Server room").acs_system_id == found.acs_system_id
    with pytest.raises(SeamInvalidArgumentError, match="Narnia"):
        seam.acs.memberships.find("entrance", "Narnia")
    with pytest.raises(SeamInvalidArgumentError, match="user, group or entrance"):
        seam.acs.memberships.find("door", "Narnia")  # type: ignore[arg-type]
