"""Options, the hatch, and what a client tells about itself."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Connect, Serve
from recording_server import Answer
from seam_acs import (
    NULL,
    Seam,
    SeamHttpInvalidResponseError,
    SeamInvalidOptionsError,
    SeamNetworkError,
    __version__,
)

MEMBERSHIP = {"acs_user_id": "u1", "acs_access_group_id": "g1"}


def test_what_is_sent_is_the_guides_request(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server, user_agent_suffix="panel/7")
    seam.acs.users.add_to_access_group(**MEMBERSHIP)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/acs/users/add_to_access_group")
    assert request.params == MEMBERSHIP
    assert request.headers["authorization"] == "Bearer seam_test_key"
    assert request.headers["seam-sdk-name"] == "seam-acs/python"
    assert request.headers["seam-sdk-version"] == __version__
    assert request.headers["user-agent"].endswith("panel/7")


def test_repr_and_attributes_show_no_secret(serve: Serve, connect: Connect) -> None:
    server = serve()
    seam = connect(server)
    assert repr(seam) == f"Seam(endpoint={server.endpoint!r})"
    assert "seam_test_key" not in f"{vars(seam)} {dir(seam)}"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"timeout": 0}, "timeout_ms"),
        ({"timeout": -1.5}, "timeout_ms"),
        ({"timeout": float("nan")}, "timeout_ms"),
        ({"attempts": 0}, "max_attempts"),
        ({"attempts": 21}, "max_attempts"),
        ({"log_level": "loud"}, "log_level"),
        ({"proxy": "socks5://x"}, "proxy"),
        ({"endpoint": "http://seam.example.com"}, "endpoint"),
    ],
)
def test_options_out_of_range_are_refused_by_name(options: dict[str, object], named: str) -> None:
    with pytest.raises(SeamInvalidOptionsError, match=named):
        Seam("seam_x", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["log_file", "audit_log"])
def test_a_pipe_or_a_device_is_refused_at_once(option: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, kind in [(tmp_path / "pipe", "pipe"), ("/dev/null", "device"), (tmp_path, "folder")]:
        with pytest.raises(SeamInvalidOptionsError, match=f"{option} .* it is a {kind}"):
            Seam("seam_x", **{option: path})  # type: ignore[arg-type]


ASK = """
import sys
from seam_acs import Seam, SeamError
trust_env = {"unset": None, "no": False}[sys.argv[1]]
try:
    Seam("seam_x", endpoint="https://connect.invalid", attempts=1, trust_env=trust_env).acs.systems.list()
except SeamError as error:
    print(error)
"""


def test_the_machines_proxy_is_heard_unless_trust_env_is_false() -> None:
    def ask(trust_env: str) -> str:
        environment = {**os.environ, "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""}
        command = [sys.executable, "-c", ASK, trust_env]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert "proxy" in ask("unset")
    assert "could not be resolved" in ask("no")


def test_an_unknown_keyword_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="timeuot"):
        Seam("seam_x", timeuot=5)  # type: ignore[call-arg]


def test_attempts_is_how_often_a_call_is_tried(serve: Serve, connect: Connect) -> None:
    server = serve(Answer(503, "", content_type=None))
    with pytest.raises(Exception, match="unknown"):
        connect(server, attempts=1).acs.users.add_to_access_group(**MEMBERSHIP)
    assert len(server.requests) == 1
    with pytest.raises(Exception, match="unknown"):
        connect(server, attempts=2).acs.users.add_to_access_group(**MEMBERSHIP)
    assert len(server.requests) == 3


def test_what_cannot_be_sent_is_tried_until_the_deadline_where_that_is_asked() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        patient = Seam("seam_test_key", endpoint=endpoint, timeout=1.5, retry_until_deadline=True)
        with pytest.raises(SeamNetworkError) as caught:
            patient.acs.users.add_to_access_group(**MEMBERSHIP)
        assert caught.value.attempts > 4
        with pytest.raises(SeamNetworkError) as caught:
            patient.with_options(retry_until_deadline=False, attempts=1).check()
        assert caught.value.attempts == 1


def test_a_log_is_written_where_the_options_say_and_holds_no_token(
    serve: Serve, connect: Connect, tmp_path: Path
) -> None:
    log = tmp_path / "seam.log"
    with connect(serve(), log_file=log, log_level="trace") as seam:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert "seam_test_key" not in "".join(lines)


def test_the_log_level_changes_while_the_client_lives(serve: Serve, connect: Connect, tmp_path: Path) -> None:
    server = serve()
    log = tmp_path / "log"
    seam = connect(server, log_file=log)
    seam.acs.users.add_to_access_group(**MEMBERSHIP)
    other = seam.with_options(attempts=1)
    seam.set_log_level("debug")
    other.acs.users.add_to_access_group(**MEMBERSHIP)
    with pytest.raises(SeamInvalidOptionsError, match="log_level must be error, warn"):
        seam.set_log_level("verbose")
    seam.close()
    other.close()
    assert log.read_text().count('"call_answered"') == 1


def test_the_hatch_sends_json_types_as_they_are(serve: Serve, connect: Connect) -> None:
    answer = {"ok": True, "n": 1, "big": 2**63, "f": 1.5, "none": None, "list": [True, {"é": "ü"}]}
    server = serve(Answer(200, answer))
    params = {"s": "é", "i": -3, "b": True, "f": 0.5, "null": NULL, "left": None, "o": {"x": [1, NULL]}}
    assert connect(server).request("/acs/users/get", params) == answer
    assert server.requests[0].params == {
        "s": "é",
        "i": -3,
        "b": True,
        "f": 0.5,
        "null": None,
        "o": {"x": [1, None]},
    }


@pytest.mark.parametrize("path", ["", "acs/users/get", "//evil", "/a/../b", "/a?x=1", "https://evil/x"])
def test_the_hatch_refuses_paths_that_lead_elsewhere(path: str, serve: Serve, connect: Connect) -> None:
    server = serve()
    with pytest.raises(ValueError, match="path"):
        connect(server).request(path)
    assert server.requests == []


def test_last_request_id_is_that_of_the_last_call_also_a_failed_one(serve: Serve, connect: Connect) -> None:
    seam = connect(serve(Answer(), Answer(400, {"error": {"type": "t", "message": "m"}}), Answer(drop=True)))
    assert seam.last_request_id is None
    seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert seam.last_request_id == "request1"
    with pytest.raises(Exception, match="m"):
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
    assert seam.last_request_id == "request2"


def test_one_page_of_a_list_costs_one_request(serve: Serve, connect: Connect) -> None:
    more = {"has_next_page": True, "next_page_cursor": "c2", "next_page_url": None}
    server = serve(Answer(200, {"ok": True, "acs_users": [{"acs_user_id": "u1"}], "pagination": more}))
    page = connect(server).acs.users.list()
    assert (len(page), page.pagination, len(server.requests)) == (1, more, 1)


def test_check_says_when_the_endpoint_is_not_seam(serve: Serve, connect: Connect) -> None:
    with pytest.raises(SeamHttpInvalidResponseError) as raised:
        connect(serve(Answer(404, "<html>", content_type="text/html"))).check()
    assert (raised.value.status_code, raised.value.outcome_unknown) == (404, False)


def test_a_deprecated_variable_warns_and_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEAM_API_URL", "https://old.example.com")
    with pytest.warns(FutureWarning, match="SEAM_ENDPOINT") as warned:
        seam = Seam("seam_x")
    assert seam.endpoint.startswith("https://old.example.com")
    assert warned[0].filename == __file__
    assert capfd.readouterr() == ("", "")


def test_what_is_not_here_says_where_it_is() -> None:
    seam = Seam("seam_x")
    for owner, name in ((seam, "devices"), (seam.acs, "credentials"), (seam.acs.users, "create")):
        with pytest.raises(AttributeError, match=f"{name} is in the package seam; seam.request"):
            getattr(owner, name)
    assert not hasattr(seam, "__len__")
