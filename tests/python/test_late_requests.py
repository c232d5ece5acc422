"""A request that was given up and arrives late: it takes the 30 s in which it may, by a real clock."""

from __future__ import annotations

import time

import pytest
from sandbox import ENGINEERING, NEWCOMER, Sandbox
from seam_acs import Seam

MEMBERSHIP = {"acs_user_id": NEWCOMER, "acs_access_group_id": ENGINEERING}


@pytest.mark.late
def test_a_remove_returns_only_when_an_add_that_was_given_up_can_arrive_no_more(sandbox: Sandbox) -> None:
    late = {"path": "/acs/users/add_to_access_group", "hold": True, "applied": False, "apply_after_ms": 6000}
    sandbox.ask("POST", "faults", {**late, "kind": "as_usual"})
    with Seam(endpoint=sandbox.endpoint, api_key=sandbox.api_key, attempt_timeout=0.5, timeout=60) as seam:
        begun = time.monotonic()
        seam.acs.users.add_to_access_group(**MEMBERSHIP)
        seam.acs.users.remove_from_access_group(**MEMBERSHIP)
        assert time.monotonic() - begun > 25
    assert NEWCOMER not in sandbox.members(), "it arrived in between"
