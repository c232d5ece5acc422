"""A local Seam server for the tests of your own programs: no account, no network.

    from seam_acs import Seam
    from seam_acs.testing import sandbox

    with sandbox() as s, Seam(api_key=s.api_key, endpoint=s.url) as seam:
        seam.acs.users.add_to_access_group(acs_user_id=s.USER, acs_access_group_id=s.GROUP)
        assert s.USER in s.members(s.GROUP)

It runs the program of the package seam-acs-sandbox (`pip install seam-acs-sandbox`), which is found beside
this Python, on the PATH, or where SEAM_ACS_SANDBOX says. It is a pytest fixture in seam_acs.pytest_sandbox.

What can be set and what can go wrong on demand is described in that package: seeds, faults and switches are
given here with the names that they have there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional, Union
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

__all__ = ["Sandbox", "SandboxError", "sandbox"]

PROGRAM = "seam-acs-sandbox"
FIRST_WORDS = f"{PROGRAM} listening on "
ANSWERS_WITHIN_SECONDS = 20
ENDS_WITHIN_SECONDS = 10

Seed = Union[Mapping[str, Any], str, "os.PathLike[str]"]


class SandboxError(Exception):
    """The sandbox is not installed, did not start, or was asked for something that it does not have."""


class Sandbox:
    """A running sandbox. Its methods may be called from any thread."""

    #: A person of the built-in seed, Ada Lindqvist; the user of Seam's guide.
    USER = "33333333-3333-3333-3333-333333333333"
    #: An access group of the built-in seed, Engineering; the group of Seam's guide. USER is not in it.
    GROUP = "44444444-4444-4444-4444-444444444444"

    def __init__(self, url: str) -> None:
        self._opener = build_opener(ProxyHandler({}))
        #: For `endpoint=` and SEAM_ENDPOINT, such as http://127.0.0.1:41234.
        self.url = url
        #: A key that it accepts.
        self.api_key: str = self._state()["api_key"]

    def __repr__(self) -> str:
        return f"Sandbox(url={self.url!r})"

    def environment(self) -> dict[str, str]:
        """The variables by which a program finds this sandbox, to add to its environment."""
        return {"SEAM_API_KEY": self.api_key, "SEAM_ENDPOINT": self.url}

    def members(self, acs_access_group_id: str) -> list[str]:
        """The ids of the ACS users whom Seam has recorded as members."""
        return self._users_of(acs_access_group_id, "members")

    def applied_members(self, acs_access_group_id: str) -> list[str]:
        """The ids of the ACS users whom the access system has in the group: it follows what was recorded."""
        return self._users_of(acs_access_group_id, "applied_members")

    def set_member(self, acs_user_id: str, acs_access_group_id: str, member: bool) -> None:
        """Put somebody in or out, as if somebody else had done it before."""
        membership = {"acs_user_id": acs_user_id, "acs_access_group_id": acs_access_group_id}
        self._ask("POST", "memberships", {**membership, "member": member})

    def fault(self, path: str = "*", **fields: Any) -> None:
        """Let the next request go wrong: `fault("/acs/users/*", kind="status", status=503, times=2)`."""
        self._ask("POST", "faults", {"path": path, **fields})

    def clear_faults(self) -> None:
        """Forget the faults that have not happened, and let go of the answers that are held."""
        self._ask("DELETE", "faults")

    def switch(self, **positions: Any) -> None:
        """Settle what Seam leaves open, and delays: `switch(remove_of_non_member=404, push_delay_ms=0)`."""
        self._ask("POST", "switches", positions)

    def finish_pushes(self) -> None:
        """Let the access system follow everything that was recorded, now."""
        self._ask("POST", "finish_pushes")

    def requests(self) -> list[dict[str, Any]]:
        """Every request since the start: method, path, query, headers, body, status, request_id."""
        requests: list[dict[str, Any]] = self._ask("GET", "requests")
        return requests

    def seed(self) -> dict[str, Any]:
        """The people, groups and entrances at the start: a pattern for a seed of your own."""
        seed: dict[str, Any] = self._ask("GET", "seed")
        return seed

    def plant(self, seed: Mapping[str, Any]) -> None:
        """Start over with other people, groups and entrances."""
        self._ask("PUT", "seed", seed)

    def reset(self) -> None:
        """Go back to the start: content, switches, no faults, no requests."""
        self._ask("POST", "reset")

    def _users_of(self, group: str, which: str) -> list[str]:
        for record in self._state()["groups"]:
            if record["acs_access_group_id"] == group:
                users: list[str] = record[which]
                return users
        raise SandboxError(f"there is no access group {group}")

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._ask("GET", "state")
        return state

    def _ask(self, method: str, name: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/_sandbox/{name}", data, method=method)
        try:
            with self._opener.open(request, timeout=ANSWERS_WITHIN_SECONDS) as answer:
                return json.load(answer)
        except HTTPError as refusal:
            with refusal:
                raise SandboxError(json.load(refusal)["message"]) from None


@contextmanager
def sandbox(
    *,
    seed: Optional[Seed] = None,
    push_delay_ms: Optional[int] = None,
    latency_ms: int = 0,
    program: Union[str, os.PathLike[str], None] = None,
) -> Iterator[Sandbox]:
    """Run a sandbox on a free port of this machine until the block ends.

    It also ends when this process does, however that happens.

    seed: people, groups and entrances as a mapping or a JSON file; default: the built-in ones.
    push_delay_ms: so long after a change the access system follows; default: 300.
    latency_ms: so long each request waits before it is looked at.
    program: the executable; default: the one that is installed.

    Raises SandboxError if there is no such program, or if it does not take the seed.
    """
    command = [os.fspath(program) if program is not None else _installed_program()]
    command += ["--port", "0", "--until-stdin-closes", "--latency", str(latency_ms)]
    if push_delay_ms is not None:
        command += ["--push-delay", str(push_delay_ms)]
    if seed is not None and not isinstance(seed, Mapping):
        command += ["--seed", os.fspath(seed)]
    process = _started(command)
    try:
        running = Sandbox(_address(process))
        if isinstance(seed, Mapping):
            running.plant(seed)
        yield running
    finally:
        _end(process)


def _started(command: list[str]) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    except OSError as error:
        raise SandboxError(f"{command[0]} cannot be started: {error.strerror}") from error


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    # It goes on to say who is inside; nobody reads that here, and a full pipe would stop it.
    process.stdout.close()
    if not line.startswith(FIRST_WORDS):
        raise SandboxError("the sandbox ended before it listened; it said why on standard error")
    return line[len(FIRST_WORDS) :].strip()


def _end(process: subprocess.Popen[str]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _installed_program() -> str:
    named = os.environ.get("SEAM_ACS_SANDBOX")
    if named:
        return named
    beside = Path(sysconfig.get_path("scripts")) / PROGRAM
    found = str(beside) if beside.is_file() else shutil.which(PROGRAM)
    if found is None:
        raise SandboxError(f"{PROGRAM} is not installed: pip install {PROGRAM}")
    return found
