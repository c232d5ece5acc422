"""multiprocessing with fork: parent and child both go on, with sockets of their own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import SimpleQueue
from pathlib import Path

import pytest
from conftest import Connect, Serve
from recording_server import Answer, failure
from seam_acs import Seam, SeamError

# The test's own server has threads, of which Python warns since 3.12.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

fork = multiprocessing.get_context("fork")


def add(seam: Seam, group: str) -> None:
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id=group)


def add_in_child(seam: Seam, results: SimpleQueue[object]) -> None:
    try:
        for turn in range(5):
            add(seam, f"child-{turn}")
        results.put(os.getpid())
    except BaseException as error:
        results.put(error)


def test_a_client_works_in_parent_and_child(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server)
    add(seam, "before")
    results: SimpleQueue[object] = fork.SimpleQueue()
    child = fork.Process(target=add_in_child, args=(seam, results))
    child.start()
    for turn in range(5):
        add(seam, f"parent-{turn}")
    assert results.get() == child.pid
    child.join(20)
    assert child.exitcode == 0
    groups = [request.params["acs_access_group_id"] for request in server.requests]
    assert sorted(groups) == sorted(
        ["before", *(f"{who}-{turn}" for who in ("child", "parent") for turn in range(5))]
    )
    sockets = [
        {r.client for r in server.requests if r.params["acs_access_group_id"].startswith(who)}
        for who in ("child", "parent")
    ]
    assert not sockets[0] & sockets[1]


def test_a_fork_while_another_thread_waits_for_an_answer(serve: Serve, connect: Connect) -> None:
    server = serve(Answer(hold=True), Answer())
    seam = connect(server, attempts=2)
    waiting = threading.Thread(target=add, args=(seam, "parent"))
    waiting.start()
    server.wait_for_request()
    results: SimpleQueue[object] = fork.SimpleQueue()
    child = fork.Process(target=add_in_child, args=(seam, results))
    child.start()
    assert results.get() == child.pid
    child.join(20)
    server.released.set()
    waiting.join(20)
    assert not waiting.is_alive()


def find(endpoint: str) -> object:
    with Seam("seam_x", endpoint=endpoint) as seam:
        return seam.acs.users.get(acs_user_id="u1")


def test_a_pool_of_processes_gets_exceptions_back_whole(serve: Serve) -> None:
    server = serve(failure(404, "acs_user_not_found", "Nobody", data={"acs_user_id": "u1"}))
    with fork.Pool(2) as pool, ThreadPoolExecutor(1) as patience:
        answer = patience.submit(pool.apply, find, (server.endpoint,))
        with pytest.raises(SeamError) as raised:
            answer.result(timeout=20)
    error = raised.value
    assert (error.status_name, error.request_id) == ("NOT_FOUND", "request1")
    assert vars(error)["data"] == {"acs_user_id": "u1"}


PROGRAM = """
import os, sys
from seam_acs import Seam

seam = Seam("seam_x", endpoint=sys.argv[1])

def add(group):
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id=group)

add("before")
child = os.fork()
if child == 0:
    seam.close()
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
add("after")
"""


def test_a_child_that_closes_the_client_and_exits_leaves_the_parent_its_connection(serve: Serve) -> None:
    server = serve()
    done = subprocess.run(
        # From 3.12 on, Python itself warns of a fork beside threads.
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", PROGRAM, server.endpoint],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [request.params["acs_access_group_id"] for request in server.requests] == ["before", "after"]
    assert len({request.client for request in server.requests}) == 1


DAEMON = """
import os, sys
from seam_acs import Seam
way, endpoint = sys.argv[1:]
logs = {"log_file": "log", "log_level": "info", "audit_log": "audit"}
seam = Seam("seam_test_key", endpoint=endpoint, timeout=10, **logs)
change = {"acs_user_id": "u1", "acs_access_group_id": "g1"}
if way != "late":
    seam.acs.users.add_to_access_group(**change)
if way == "fork" and os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
os.closerange(3, 1024)
files = [os.open(f"database-{number}", os.O_RDWR | os.O_CREAT, 0o600) for number in range(24)]
for _ in range(3):
    seam.acs.users.add_to_access_group(**change)
del seam
for number, file in enumerate(files):
    os.write(file, b"record")
    assert os.pread(file, 4096, 0) == b"record", number
assert open("audit").read().count("recorded") >= 3
os._exit(0)
"""


@pytest.mark.parametrize("way", ["late", "early", "fork"])
def test_a_program_that_becomes_a_daemon_works_and_keeps_its_files(
    serve: Serve, tmp_path: Path, way: str
) -> None:
    server = serve()
    command = [sys.executable, "-c", DAEMON, way, server.endpoint]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(server.requests) == (3 if way == "late" else 4)
