"""``AsyncSeam``: many calls on one loop, cancelled with their tasks, without a thread of their own."""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import subprocess
import sys
from collections.abc import Coroutine
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any, TypeVar

import pytest
from conftest import Serve
from recording_server import Answer, failure
from sandbox import ENGINEERING, NEWCOMER, Sandbox
from seam_acs import (
    AsyncSeam,
    Roster,
    Seam,
    SeamCancelledError,
    SeamHttpApiError,
    SeamInvalidArgumentError,
    SeamPartialError,
)
from seam_acs.progress import Progress
from signatures import methods

MEMBERSHIP = {"acs_user_id": "u1", "acs_access_group_id": "g1"}
Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(asyncio.wait_for(work, 60))


def test_a_thousand_calls_at_once_need_three_threads_at_most(sandbox: Sandbox) -> None:
    # A process of its own: this one has the threads of other tests.
    program = """
import asyncio, os, sys
from seam_acs import AsyncSeam

async def main():
    async with AsyncSeam(sys.argv[1], endpoint=sys.argv[2], max_concurrency=100) as seam:
        calls = [asyncio.create_task(seam.acs.users.get(acs_user_id=sys.argv[3])) for _ in range(1000)]
        threads = 0
        while not all(call.done() for call in calls):
            threads = max(threads, len(os.listdir("/proc/self/task")))
            await asyncio.sleep(0.005)
        print(threads, len({(await call).acs_user_id for call in calls}))

asyncio.run(main())
"""
    sandbox.ask("POST", "switches", {"latency_ms": 20})
    done = subprocess.run(
        [sys.executable, "-c", program, sandbox.api_key, sandbox.endpoint, NEWCOMER],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    threads, users = map(int, done.stdout.split())
    assert users == 1
    assert 1 < threads <= 3


def test_calls_are_under_way_together_and_the_loop_goes_on(serve: Serve) -> None:
    server = serve(Answer(hold=True), Answer(hold=True), Answer())

    async def main() -> None:
        async with AsyncSeam("seam_x", endpoint=server.endpoint, attempts=2) as seam:
            first = asyncio.create_task(seam.acs.users.add_to_access_group(**MEMBERSHIP))
            second = asyncio.create_task(
                seam.acs.users.add_to_access_group(acs_user_id="u2", acs_access_group_id="g1")
            )
            while len(server.requests) < 2:
                await asyncio.sleep(0.01)
            assert not first.done() and not second.done()
            server.released.set()
            await asyncio.gather(first, second)

    run(main())


@pytest.mark.parametrize(("name", "unknown"), [("add_to_access_group", True), ("get", False)])
def test_cancelling_the_task_cancels_the_request_and_the_cause_says_what_became_of_it(
    name: str, unknown: bool, serve: Serve
) -> None:
    server = serve(Answer(hold=True))
    params = MEMBERSHIP if unknown else {"acs_user_id": "u1"}

    async def main() -> BaseException | None:
        async with AsyncSeam("seam_x", endpoint=server.endpoint) as seam:
            call = asyncio.create_task(getattr(seam.acs.users, name)(**params))
            while not server.requests:
                await asyncio.sleep(0.01)
            call.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await call
            return raised.value.__cause__ if sys.version_info >= (3, 11) else SeamCancelledError()

    cause = run(main())
    assert not server.released.is_set()
    assert isinstance(cause, SeamCancelledError)
    if sys.version_info >= (3, 11):
        assert cause.outcome_unknown is unknown


def test_a_time_limit_of_asyncio_ends_a_call(serve: Serve) -> None:
    server = serve(Answer(hold=True))

    async def main() -> None:
        async with AsyncSeam("seam_x", endpoint=server.endpoint) as seam:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(seam.acs.users.get(acs_user_id="u1"), 0.1)

    run(main())
    assert not server.released.is_set()


def test_a_call_that_nobody_waits_for_any_more_is_cancelled(serve: Serve) -> None:
    server = serve(Answer(hold=True))
    seam = AsyncSeam("seam_x", endpoint=server.endpoint)

    async def main() -> Coroutine[Any, Any, object]:
        call = seam.acs.users.get(acs_user_id="u1")
        call.send(None)
        while not server.requests:
            await asyncio.sleep(0.01)
        return call

    run(main()).close()
    assert not server.released.is_set()


def test_closing_the_client_ends_its_calls(serve: Serve) -> None:
    server = serve(Answer(hold=True))

    async def main() -> None:
        seam = AsyncSeam("seam_x", endpoint=server.endpoint)
        call = asyncio.create_task(seam.acs.users.get(acs_user_id="u1"))
        while not server.requests:
            await asyncio.sleep(0.01)
        await seam.close()
        with pytest.raises(SeamCancelledError):
            await call

    run(main())


def test_each_task_has_the_request_id_of_its_own_last_call(serve: Serve) -> None:
    server = serve(Answer(), failure(404, "acs_user_not_found", "Nobody"), Answer())

    async def main() -> None:
        async with AsyncSeam("seam_x", endpoint=server.endpoint) as seam:
            await seam.acs.users.add_to_access_group(**MEMBERSHIP)
            assert seam.last_request_id == "request1"
            with pytest.raises(SeamHttpApiError):
                await seam.acs.users.add_to_access_group(**MEMBERSHIP)
            assert seam.last_request_id == "request2"

            async def elsewhere() -> str | None:
                await seam.acs.users.add_to_access_group(**MEMBERSHIP)
                return seam.last_request_id

            assert await asyncio.create_task(elsewhere()) == "request3"
            assert seam.last_request_id == "request2"

    run(main())


def test_a_wrong_argument_is_raised_where_the_call_is_awaited(serve: Serve) -> None:
    server = serve()

    async def main() -> None:
        async with AsyncSeam("seam_x", endpoint=server.endpoint) as seam:
            call = seam.acs.users.get(acs_user_id="")
            with pytest.raises(SeamInvalidArgumentError):
                await call

    run(main())
    assert server.requests == []


def test_one_client_serves_one_loop_after_another(serve: Serve) -> None:
    server = serve()
    seam = AsyncSeam("seam_x", endpoint=server.endpoint)
    for _ in range(3):
        run(seam.acs.users.add_to_access_group(**MEMBERSHIP))
    assert len(server.requests) == 3


def test_loops_that_are_gone_leave_no_descriptor_behind(serve: Serve) -> None:
    server = serve()
    seam = AsyncSeam("seam_x", endpoint=server.endpoint)

    def descriptors() -> int:
        run(seam.acs.users.add_to_access_group(**MEMBERSHIP))
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir()))

    descriptors()
    before = descriptors()
    for _ in range(5):
        after = descriptors()
    assert after <= before


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_child_process_has_a_loop_and_a_queue_of_its_own(serve: Serve) -> None:
    server = serve()
    seam = AsyncSeam("seam_x", endpoint=server.endpoint)
    run(seam.acs.users.add_to_access_group(**MEMBERSHIP))
    fork = multiprocessing.get_context("fork")
    results: SimpleQueue[object] = fork.SimpleQueue()

    def in_child() -> None:
        results.put(run(seam.request("/acs/users/get", {"acs_user_id": "u1"})))

    child = fork.Process(target=in_child)
    child.start()
    assert results.get() == {"ok": True}
    child.join(20)
    assert child.exitcode == 0


def test_importing_the_package_does_not_import_asyncio() -> None:
    program = f"import sys; sys.path[:0] = {sys.path!r}; import seam_acs; print('asyncio' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "False\n"


def test_memberships_are_the_same_without_blocking(sandbox: Sandbox) -> None:
    looks: list[Progress] = []
    membership: dict[str, Any] = {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING}
    sandbox.ask("POST", "switches", {"latency_ms": 30})

    async def main() -> None:
        async with AsyncSeam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
            memberships = seam.acs.memberships
            changes = [(action, NEWCOMER, ENGINEERING) for action in ("add", "remove") * 3]
            report = await memberships.apply(changes, progress=looks.append)
            assert report.totals.applied == 6
            plan = await memberships.plan(Roster(f"acs_user_id,group\n{NEWCOMER},Engineering\n"))
            assert (plan.adds, plan.removes) == (1, 1)
            assert (await memberships.sync(plan)).is_complete
            assert (await memberships.wait(**membership)).state == "applied"
            assert await memberships.is_member(**membership)
            with pytest.raises(SeamPartialError) as raised:
                await memberships.apply([("add", NEWCOMER, "00000000-0000-0000-0000-000000000000")])
            assert raised.value.report is not None and raised.value.report.totals.failed == 1

    run(main())
    assert (looks[-1].done, looks[-1].total) == (6, 6)
    assert len(looks) > 1
    assert sandbox.members() == [NEWCOMER]


def cause_of_cancelling(sandbox: Sandbox, changes: list[tuple[str, str, str]]) -> BaseException | None:
    """What a list ends as that is cancelled while the server holds a change of it."""
    sandbox.ask("POST", "faults", {"hold": True, "times": None, "path": "/acs/users/*"})

    async def main() -> BaseException | None:
        async with AsyncSeam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
            work = asyncio.create_task(seam.acs.memberships.apply(changes))
            while not sandbox.ask("GET", "state")["held"]:
                await asyncio.sleep(0.01)
            work.cancel()
            with pytest.raises(asyncio.CancelledError) as raised:
                await work
            return raised.value.__cause__

    return run(main())


def test_cancelling_a_list_gives_the_report_so_far(sandbox: Sandbox) -> None:
    changes = [("add", NEWCOMER, ENGINEERING), ("remove", NEWCOMER, ENGINEERING)]

    cause = cause_of_cancelling(sandbox, changes)
    if sys.version_info >= (3, 11):
        assert isinstance(cause, SeamPartialError) and cause.report is not None
        assert [item.outcome for item in cause.report] == ["outcome_unknown", "not_attempted"]
        assert json.loads(cause.report.to_json())["totals"]["outcome_unknown"] == 1


def test_what_a_progress_raises_stops_the_work_and_its_cause_has_the_report(sandbox: Sandbox) -> None:
    sandbox.ask("POST", "faults", {"hold": True, "times": None, "path": "/acs/users/*"})

    def stop(look: Progress) -> None:
        raise LookupError("enough")

    async def main() -> BaseException | None:
        async with AsyncSeam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
            with pytest.raises(LookupError) as raised:
                await seam.acs.memberships.apply([("add", NEWCOMER, ENGINEERING)], progress=stop)
            return raised.value.__cause__

    cause = run(main())
    assert isinstance(cause, SeamPartialError) and cause.report is not None
    assert cause.report[0].outcome == "outcome_unknown"


def test_what_was_done_before_a_progress_raised_is_reported_as_done(sandbox: Sandbox) -> None:
    told: list[str] = []

    def late(look: Progress) -> None:
        if look.done:
            raise LookupError("late")

    async def main() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _, told_of: told.append(str(told_of["exception"]))
        )
        async with AsyncSeam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
            report = await seam.acs.memberships.apply([("add", NEWCOMER, ENGINEERING)], progress=late)
            assert report.totals.applied == 1

    run(main())
    assert told == ["late"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the cause of a CancelledError is lost")
def test_a_cancelled_list_waits_longer_for_its_report_than_for_a_look_at_progress(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The report of a million changes takes half a second; here the look is shorter in its place.
    monkeypatch.setattr("seam_acs.aio.channel.SLICE", 0.0)

    cause = cause_of_cancelling(sandbox, [("add", NEWCOMER, ENGINEERING)])
    assert isinstance(cause, SeamPartialError), cause
    assert cause.report is not None and cause.report.totals.outcome_unknown == 1


@pytest.mark.parametrize("name", ["access_groups", "entrances", "memberships", "systems", "users"])
def test_both_clients_have_the_same_methods_with_the_same_parameters(name: str) -> None:
    with Seam("seam_test", endpoint="http://localhost:1") as seam:
        ours = methods(type(getattr(seam.acs, name)))
        theirs = methods(type(getattr(AsyncSeam("seam_test", endpoint="http://localhost:1").acs, name)))
    assert ours and theirs == ours
