"""The objects that calls return."""

from __future__ import annotations

import copy
import pickle

import pytest
from scenarios import ENTRANCE, GROUP, PAGE, SYSTEM, USER
from seam_acs.resources import (
    AcsAccessGroup,
    AcsEntrance,
    AcsSystem,
    AcsUser,
    PaginatedList,
    Resource,
)

ALL: list[Resource] = [
    AcsUser.from_dict(USER),
    AcsAccessGroup.from_dict(GROUP),
    AcsEntrance.from_dict(ENTRANCE),
    AcsSystem.from_dict(SYSTEM),
]


@pytest.mark.parametrize("resource", ALL, ids=lambda resource: type(resource).__name__)
def test_resources_survive_copies_and_pickling(resource: Resource) -> None:
    for again in (copy.copy(resource), copy.deepcopy(resource), pickle.loads(pickle.dumps(resource))):
        assert again == resource
        assert repr(again) == repr(resource)


def test_resources_are_frozen() -> None:
    user = AcsUser.from_dict(USER)
    with pytest.raises(AttributeError, match="cannot be changed"):
        user.full_name = "Somebody Else"
    with pytest.raises(AttributeError, match="cannot be changed"):
        del user.full_name
    with pytest.raises(AttributeError, match="cannot be changed"):
        user.new = 1  # type: ignore[attr-defined]
    assert user.full_name == "Zoë Ng"


def test_repr_shows_the_id_first_and_nothing_that_is_empty() -> None:
    user = AcsUser.from_dict({"full_name": "Ada", "acs_user_id": "u1", "phone_number": None, "errors": []})
    assert repr(user) == "AcsUser(acs_user_id='u1', full_name='Ada')"
    group = AcsAccessGroup.from_dict({"name": "G", "acs_access_group_id": "g1"})
    assert repr(group) == "AcsAccessGroup(acs_access_group_id='g1', name='G')"
    assert repr(AcsUser.from_dict({})) == "AcsUser()"


def test_unknown_fields_are_attributes_at_every_depth() -> None:
    user = AcsUser.from_dict({"acs_user_id": "u1", "badge": {"color": "blue", "marks": [{"n": 1}]}})
    badge = getattr(user, "badge")  # noqa: B009
    assert (badge.color, badge["color"], badge.marks[0].n) == ("blue", "blue", 1)
    assert "badge" in dir(user)
    assert not hasattr(user, "bagde")
    with pytest.raises(AttributeError):
        getattr(user, "bagde")  # noqa: B009
    with pytest.raises(KeyError):
        badge["weight"]


def test_fields_of_another_type_than_declared_are_passed_on() -> None:
    user = AcsUser.from_dict({"access_schedule": "always", "errors": ["odd"], "acs_user_id": 7})
    values: list[object] = [user.access_schedule, user.errors, user.acs_user_id]
    assert values == ["always", ["odd"], 7]
    assert AcsUser.from_dict({"errors": None}).errors == []


def test_mutation_sides_keep_the_official_name_for_a_word_of_the_language() -> None:
    mutation = AcsUser.from_dict(USER).pending_mutations[0]  # type: ignore[index]
    assert isinstance(mutation, AcsUser.UpdatingGroupMembershipPendingMutation)
    assert mutation.to is not None and mutation.to.acs_access_group_id == "g1"
    assert mutation.from_ is not None and mutation.from_.acs_access_group_id is None
    assert mutation.to_dict()["from"] == {"acs_access_group_id": None}


def test_to_dict_is_a_copy_of_what_arrived() -> None:
    user = AcsUser.from_dict(USER)
    assert user.to_dict() == USER
    user.to_dict()["errors"].clear()
    assert user.to_dict() == USER


def test_equality_is_by_value_and_type() -> None:
    assert AcsUser.from_dict({"acs_user_id": "u1", "full_name": None}) == AcsUser.from_dict(
        {"acs_user_id": "u1"}
    )
    assert AcsUser.from_dict({"acs_user_id": "u1"}) != AcsUser.from_dict({"acs_user_id": "u2"})
    assert AcsUser.from_dict({}) != AcsEntrance.from_dict({})
    with pytest.raises(TypeError, match="unhashable"):
        hash(AcsUser.from_dict({}))


def test_a_page_is_a_list_that_survives_pickling() -> None:
    page = PaginatedList([AcsUser.from_dict(USER)], dict(PAGE))
    again = pickle.loads(pickle.dumps(page))
    assert (again, again.pagination, type(again)) == (page, PAGE, PaginatedList)
    assert page == [AcsUser.from_dict(USER)]
