"""The sandbox as pytest fixtures.

They are there for a conftest.py that has `pytest_plugins = ["seam_acs.pytest_sandbox"]`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .testing import Sandbox, sandbox


@pytest.fixture
def seam_sandbox() -> Iterator[Sandbox]:
    """A local Seam server of this test alone."""
    with sandbox() as running:
        yield running


@pytest.fixture
def seam_environment(seam_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The same, and the environment points to it: `Seam()` and programs that the test starts find it."""
    for name, value in seam_sandbox.environment().items():
        monkeypatch.setenv(name, value)
    return seam_sandbox
