"""One client and many threads; the interpreter runs on while a call waits."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import Connect, Serve
from recording_server import Answer
from seam_acs import SeamCancelledError

MEMBERSHIP = {"acs_user_id": "u1", "acs_access_group_id": "g1"}


def test_other_threads_run_while_a_call_waits(serve: Serve, connect: Connect) -> None:
    server = serve(Answer(hold=True), Answer())
    seam = connect(server, attempts=2)

    def let_go() -> None:
        server.wait_for_request()
        server.released.set()

    other = threading.Thread(target=let_go)
    other.start()
    # Ends only if the other thread's Python code runs meanwhile: the server answers nothing before that.
    seam.acs.users.add_to_access_group(**MEMBERSHIP)
    other.join()
    assert server.released.is_set()


def test_sixteen_threads_use_one_client_at_once(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server)
    together = threading.Barrier(16)

    def change(number: int) -> tuple[str | None, bool]:
        together.wait(20)
        for turn in range(10):
            seam.acs.users.add_to_access_group(
                acs_user_id=f"u{number}", acs_access_group_id=f"g{number}-{turn}"
            )
            mine = seam.last_request_id
        return mine, seam.last_request_id == mine

    with ThreadPoolExecutor(16) as pool:
        ids = list(pool.map(change, range(16)))
    assert all(same for _, same in ids)
    assert len({request_id for request_id, _ in ids}) == 16
    asked = sorted((r.params["acs_user_id"], r.params["acs_access_group_id"]) for r in server.requests)
    assert asked == sorted((f"u{n}", f"g{n}-{turn}") for n in range(16) for turn in range(10))


def test_close_in_another_thread_ends_a_call(serve: Serve, connect: Connect) -> None:
    server = serve(Answer(hold=True))
    seam = connect(server)

    def close_once_asked() -> None:
        server.wait_for_request()
        seam.close()

    other = threading.Thread(target=close_once_asked)
    other.start()
    with pytest.raises(SeamCancelledError) as raised:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    other.join()
    assert raised.value.outcome_unknown
    assert not server.released.is_set()
