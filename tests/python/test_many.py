"""Two thousand changes with faults, a stop, a killed server and a killed script: outcomes are what is."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sandbox import Sandbox
from seam_acs import Report, Seam, SeamPartialError

PEOPLE = [f"33333333-3333-3333-3333-1{number:011}" for number in range(667)]
Pair = tuple[str, str]


class Crowd:
    """A sandbox of its own with many people in three groups, or out of them."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        seed = sandbox.ask("GET", "seed")
        system = seed["groups"][0]["acs_system_id"]
        people = [
            {"acs_user_id": user, "acs_system_id": system, "full_name": f"Person {user}"} for user in PEOPLE
        ]
        sandbox.ask("PUT", "seed", {**seed, "users": [*seed["users"], *people]})
        sandbox.ask("POST", "switches", {"latency_ms": 20, "push_delay_ms": 0})
        self.groups = [group["acs_access_group_id"] for group in seed["groups"][:3]]
        self.pairs = [(user, group) for user in PEOPLE for group in self.groups]
        self.changes = [("add", *pair) for pair in self.pairs]

    def has(self) -> set[Pair]:
        """Every membership as the sandbox keeps it."""
        groups = self.sandbox.ask("GET", "state")["groups"]
        return {(user, group["acs_access_group_id"]) for group in groups for user in group["members"]}

    def quiet(self) -> None:
        """Return when no request is under way any more."""
        until(lambda: all(r["ended_us"] is not None for r in self.sandbox.ask("GET", "requests")))

    def seam(self) -> Seam:
        return Seam(self.sandbox.api_key, endpoint=self.sandbox.endpoint).with_options(attempts=2)


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    with Sandbox.running() as sandbox:
        yield Crowd(sandbox)


def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def assert_true(report: Report, has: set[Pair]) -> None:
    """Fail unless each outcome is what the server has."""
    for item in report:
        assert item.acs_user_id is not None
        is_member = (item.acs_user_id, item.acs_access_group_id) in has
        assert item.outcome == "outcome_unknown" or is_member == (item.outcome == "applied"), item


def partial(seam: Seam, changes: list[tuple[str, str, str]], **options: Any) -> Report:
    with pytest.raises(SeamPartialError) as raised:
        seam.acs.memberships.apply(changes, **options)
    report = raised.value.report
    assert report is not None
    return report


def test_outcomes_agree_with_the_server_under_faults() -> None:
    # Side by side, as they wait more than they work.
    with ThreadPoolExecutor() as seeds:
        for done in [seeds.submit(under_faults, seed) for seed in (1, 2)]:
            done.result()


def under_faults(seed: int) -> None:
    with Sandbox.running() as sandbox:
        crowd = Crowd(sandbox)
        plant_faults(crowd, seed)
        # So many at once whatever the faults: adapting to each of them takes long, and is proved elsewhere.
        report = crowd.seam().acs.memberships.apply(crowd.changes, fixed=32)
        assert_true(report, crowd.has())
        assert report.is_complete and len(report) == 2001


def plant_faults(crowd: Crowd, seed: int) -> None:
    """Of each hundred changes 5 meet a 429, 2 a 503, 2 a connection that is dropped after it was read."""
    dice = random.Random(seed)
    faults: list[dict[str, object]] = []
    for user, group in crowd.pairs:
        about = {"acs_user_id": user, "acs_access_group_id": group}
        chance = dice.random()
        if chance < 0.05:
            faults.append({**about, "kind": "status", "status": 429, "retry_after": "0"})
        elif chance < 0.07:
            faults.append({**about, "kind": "status", "status": 503})
        elif chance < 0.09:
            at = dice.choice(["before_applying", "after_applying"])
            faults.append({**about, "kind": "drop", "at": at, "how": "reset"})
    crowd.sandbox.ask("POST", "faults", faults)


def test_outcomes_agree_with_the_server_after_a_stop_in_the_middle(crowd: Crowd) -> None:
    class Enough(Exception):
        pass

    def stop(look: Any) -> None:
        if look.done > 500:
            raise Enough

    with pytest.raises(Enough) as raised:
        crowd.seam().acs.memberships.apply(crowd.changes, progress=stop)
    cause = raised.value.__cause__
    assert isinstance(cause, SeamPartialError) and cause.report is not None
    crowd.quiet()
    assert_true(cause.report, crowd.has())
    totals = cause.report.totals
    assert totals.applied > 500 and 0 < totals.outcome_unknown <= 64 and totals.not_attempted > 100


def test_outcomes_agree_with_what_a_server_had_recorded_that_was_killed_in_the_middle(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    with Sandbox.running("--record", str(record)) as sandbox:
        many = Crowd(sandbox)

        def kill(look: Any) -> None:
            if look.done > 500:
                sandbox.process.kill()

        report = partial(many.seam(), many.changes, progress=kill)
        sandbox.process.wait()
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    assert_true(report, {(line["acs_user_id"], line["acs_access_group_id"]) for line in lines})
    totals = report.totals
    assert totals.applied > 500 and 0 < totals.outcome_unknown <= 64 and totals.failed > 100


def until_recorded(record: Path, count: int) -> None:
    until(lambda: recorded(record) >= count)


def recorded(record: Path) -> int:
    """How many changes the sandbox has recorded."""
    return record.read_bytes().count(b"\n")


SCRIPT = """
import json, sys
from seam_acs import Seam

changes = json.load(sys.stdin)
report = Seam().acs.memberships.apply(changes, journal=sys.argv[1])
print(report.to_json())
"""


def test_a_script_that_is_killed_goes_on_from_its_journal_to_the_end(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    with Sandbox.running("--record", str(record)) as sandbox:
        killed_and_taken_up(Crowd(sandbox), record, tmp_path / "journal")


def killed_and_taken_up(crowd: Crowd, record: Path, journal: Path) -> None:
    def start() -> subprocess.Popen[str]:
        script = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(journal)],
            env=crowd.sandbox.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert script.stdin is not None
        script.stdin.write(json.dumps(crowd.changes))
        script.stdin.close()
        return script

    # What is so already is refused, so whatever is sent twice without a reason shows.
    crowd.sandbox.ask("POST", "switches", {"add_of_member": 409})
    dice = random.Random()
    for _ in range(4):
        enough = recorded(record) + dice.randrange(50, 400)
        with start() as script:
            until_recorded(record, enough)
            script.kill()
    before = adds(crowd)
    with start() as script:
        assert script.stdout is not None
        report = json.loads(script.stdout.read())
    assert script.returncode == 0
    totals = report["totals"]
    assert totals["applied"] + totals["already_so"] + totals["recorded_earlier"] == 2001
    assert totals["recorded_earlier"] > 200, "what the killed runs did is told apart"
    assert set(crowd.pairs) <= crowd.has()
    # What the journal has is not sent again; what it has in doubt is read first.
    assert adds(crowd) - before < 2001 - 200


def adds(crowd: Crowd) -> int:
    requests = crowd.sandbox.ask("GET", "requests")
    return sum(request["path"] == "/acs/users/add_to_access_group" for request in requests)
