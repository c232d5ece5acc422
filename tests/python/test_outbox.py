"""``Outbox``: a change is on the disk when it is kept, and reaches Seam over restarts."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypedDict

import pytest
from sandbox import ENGINEERING, NEWCOMER, REPOSITORY, Sandbox
from seam_acs import (
    AsyncOutbox,
    AsyncSeam,
    Outbox,
    Seam,
    SeamCancelledError,
    SeamGuardError,
    SeamInvalidArgumentError,
    SeamStateError,
)
from signatures import methods


class Pair(TypedDict):
    acs_user_id: str
    acs_access_group_id: str


PAIR: Pair = {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING}
EXAMPLE = REPOSITORY / "bindings-python" / "examples" / "outbox.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def seam(sandbox: Sandbox) -> Seam:
    return Seam(sandbox.api_key, endpoint=sandbox.endpoint)


def states(outbox: Outbox) -> list[str]:
    return [change.state for change in outbox.list()]


def wait_for(what: str, is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, what
        time.sleep(0.02)


def test_what_is_kept_without_a_key_is_delivered_by_another_process(folder: Path, sandbox: Sandbox) -> None:
    def example(*words: str, **environment: str) -> str:
        words = (sys.executable, str(EXAMPLE), str(folder), *words)
        known = {"PATH": os.environ["PATH"], **environment}
        return subprocess.run(words, check=True, capture_output=True, text=True, env=known, timeout=60).stdout

    assert example("remove", NEWCOMER, ENGINEERING) == "Kept; not sent yet: change 1.\n"
    assert example("add", NEWCOMER, ENGINEERING) == "Kept; not sent yet: change 2.\n"
    told = example("deliver", SEAM_API_KEY=sandbox.api_key, SEAM_ENDPOINT=sandbox.endpoint)
    assert told == f"remove {NEWCOMER}: superseded\nadd {NEWCOMER}: recorded\n"
    assert NEWCOMER in sandbox.members()
    assert Outbox(folder).outcomes() == []


def test_an_addition_until_a_time_is_kept_with_its_removal(folder: Path) -> None:
    outbox = Outbox(folder)
    until = datetime(2126, 12, 4, 18, tzinfo=timezone(timedelta(hours=1)))
    added = outbox.add_to_access_group(**PAIR, until=until, good_for=60, actor="ada", reason="visit")
    change, removal = outbox.list()
    assert (change.id, change.state, change.good_for_s, change.actor) == (added, "waiting", 60, "ada")
    assert (removal.action, removal.state, removal.not_before) == (
        "remove",
        "scheduled",
        "2126-12-04T17:00:00.000Z",
    )
    with pytest.raises(SeamInvalidArgumentError, match="must be a time with its offset"):
        outbox.add_to_access_group(**PAIR, until=datetime(2126, 12, 4, 18))


def test_a_list_is_kept_whole_or_not_at_all(folder: Path) -> None:
    outbox = Outbox(folder)
    change = {"action": "remove", **PAIR}
    with pytest.raises(SeamInvalidArgumentError, match="change 2"):
        outbox.enqueue([change, {**change, "action": "open"}])
    assert outbox.list() == []
    assert outbox.enqueue([change, {**change, "action": "add", "good_for_s": 60}]) == ["1", "2"]


def test_a_person_decides_about_what_seam_refused(folder: Path, seam: Seam) -> None:
    outbox = Outbox(folder)
    change = outbox.remove_from_access_group(acs_user_id=ENGINEERING, acs_access_group_id=ENGINEERING)
    assert (outbox.alarm(), outbox.alarm(3600)) == (None, None)
    done = seam.acs.outbox.deliver(outbox, until_empty=True)
    assert (done.delivered, done.status.refused_removes) == (0, 1)
    assert (outbox.alarm() or "").startswith("1 removal is refused")
    assert "\nseam_acs_outbox_refused_removals 1\n" in outbox.metrics()
    (refused,) = outbox.list("refused")
    assert refused.error and refused.request_id and refused.cursor
    with pytest.raises(SeamGuardError, match="force"):
        outbox.drop(change, reason="left")
    outbox.retry(change)
    assert states(outbox) == ["waiting"]
    outbox.drop(change, reason="the user is gone", force=True)
    assert (states(outbox), outbox.status().dropped) == (["dropped"], 1)


def test_a_delivery_goes_on_until_the_client_is_closed(folder: Path, sandbox: Sandbox, seam: Seam) -> None:
    outbox, ended = Outbox(folder), []

    def deliver() -> None:
        with pytest.raises(SeamCancelledError):
            seam.acs.outbox.deliver(outbox)
        ended.append(True)

    thread = threading.Thread(target=deliver)
    thread.start()
    outbox.add_to_access_group(**PAIR)
    wait_for("the addition is recorded", lambda: states(outbox) == ["recorded"])
    with pytest.raises(SeamStateError, match="being delivered already"):
        Seam(sandbox.api_key, endpoint=sandbox.endpoint).acs.outbox.deliver(outbox)
    seam.close()
    thread.join(60)
    assert ended == [True]


def test_ctrl_c_ends_a_delivery(folder: Path, sandbox: Sandbox) -> None:
    program = "import sys, seam_acs; seam_acs.Seam().acs.outbox.deliver(seam_acs.Outbox(sys.argv[1]))"
    words = [sys.executable, "-c", program, str(folder)]
    with subprocess.Popen(words, env=sandbox.environment(), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        outbox = Outbox(folder)
        outbox.add_to_access_group(**PAIR)
        wait_for("the addition is recorded", lambda: states(outbox) == ["recorded"])
        process.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in process.stderr.read()
        process.wait(60)


def test_a_damaged_outbox_is_repaired(folder: Path) -> None:
    outbox = Outbox(folder)
    for _ in range(2):
        outbox.remove_from_access_group(**PAIR)
    log = folder / "log"
    text = bytearray(log.read_bytes())
    text[text.index(b"\n") + 40] ^= 1
    log.write_bytes(text)
    with pytest.raises(SeamStateError, match="damaged at byte"):
        Outbox(folder)
    repaired = Outbox.repair(folder)
    assert (repaired.lost_ids, repaired.in_doubt_ids) == (["1"], [])
    assert repaired.damaged_file and Path(repaired.damaged_file).read_bytes() == text
    assert states(Outbox(folder)) == ["settling"]
    assert Outbox.repair(folder).damaged_at is None


def test_asyncio_keeps_and_delivers_and_the_loop_goes_on(folder: Path, sandbox: Sandbox) -> None:
    async def main() -> None:
        outbox = await AsyncOutbox.open(folder)
        async with AsyncSeam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
            delivery = asyncio.create_task(seam.acs.outbox.deliver(outbox))
            await outbox.add_to_access_group(**PAIR)
            while not await outbox.outcomes():
                await asyncio.sleep(0.01)
            delivery.cancel()
            with pytest.raises(asyncio.CancelledError):
                await delivery
            (change,) = await outbox.list("recorded")
            assert change.cursor
            await outbox.acknowledge(change.cursor)
            assert await outbox.outcomes() == []
            await outbox.remove_from_access_group(**PAIR)
            assert (await outbox.status()).waiting == 1
            assert (await seam.acs.outbox.deliver(outbox, until_empty=True)).delivered == 1

    asyncio.run(asyncio.wait_for(main(), 60))
    assert NEWCOMER not in sandbox.members()


def test_the_two_kinds_have_the_same_methods() -> None:
    sync = {name: parameters for name, parameters in methods(Outbox).items() if name != "repair"}
    assert methods(AsyncOutbox) == sync


def test_a_cursor_that_no_outcome_had_is_refused(folder: Path) -> None:
    outbox = Outbox(folder)
    outbox.remove_from_access_group(**PAIR)
    with pytest.raises(SeamInvalidArgumentError, match="cursor"):
        outbox.acknowledge("99")
    assert states(outbox) == ["waiting"]
