"""seam_acs.testing: a server of one's own for as long as a block."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox import program
from seam_acs import Seam, SeamHttpApiError, SeamNetworkError
from seam_acs.testing import Sandbox, SandboxError, sandbox

USER, GROUP = Sandbox.USER, Sandbox.GROUP
CONFTEST = 'pytest_plugins = ["seam_acs.pytest_sandbox"]\n'
TESTS = f"""
from seam_acs import Seam

def test_adds(seam_environment):
    Seam().acs.users.add_to_access_group(acs_user_id="{USER}", acs_access_group_id="{GROUP}")
    assert "{USER}" in seam_environment.members("{GROUP}")

def test_starts_afresh(seam_sandbox):
    assert "{USER}" not in seam_sandbox.members("{GROUP}")
"""


@pytest.fixture(autouse=True)
def installed_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAM_ACS_SANDBOX", program())


@pytest.fixture
def local() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def seam(local: Sandbox) -> Seam:
    return Seam(api_key=local.api_key, endpoint=local.url, attempts=1)


def add(seam: Seam) -> None:
    seam.acs.users.add_to_access_group(acs_user_id=USER, acs_access_group_id=GROUP)


def test_what_a_program_changes_can_be_looked_at(local: Sandbox, seam: Seam) -> None:
    local.switch(push_delay_ms=None)
    add(seam)
    assert USER in local.members(GROUP)
    assert USER not in local.applied_members(GROUP)
    local.finish_pushes()
    assert USER in local.applied_members(GROUP)
    assert [request["path"] for request in local.requests()] == ["/acs/users/add_to_access_group"]
    local.reset()
    assert USER not in local.members(GROUP)


def test_a_fault_hits_the_next_request_until_it_is_cleared(local: Sandbox, seam: Seam) -> None:
    local.fault("/acs/users/*", kind="status", status=403, type="not_yours", message="No.", times=2)
    with pytest.raises(SeamHttpApiError) as refusal:
        add(seam)
    assert refusal.value.code == "not_yours"
    local.clear_faults()
    add(seam)


def test_somebody_else_can_have_changed_it_before(local: Sandbox, seam: Seam) -> None:
    local.set_member(USER, GROUP, True)
    members = seam.acs.access_groups.list_users(acs_access_group_id=GROUP)
    assert USER in [user.acs_user_id for user in members]


def test_a_seed_is_a_mapping_or_a_file(tmp_path: Path, local: Sandbox) -> None:
    seed = local.seed()
    for group in seed["groups"]:
        if group["acs_access_group_id"] == GROUP:
            group["members"] = [USER]
    # The key of the run stays out of files: all that a run writes is searched for it.
    seed["api_key"] = "seam_testkey_of_this_seed"
    file = tmp_path / "seed.json"
    file.write_text(json.dumps(seed), encoding="utf-8")
    for given in (seed, file):
        with sandbox(seed=given) as seeded:
            assert seeded.members(GROUP) == [USER]


def test_what_it_does_not_have_is_an_error_in_its_words(local: Sandbox) -> None:
    with pytest.raises(SandboxError, match="no field colour"):
        local.fault(colour="red")
    with pytest.raises(SandboxError, match="no access group nowhere"):
        local.members("nowhere")


def test_after_the_block_nobody_listens() -> None:
    with sandbox() as running:
        pass
    with pytest.raises(SeamNetworkError):
        add(Seam(api_key=running.api_key, endpoint=running.url, attempts=1))


def test_without_the_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SEAM_ACS_SANDBOX")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    with pytest.raises(SandboxError, match="pip install seam-acs-sandbox"), sandbox():
        pass


def test_the_environments_proxy_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with sandbox() as running:
        assert running.requests() == []


def test_pytest_gives_each_test_a_sandbox(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_mine.py").write_text(TESTS, encoding="utf-8")
    # Through a program of its own: this pytest has loaded other plugins and settings already.
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    done = subprocess.run([*run, str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
