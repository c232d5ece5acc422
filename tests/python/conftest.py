"""A sandbox, and a server that answers as told, for every test that asks."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from recording_server import Answer, RecordingServer
from sandbox import Sandbox
from seam_acs import Seam

Serve = Callable[..., RecordingServer]
Connect = Callable[..., Seam]


@pytest.fixture(scope="session", autouse=True)
def programs_can_be_interrupted() -> None:
    """A suite started in the background inherited SIGINT ignored, and hands that on to its programs."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_credentials_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in os.environ if name.startswith("SEAM_") and not name.startswith("SEAM_ACS_")
    ]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sandbox_program() -> Iterator[Sandbox]:
    with Sandbox.running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_program: Sandbox) -> Sandbox:
    """The sandbox as it is after it starts."""
    sandbox_program.ask("POST", "reset")
    return sandbox_program


@pytest.fixture
def seed(sandbox: Sandbox) -> Iterator[None]:
    """What the sandbox starts with, also after a test that gave it another start."""
    before = sandbox.ask("GET", "seed")
    yield
    sandbox.ask("PUT", "seed", before)


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start servers that give the answers that a test lists."""
    with ExitStack() as stack:

        def start(*answers: Answer) -> RecordingServer:
            return stack.enter_context(RecordingServer(*answers).running())

        yield start


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Make clients that are closed when the test ends."""
    with ExitStack() as stack:

        def make(server: RecordingServer | Sandbox, **options: object) -> Seam:
            seam = Seam("seam_test_key", endpoint=server.endpoint, **options)  # type: ignore[arg-type]
            return stack.enter_context(seam)

        yield make
