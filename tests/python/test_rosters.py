"""Tables as people have them: what is understood, what is refused, and what is left out."""

from __future__ import annotations

import pickle

import pytest
from sandbox import Sandbox
from seam_acs import Roster, Seam, SeamInvalidArgumentError, SeamInvalidOptionsError, SeamPartialError

TABLE = """Campus staff
State;E-Mail;Groups
in;ada.lindqvist@harbour.example;Engineering, Night shift
out;bjorn.okafor@harbour.example;Engineering
"""


def test_what_a_table_does_not_say_is_said_beside_it(sandbox: Sandbox) -> None:
    with Seam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
        plan = seam.acs.memberships.plan(
            TABLE,
            mode="additive",
            header_line=2,
            columns={"email": "E-Mail", "action": None},
            group_separator=",",
            only={"State": ["in"]},
        )
    assert [group.name for group in plan.groups] == ["Engineering", "Night shift"]
    assert plan.adds == 2 and not plan.is_empty and plan.left_out == []


def test_misspelt_keys_of_rows_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(SeamInvalidArgumentError, match='did you mean "action"') as refused:
        Roster([{"email": "a@b", "group": "Lobby", "Actions": "remove"}])
    problem = refused.value.problems[0]
    assert len(refused.value.problems) == 1
    assert (problem.row, problem.nearest) == (1, "action")
    assert pickle.loads(pickle.dumps(refused.value)).problems[0].nearest == "action"
    with pytest.raises(SeamInvalidOptionsError, match="did you mean email"):
        Roster("email\na@b\n", columns={"emial": "E-Mail"})
    with pytest.raises(TypeError, match="was read already"):
        seam = Seam(sandbox.api_key, endpoint=sandbox.endpoint)
        seam.acs.memberships.plan(Roster("email\na@b\n"), header_line=2)


def test_a_new_starter_is_left_out_and_reported(sandbox: Sandbox) -> None:
    rows = [
        {"name": "Nobody", "group": "Engineering"},
        {"name": "Ada Lindqvist", "group": "Engineering"},
    ]
    with Seam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
        plan = seam.acs.memberships.plan(rows, mode="additive", skip_unknown=True)
        with pytest.raises(SeamPartialError) as partial:
            seam.acs.memberships.sync(plan)
        report = partial.value.report
        assert report is not None
        assert [row.value for row in plan.left_out] == [row.value for row in report.left_out] == ["Nobody"]
        (item,) = report
        assert (item.name, item.group, item.line) == ("Ada Lindqvist", "Engineering", 2)
        assert not report.is_complete and pickle.loads(pickle.dumps(report)).left_out[0].row == 1
        again = seam.acs.memberships.apply(report.to_csv())
        assert again.is_complete and again[0].acs_user_id == item.acs_user_id


def test_a_system_is_that_of_rows_groups_and_names(sandbox: Sandbox) -> None:
    rows = [{"name": "Ada Lindqvist", "group": "Engineering"}]
    with Seam(sandbox.api_key, endpoint=sandbox.endpoint) as seam:
        memberships = seam.acs.memberships
        here = memberships.find("group", "Engineering").acs_system_id
        assert memberships.plan(rows, mode="additive", system=here).adds == 1
        assert memberships.find("group", "Engineering", system=here).name == "Engineering"
        assert len(memberships.resolve(rows, action="add", system=here)) == 1
        for begin in (
            lambda: memberships.plan(rows, system="Nowhere"),
            lambda: memberships.apply(rows, action="add", system="Nowhere"),
            lambda: memberships.find("group", "Engineering", system="Nowhere"),
        ):
            with pytest.raises(SeamInvalidArgumentError, match='there is no access system "Nowhere"'):
                begin()
