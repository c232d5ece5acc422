"""The sandbox program: started, asked about its state, ended."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

REPOSITORY = Path(__file__).resolve().parents[2]
ENGINEERING = "44444444-4444-4444-4444-444444444444"
NEWCOMER = "33333333-3333-3333-3333-333333333333"


class Sandbox:
    """A running sandbox."""

    def __init__(self, endpoint: str, process: subprocess.Popen[str]) -> None:
        self.endpoint = endpoint
        self.process = process
        self.api_key: str = self.ask("GET", "state")["api_key"]

    @classmethod
    @contextmanager
    def running(cls, *options: str) -> Iterator[Sandbox]:
        with subprocess.Popen(
            [program(), "--port", "0", "--until-stdin-closes", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            endpoint = process.stdout.readline().split()[-1]
            try:
                yield cls(endpoint, process)
            finally:
                process.stdin.close()
                process.stdout.read()

    def ask(self, method: str, name: str, body: object = None) -> Any:
        """Use the sandbox's own API, which is under /_sandbox/."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.endpoint}/_sandbox/{name}", data, method=method)
        with urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def members(self, group_id: str = ENGINEERING) -> list[str]:
        """Who is in a group, as the sandbox keeps it."""
        groups = self.ask("GET", "state")["groups"]
        members: list[str] = next(g["members"] for g in groups if g["acs_access_group_id"] == group_id)
        return members

    def environment(self) -> Mapping[str, str]:
        """What a program needs to find this sandbox."""
        return {**os.environ, "SEAM_API_KEY": self.api_key, "SEAM_ENDPOINT": self.endpoint}


def program() -> str:
    """The sandbox's executable: the one that is named, or else built here."""
    named = os.environ.get("SEAM_ACS_SANDBOX")
    if named:
        return named
    subprocess.run(["cargo", "build", "--quiet", "--package", "seam-acs-sandbox"], cwd=REPOSITORY, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR") or REPOSITORY / "target")
    return str(target / "debug" / "seam-acs-sandbox")
