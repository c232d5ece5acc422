"""The audit log when several processes write it, and when the disk is full in the middle of a line."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sandbox import ENGINEERING, NEWCOMER, Sandbox

CHANGES = f"""
import sys
from seam_acs import Seam

seam = Seam(audit_log=sys.argv[1], actor=sys.argv[2])
report = seam.acs.memberships.apply(
    [(action, "{NEWCOMER}", "{ENGINEERING}") for action in ("add", "remove") * 100]
)
assert report.is_complete
"""

FULL = f"""
import os, resource, sys
from seam_acs import Seam, SeamAuditError

membership = {{"acs_user_id": "{NEWCOMER}", "acs_access_group_id": "{ENGINEERING}"}}
seam = Seam(audit_log=sys.argv[1])
seam.acs.users.add_to_access_group(**membership)
# A disk that takes a few bytes of the next line and no more.
full = os.stat(sys.argv[1]).st_size + 40
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (full, hard))
for _ in range(2):
    try:
        seam.acs.users.remove_from_access_group(**membership)
    except SeamAuditError as refused:
        assert not refused.outcome_unknown and refused.attempts == 0
    else:
        sys.exit("sent without an intent")
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
seam.acs.users.add_to_access_group(**membership)
"""


def test_lines_of_several_processes_stay_whole_also_when_the_log_is_renamed(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "audit.jsonl"
    running = [
        subprocess.Popen([sys.executable, "-c", CHANGES, str(log), f"actor {n}"], env=sandbox.environment())
        for n in range(3)
    ]
    # In the middle of their work, as a log rotation does it.
    while not log.exists() or log.stat().st_size < 20_000:
        assert any(process.poll() is None for process in running)
    log.rename(tmp_path / "audit.jsonl.1")
    assert [process.wait(60) for process in running] == [0, 0, 0]
    lines = [json.loads(line) for name in tmp_path.iterdir() for line in name.read_text().splitlines()]
    assert len(lines) == 3 * 2 * 200 and log.stat().st_size > 0
    assert set(Counter(line["id"] for line in lines).values()) == {2}
    intents = Counter(line["actor"] for line in lines if line["event"] == "intent")
    assert intents == {f"actor {n}": 200 for n in range(3)}
    assert all(line["http_status"] == 200 for line in lines if line["event"] == "result")


def test_a_line_that_a_full_disk_cut_spoils_no_other_line(sandbox: Sandbox, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    subprocess.run([sys.executable, "-c", FULL, str(log)], env=sandbox.environment(), check=True, timeout=60)
    whole, cut = [], []
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            whole.append(json.loads(line)["event"])
        except ValueError:
            cut.append(line)
    assert whole == ["intent", "result", "intent", "result"]
    assert len(cut) == 1 and len(cut[0]) == 40
    paths = [request["path"] for request in sandbox.ask("GET", "requests")]
    assert paths == ["/acs/users/add_to_access_group"] * 2


CONTINUING = f"""
import os, resource, sys
from seam_acs import Seam

membership = {{"acs_user_id": "{NEWCOMER}", "acs_access_group_id": "{ENGINEERING}"}}
seam = Seam(audit_log=sys.argv[1], audit_failure="continue")
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
seam.acs.users.add_to_access_group(**membership)
"""


def test_a_change_that_goes_on_without_its_intent_says_so_in_its_result(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "audit.jsonl"
    sandbox.ask("POST", "faults", {"hold": True})
    with subprocess.Popen([sys.executable, "-c", CONTINUING, str(log)], env=sandbox.environment()) as script:
        while sandbox.ask("GET", "state")["held"] == 0:
            assert script.poll() is None
        # There is room again before the answer comes.
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(script.pid, resource.RLIMIT_FSIZE, unlimited)
        sandbox.ask("POST", "release")
    assert script.returncode == 0
    (result,) = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (result["event"], result["outcome"], result["intent_was_written"]) == ("result", "recorded", False)
    # It tells what the intent would have told.
    assert (result["operation"], result["acs_user_id"], result["acs_access_group_id"]) == (
        "add",
        NEWCOMER,
        ENGINEERING,
    )
    assert result["pid"] == script.pid and result["key"]
