"""Exceptions: which class, what they say, and that they survive pickling."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Iterator

import pytest
import seam_acs
from conftest import Connect, Serve
from recording_server import Answer, failure
from seam_acs import Seam, SeamError

MEMBERSHIP = {"acs_user_id": "u1", "acs_access_group_id": "g1"}


def subclasses(kind: type[SeamError]) -> Iterator[type[SeamError]]:
    yield kind
    for derived in kind.__subclasses__():
        yield from subclasses(derived)


def same_after_pickling(error: SeamError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert again.args == error.args
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_errors_that_a_program_makes_itself_survive_pickling() -> None:
    error = {"type": "invalid_input", "message": "Bad", "validation_errors": {"x": {"_errors": ["No"]}}}
    made: list[SeamError] = [
        seam_acs.SeamHttpApiError({"type": "t", "message": "m", "data": {"a": [1]}}, 404, "r1"),
        seam_acs.SeamHttpInvalidInputError(error, 400, "r2"),
        seam_acs.SeamHttpUnauthorizedError("r3"),
        seam_acs.SeamHttpInvalidResponseError("/p", "ok", "got nothing"),
        seam_acs.SeamInvalidOptionsError("both"),
        seam_acs.SeamInvalidTokenError("no"),
    ]
    with_arguments_of_their_own = {type(one) for one in made}
    made += [kind("m") for kind in subclasses(SeamError) if kind not in with_arguments_of_their_own]
    for one in made:
        one.outcome_unknown = True
        same_after_pickling(one)


def test_errors_of_calls_survive_pickling(serve: Serve, connect: Connect) -> None:
    tree = {"_errors": [], "acs_user_id": {"_errors": ["Required"]}}
    server = serve(
        failure(404, "acs_user_not_found", "Nobody", data={"acs_user_id": "u1"}),
        failure(400, "invalid_input", "Bad", validation_errors=tree),
        failure(401, "unauthorized", "No"),
        Answer(200, "<html>", content_type="text/html"),
        Answer(drop=True),
    )
    seam = connect(server, attempts=1)
    for kind in (
        seam_acs.SeamHttpApiError,
        seam_acs.SeamHttpInvalidInputError,
        seam_acs.SeamHttpUnauthorizedError,
        seam_acs.SeamHttpInvalidResponseError,
        seam_acs.SeamNetworkError,
    ):
        with pytest.raises(SeamError) as raised:
            seam.acs.users.add_to_access_group(**MEMBERSHIP)
        assert type(raised.value) is kind
        assert raised.value.explanation
        same_after_pickling(raised.value)


def test_validation_errors_survive_pickling_as_objects() -> None:
    tree = {"x": {"_errors": ["No"]}}
    error = seam_acs.SeamHttpInvalidInputError({"message": "m", "validation_errors": tree}, 400, None)
    again = pickle.loads(pickle.dumps(error))
    assert again.validation_errors == [seam_acs.SeamValidationError("x", ["No"])]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (failure(503, "unavailable", "Later"), seam_acs.SeamHttpApiError),
        (Answer(503, "", content_type=None), seam_acs.SeamHttpApiError),
        (Answer(200, {"ok": False}), seam_acs.SeamHttpInvalidResponseError),
        (Answer(302, "", headers={"location": "/login"}), seam_acs.SeamHttpInvalidResponseError),
        (Answer(drop=True), seam_acs.SeamNetworkError),
    ],
)
def test_a_change_without_an_answer_of_seam_says_outcome_unknown(
    answer: Answer, kind: type[SeamError], serve: Serve, connect: Connect
) -> None:
    seam = connect(serve(answer), attempts=1)
    for change in (seam.acs.users.add_to_access_group, seam.acs.users.remove_from_access_group):
        with pytest.raises(kind) as raised:
            change(**MEMBERSHIP)
        assert raised.value.outcome_unknown
        assert raised.value.status_name == "OUTCOME_UNKNOWN"
        assert not raised.value.retryable


def test_a_read_without_an_answer_has_no_unknown_outcome(serve: Serve, connect: Connect) -> None:
    seam = connect(serve(Answer(drop=True)), attempts=1)
    with pytest.raises(seam_acs.SeamNetworkError) as raised:
        seam.acs.users.get(acs_user_id="u1")
    assert not raised.value.outcome_unknown
    assert raised.value.retryable


def test_refused_by_seam_is_known(serve: Serve, connect: Connect) -> None:
    seam = connect(serve(failure(409, "conflict", "Busy")))
    with pytest.raises(seam_acs.SeamHttpApiError) as raised:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert (raised.value.outcome_unknown, raised.value.status_name) == (False, "CONFLICT")


def test_the_deadline_is_a_builtin_timeout_error(serve: Serve, connect: Connect) -> None:
    seam = connect(serve(Answer(hold=True)), timeout=0.2)
    with pytest.raises(TimeoutError) as raised:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert isinstance(raised.value, seam_acs.SeamTimeoutError)
    assert isinstance(raised.value, seam_acs.SeamNetworkError)
    assert raised.value.outcome_unknown
    same_after_pickling(raised.value)
    with pytest.raises(TimeoutError) as raised:
        seam.acs.users.get(acs_user_id="u1")
    assert not getattr(raised.value, "outcome_unknown", True)


def test_a_port_that_nobody_listens_on_is_a_network_error() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        seam = Seam("seam_x", endpoint=f"http://127.0.0.1:{unused.getsockname()[1]}", attempts=1)
        with pytest.raises(seam_acs.SeamNetworkError) as raised:
            seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert (raised.value.status_name, raised.value.outcome_unknown) == ("CONNECT", False)


def test_retry_after_is_told_in_seconds(serve: Serve, connect: Connect) -> None:
    answer = Answer(429, {"error": {"type": "rate_limited", "message": "Slow"}}, headers={"retry-after": "7"})
    seam = connect(serve(answer), attempts=1)
    with pytest.raises(seam_acs.SeamHttpApiError) as raised:
        seam.acs.systems.list()
    assert raised.value.retry_after == 7.0
    assert raised.value.retryable


@pytest.mark.parametrize("bad", ["", " u1", "u1\n", "u\x001", "u" * 257])
def test_an_id_that_cannot_be_one_is_refused_before_anything_is_sent(
    bad: str, serve: Serve, connect: Connect
) -> None:
    server = serve()
    seam = connect(server)
    with pytest.raises(ValueError, match="acs_user_id"):
        seam.acs.users.add_to_access_group(acs_user_id=bad, acs_access_group_id="g1")
    with pytest.raises(seam_acs.SeamInvalidArgumentError, match="acs_access_group_id"):
        seam.acs.users.remove_from_access_group(acs_user_id="u1", acs_access_group_id=bad)
    assert server.requests == []


def test_a_closed_client_says_so(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server)
    seam.close()
    seam.close()
    with pytest.raises(seam_acs.SeamStateError, match="closed") as raised:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert isinstance(raised.value, RuntimeError)
    assert server.requests == []


def test_parameters_that_json_does_not_have_are_type_errors(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server)
    for bad in (object(), {1: 2}, {"x": b"bytes"}):
        with pytest.raises(TypeError):
            seam.request("/acs/users/get", {"x": bad})
    with pytest.raises(ValueError, match="NaN"):
        seam.request("/acs/users/get", {"x": float("nan")})
    deep: list[object] = []
    for _ in range(1000):
        deep = [deep]
    with pytest.raises((ValueError, RecursionError)):
        seam.request("/acs/users/get", {"x": deep})
    with pytest.raises(TypeError):
        seam.acs.users.add_to_access_group(acs_user_id=7, acs_access_group_id="g1")  # type: ignore[arg-type]
    assert server.requests == []


def test_a_panic_in_the_native_half_is_an_ordinary_exception(capfd: pytest.CaptureFixture[str]) -> None:
    from seam_acs import _native

    with pytest.raises(seam_acs.SeamInternalError, match="asked for by contained_panic"):
        _native.contained_panic()
    assert capfd.readouterr() == ("", "")
