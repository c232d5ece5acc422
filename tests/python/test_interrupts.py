"""Ctrl-C and other signals while a call waits for its answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from conftest import Serve
from recording_server import Answer, RecordingServer

PROGRAM = """
    import json, signal, sys
    from seam_acs import Seam

    def told(kind, cause):
        print(json.dumps({{
            "raised": kind.__name__,
            "cause": type(cause).__name__,
            "unknown": getattr(cause, "outcome_unknown", None),
            "status": getattr(cause, "status_name", None),
            "told": {told},
        }}))

    {handler}
    seam = Seam("seam_x", endpoint=sys.argv[1])
    try:
        answer = {call}
    except BaseException as error:
        told(type(error), error.__cause__)
    else:
        print(json.dumps({{"returned": answer}}))
"""
ADD = 'seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")'
READ = 'seam.acs.users.get(acs_user_id="u1")'


def start(
    server: RecordingServer, call: str, handler: str = "pass", told: str = "None"
) -> subprocess.Popen[str]:
    program = textwrap.dedent(PROGRAM).format(call=call, handler=handler, told=told)
    return subprocess.Popen(
        [sys.executable, "-c", program, server.endpoint],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def told_by(process: subprocess.Popen[str]) -> dict[str, object]:
    """The answer of a program that must end although its server has not answered."""
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    told: dict[str, object] = json.loads(output)
    return told


@pytest.mark.parametrize(
    ("call", "status", "unknown"), [(ADD, "OUTCOME_UNKNOWN", True), (READ, "CANCELLED", False)]
)
def test_ctrl_c_ends_a_call_and_its_cause_says_what_became_of_it(
    call: str, status: str, unknown: bool, serve: Serve
) -> None:
    server = serve(Answer(hold=True))
    with start(server, call) as process:
        server.wait_for_request()
        os.kill(process.pid, signal.SIGINT)
        told = told_by(process)
    # The server holds its answer for 30 s and the deadline is as far away: the signal ended the call.
    assert not server.released.is_set()
    assert told == {
        "raised": "KeyboardInterrupt",
        "cause": "SeamCancelledError",
        "unknown": unknown,
        "status": status,
        "told": None,
    }


def test_a_handler_of_the_program_that_raises_ends_a_call(serve: Serve) -> None:
    server = serve(Answer(hold=True))
    handler = "signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))"
    with start(server, ADD, handler) as process:
        server.wait_for_request()
        os.kill(process.pid, signal.SIGTERM)
        told = told_by(process)
    assert (told["raised"], told["unknown"]) == ("SystemExit", True)
    assert not server.released.is_set()


def test_a_handler_that_returns_lets_the_call_go_on(serve: Serve) -> None:
    # The handler's request releases the held one: it arrives only if the handler runs while the call waits.
    server = serve(Answer(hold=True), Answer())
    handler = "signal.signal(signal.SIGUSR1, lambda *_: Seam('seam_x', endpoint=sys.argv[1]).request('/x'))"
    with start(server, ADD, handler) as process:
        server.wait_for_request()
        os.kill(process.pid, signal.SIGUSR1)
        server.wait_for_request()
        server.released.set()
        assert told_by(process) == {"returned": None}
    assert [request.path for request in server.requests][1] == "/x"


def test_ctrl_c_in_a_list_gives_the_report_so_far(serve: Serve) -> None:
    server = serve(Answer(hold=True))
    call = 'seam.acs.memberships.apply([("add", "u1", "g1"), ("remove", "u1", "g1")])'
    with start(server, call, told="list(item.outcome for item in cause.report)") as process:
        server.wait_for_request()
        os.kill(process.pid, signal.SIGINT)
        told = told_by(process)
    assert not server.released.is_set()
    assert (told["raised"], told["cause"]) == ("KeyboardInterrupt", "SeamPartialError")
    assert told["told"] == ["outcome_unknown", "not_attempted"]
