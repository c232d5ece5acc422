"""Small programs that were written for the official package `seam`, and what their server answers.

Each takes the package as a module, so that the same lines run with the official one and with ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import Any
from warnings import catch_warnings, simplefilter

from recording_server import Answer, failure

KEY = "seam_test1_key"
TOKEN = "seam_at1_token"
NO_ENVIRONMENT = {
    "SEAM_API_KEY": None,
    "SEAM_PERSONAL_ACCESS_TOKEN": None,
    "SEAM_WORKSPACE_ID": None,
    "SEAM_ENDPOINT": None,
    "SEAM_API_URL": None,
}

USER = {
    "acs_user_id": "u1",
    "acs_system_id": "s1",
    "workspace_id": "w1",
    "connected_account_id": "c1",
    "created_at": "2025-06-01T00:00:00.000Z",
    "display_name": "Zoë Ng",
    "full_name": "Zoë Ng",
    "email_address": "zoe@example.com",
    "is_managed": True,
    "is_suspended": False,
    "external_type": "salto_site_user",
    "access_schedule": {"starts_at": "2025-06-01T00:00:00.000Z", "ends_at": None},
    "errors": [
        {
            "error_code": "failed_to_update_on_acs_system",
            "message": "The system did not take it",
            "created_at": "2025-06-02T00:00:00.000Z",
        }
    ],
    "warnings": [{"warning_code": "acs_user_inactive", "message": "Inactive", "created_at": "2025"}],
    "pending_mutations": [
        {
            "mutation_code": "updating_group_membership",
            "message": "Pushing",
            "created_at": "2025-06-02T00:00:00.000Z",
            "from": {"acs_access_group_id": None},
            "to": {"acs_access_group_id": "g1"},
        },
        {
            "mutation_code": "deferring_group_membership_update",
            "message": "Later",
            "created_at": "2025-06-02T00:00:00.000Z",
            "acs_access_group_id": "g1",
            "variant": "adding",
        },
    ],
    "salto_ks_metadata": {"is_subscribed": True},
}
GROUP = {
    "acs_access_group_id": "g1",
    "acs_system_id": "s1",
    "workspace_id": "w1",
    "connected_account_id": "c1",
    "name": "Engineering",
    "display_name": "Engineering",
    "created_at": "2025-06-01T00:00:00.000Z",
    "external_type": "salto_ks_access_group",
    "external_type_display_name": "Salto KS access group",
    "access_group_type": "salto_ks_access_group",
    "access_group_type_display_name": "Salto KS access group",
    "is_managed": True,
    "errors": [],
    "warnings": [{"warning_code": "being_deleted", "message": "Soon gone", "created_at": "2025"}],
    "pending_mutations": [
        {"mutation_code": "creating", "message": "Pushing", "created_at": "2025"},
    ],
    "access_schedule": {"starts_at": "2025-06-01T00:00:00.000Z", "ends_at": "2026-06-01T00:00:00.000Z"},
}
ENTRANCE = {
    "acs_entrance_id": "e1",
    "acs_system_id": "s1",
    "connected_account_id": "c1",
    "created_at": "2025-06-01T00:00:00.000Z",
    "display_name": "Main entrance",
    "space_ids": ["p1", "p2"],
    "errors": [],
    "warnings": [],
    "can_unlock_with_card": True,
    "is_locked": None,
    "salto_ks_metadata": {"door_name": "Main", "battery_level": "fresh", "online": True},
    "visionline_metadata": {"door_name": "Main", "profiles": [{"visionline_door_profile_id": "d1"}]},
}
SYSTEM = {
    "acs_system_id": "s1",
    "name": "Harbour House",
    "workspace_id": "w1",
    "connected_account_id": "c1",
    "connected_account_ids": ["c1"],
    "created_at": "2025-06-01T00:00:00.000Z",
    "external_type": "salto_ks_site",
    "image_url": "https://example.com/i.png",
    "image_alt_text": "A lock",
    "is_credential_manager": False,
    "location": {"time_zone": "Europe/Stockholm"},
    "acs_user_count": 12,
    "errors": [{"error_code": "seam_bridge_disconnected", "message": "Offline", "created_at": "2025"}],
    "warnings": [],
}
PAGE = {"has_next_page": True, "next_page_cursor": "c2", "next_page_url": "https://example.com/2"}
LAST_PAGE = {"has_next_page": False, "next_page_cursor": None, "next_page_url": None}


def ok(**keys: Any) -> Answer:
    return Answer(200, {**keys, "ok": True})


@dataclass(frozen=True)
class Scenario:
    """One program, its server and its environment."""

    run: Callable[[Any, str], Any]
    answers: tuple[Answer, ...] = (Answer(),)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.run.__name__


SCENARIOS: list[Scenario] = []


def scenario(*answers: Answer, **environment: str) -> Callable[[Callable[[Any, str], Any]], None]:
    """Collect a program; without answers the server says ``{"ok": true}``."""

    def collect(run: Callable[[Any, str], Any]) -> None:
        SCENARIOS.append(Scenario(run, answers or (Answer(),), environment))

    return collect


def seam_of(package: Any, endpoint: str) -> Any:
    return package.Seam(api_key=KEY, endpoint=endpoint)


# --- the guide ---------------------------------------------------------------------------------------------


@scenario()
def add_to_access_group(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.add_to_access_group(
        acs_user_id="u1", acs_access_group_id="g1"
    )


@scenario()
def remove_from_access_group(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.remove_from_access_group(
        acs_user_id="u1", acs_access_group_id="g1"
    )


@scenario()
def remove_from_access_group_by_user_identity(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.remove_from_access_group(
        user_identity_id="i1", acs_access_group_id="g1"
    )


@scenario()
def add_user_by_acs_user(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.add_user(acs_user_id="u1", acs_access_group_id="g1")


@scenario()
def add_user_by_user_identity(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.add_user(
        user_identity_id="i1", acs_access_group_id="g1"
    )


@scenario()
def remove_user(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.remove_user(
        acs_user_id="u1", acs_access_group_id="g1"
    )


@scenario()
def with_statement_and_factory(package: Any, endpoint: str) -> Any:
    with package.Seam.from_api_key(KEY, endpoint=endpoint, timeout=5.0) as seam:
        return seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario()
def positional_key_and_wait_option(package: Any, endpoint: str) -> Any:
    seam = package.Seam(KEY, endpoint=endpoint, wait_for_action_attempt=False, timeout=None)
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")
    return seam.wait_for_action_attempt


# --- reads -------------------------------------------------------------------------------------------------


@scenario(ok(acs_user=USER))
def users_get(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1")


@scenario(ok(acs_user={"acs_user_id": "u1"}))
def users_get_with_nearly_no_fields(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1")


@scenario(ok(acs_user={**USER, "errors": [{"error_code": "new", "detail": {"why": "x"}}], "new": 1}))
def users_get_with_unknown_error(package: Any, endpoint: str) -> Any:
    error = seam_of(package, endpoint).acs.users.get(acs_user_id="u1").errors[0]
    return [error.error_code, error["error_code"], error.detail.why, error.get("nothing"), "detail" in error]


@scenario(ok(acs_user=USER))
def nested_objects_read_like_dictionaries(package: Any, endpoint: str) -> Any:
    user = seam_of(package, endpoint).acs.users.get(acs_user_id="u1")
    schedule, mutation = user.access_schedule, user.pending_mutations[0]
    return [
        schedule["starts_at"],
        schedule.get("ends_at"),
        schedule.get("other", 1),
        "starts_at" in schedule,
        list(schedule),
        dict(schedule),
        list(mutation),
        mutation.to.acs_access_group_id,
        mutation.from_["acs_access_group_id"],
    ]


@scenario(ok(acs_users=[USER, {**USER, "acs_user_id": "u2"}], pagination=PAGE))
def users_list(package: Any, endpoint: str) -> Any:
    users = seam_of(package, endpoint).acs.users.list(acs_system_id="s1", limit=2)
    return [users, users.pagination, len(users), users[1].acs_user_id]


@scenario(ok(acs_users=[], pagination=LAST_PAGE))
def users_list_of_none(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.list()


@scenario(ok(acs_entrances=[ENTRANCE]))
def users_list_accessible_entrances(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.list_accessible_entrances(acs_user_id="u1")


@scenario(ok(acs_access_group=GROUP))
def access_groups_get(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.get(acs_access_group_id="g1")


@scenario(ok(acs_access_groups=[GROUP]))
def access_groups_list(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.list(acs_user_id="u1")


@scenario(ok(acs_users=[USER]))
def access_groups_list_users(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.list_users(acs_access_group_id="g1")


@scenario(ok(acs_entrances=[ENTRANCE]))
def access_groups_list_accessible_entrances(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.access_groups.list_accessible_entrances(acs_access_group_id="g1")


@scenario(ok(acs_system=SYSTEM))
def systems_get(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.systems.get(acs_system_id="s1")


@scenario(ok(acs_systems=[SYSTEM]))
def systems_list(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.systems.list()


@scenario(ok(acs_entrances=[ENTRANCE], pagination=LAST_PAGE))
def entrances_list(package: Any, endpoint: str) -> Any:
    entrances = seam_of(package, endpoint).acs.entrances.list(acs_entrance_ids=["e1", "e2"])
    return [entrances, entrances.pagination]


# --- pages -------------------------------------------------------------------------------------------------

THREE_PAGES = (
    ok(acs_users=[{"acs_user_id": "u1"}], pagination=PAGE),
    ok(acs_users=[{"acs_user_id": "u2"}], pagination={**PAGE, "next_page_cursor": "c3"}),
    ok(acs_users=[{"acs_user_id": "u3"}], pagination=LAST_PAGE),
)


@scenario(*THREE_PAGES)
def paginator_flatten_to_list(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return seam.create_paginator(seam.acs.users.list, {"limit": 1}).flatten_to_list()


@scenario(*THREE_PAGES)
def paginator_flatten(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return [user.acs_user_id for user in seam.create_paginator(seam.acs.users.list).flatten()]


@scenario(*THREE_PAGES)
def paginator_page_by_page(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    paginator = seam.create_paginator(seam.acs.users.list)
    users, pagination = paginator.first_page()
    more, next_pagination = paginator.next_page(pagination.next_page_cursor)
    return [users, pagination, more, next_pagination]


@scenario(ok(acs_users=[{"acs_user_id": "u1"}], pagination=PAGE))
def paginator_at_a_repeated_cursor(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return len(seam.create_paginator(seam.acs.users.list).flatten_to_list())


@scenario(ok(acs_users=[]))
def paginator_without_pagination(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return seam.create_paginator(seam.acs.users.list).first_page()


@scenario(ok(acs_users=[]))
def paginator_null_cursor(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return seam.create_paginator(seam.acs.users.list).next_page("")


@scenario()
def paginator_of_an_endpoint_without_pages(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    return seam.create_paginator(seam.acs.systems.list)


# --- errors that Seam answers with -------------------------------------------------------------------------


def add(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.add_to_access_group(
        acs_user_id="u1", acs_access_group_id="g1"
    )


def remove(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.remove_from_access_group(
        acs_user_id="u1", acs_access_group_id="g1"
    )


@scenario(failure(404, "acs_user_not_found", "ACS user not found", data={"acs_user_id": "u1"}))
def unknown_user(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(failure(404, "acs_access_group_not_found", "ACS access group not found"))
def remove_from_unknown_group(package: Any, endpoint: str) -> Any:
    return remove(package, endpoint)


@scenario(failure(403, "forbidden", "Not with this key"))
def forbidden(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(failure(409, "conflict", "Another change is under way"))
def conflict(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(
    failure(
        400,
        "invalid_input",
        "2 Input Errors: acs_user_id is required, x is bad",
        validation_errors={
            "_errors": [],
            "acs_user_id": {"_errors": ["Required"]},
            "x": {"_errors": ["Bad", "Worse"], "deep": {"_errors": ["Deeper"]}},
        },
    )
)
def invalid_input(package: Any, endpoint: str) -> Any:
    try:
        add(package, endpoint)
    except package.SeamHttpInvalidInputError as error:
        return [
            error.validation_errors,
            error.get_validation_error_messages("x"),
            error.get_validation_error_messages("nothing"),
            error.code,
            error.status_code,
            error.request_id,
            error.data,
            str(error),
        ]
    return None


@scenario(failure(400, "invalid_input", "Bad", validation_errors="not a tree"))
def invalid_input_without_a_tree(package: Any, endpoint: str) -> Any:
    try:
        add(package, endpoint)
    except package.SeamHttpInvalidInputError as error:
        return [error.validation_errors, error.get_validation_error_messages("x")]
    return None


@scenario(failure(401, "unauthorized", "Unauthorized"))
def unauthorized(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(failure(401, "access_token_used_for_api_key", "Pass seam-workspace with an access token"))
def unauthorized_with_a_reason(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


OUTAGE = Answer(
    503,
    {"error": {"type": "unavailable", "message": "Come back later"}, "ok": False},
    headers={"seam-request-id": "the same for every attempt"},
)


@scenario(OUTAGE)
def read_while_the_server_is_down(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.systems.list()


@scenario(OUTAGE)
def add_while_the_server_is_down(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(OUTAGE, Answer())
def add_while_the_server_comes_back(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


# --- answers that are not Seam's ---------------------------------------------------------------------------

LOGIN_PAGE = Answer(200, "<html>Please log in</html>", content_type="text/html")


@scenario(LOGIN_PAGE)
def add_answered_by_a_login_page(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(Answer(200, {"ok": False}))
def add_answered_not_ok(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(Answer(200, ""))
def remove_answered_by_nothing(package: Any, endpoint: str) -> Any:
    return remove(package, endpoint)


@scenario(Answer(404, "<html>Not here</html>", content_type="text/html"))
def remove_answered_by_a_bare_404(package: Any, endpoint: str) -> Any:
    return remove(package, endpoint)


@scenario(Answer(302, "", headers={"location": "https://example.com/login"}))
def add_answered_by_a_redirect(package: Any, endpoint: str) -> Any:
    return add(package, endpoint)


@scenario(LOGIN_PAGE)
def read_answered_by_a_login_page(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1")


@scenario(ok(acs_users=[]))
def read_answered_without_its_key(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1")


@scenario(Answer(drop=True))
def read_that_loses_its_connection(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1")


# --- arguments ---------------------------------------------------------------------------------------------


@scenario()
def get_without_any_id(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get()


@scenario()
def remove_without_any_user(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.remove_from_access_group(acs_access_group_id="g1")


@scenario()
def remove_with_both_users(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.remove_from_access_group(
        acs_access_group_id="g1", acs_user_id="u1", user_identity_id="i1"
    )


@scenario()
def add_with_an_empty_id(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.add_to_access_group(acs_user_id="", acs_access_group_id="g1")


@scenario()
def add_with_a_missing_keyword(package: Any, endpoint: str) -> Any:
    try:
        seam_of(package, endpoint).acs.users.add_to_access_group(acs_user_id="u1")
    except TypeError:
        return "TypeError"
    return None


@scenario()
def add_with_positional_arguments(package: Any, endpoint: str) -> Any:
    try:
        seam_of(package, endpoint).acs.users.add_to_access_group("g1", "u1")
    except TypeError:
        return "TypeError"
    return None


@scenario(ok(acs_users=[], pagination=LAST_PAGE))
def null_is_not_none(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    seam.acs.users.list(page_cursor=package.NULL, search=None)
    return [bool(package.NULL), repr(package.NULL)]


# --- what our answers are ----------------------------------------------------------------------------------


@scenario(ok(acs_user=USER))
def answers_are_frozen(package: Any, endpoint: str) -> Any:
    user = seam_of(package, endpoint).acs.users.get(acs_user_id="u1")
    user.full_name = "Somebody Else"
    return user.full_name


@scenario(ok(acs_user={**USER, "badge_color": "blue"}))
def unknown_field_by_attribute(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).acs.users.get(acs_user_id="u1").badge_color


@scenario(ok(acs_user=USER))
def misspelt_field(package: Any, endpoint: str) -> Any:
    return hasattr(seam_of(package, endpoint).acs.users.get(acs_user_id="u1"), "acs_user_ids")


@scenario(ok(acs_user=USER))
def answers_compare_by_value(package: Any, endpoint: str) -> Any:
    seam = seam_of(package, endpoint)
    user, again = seam.acs.users.get(acs_user_id="u1"), seam.acs.users.get(acs_user_id="u1")
    return [user == again, user != again, user == "u1", user.access_schedule == again.access_schedule]


@scenario()
def resource_of_the_official_package(package: Any, endpoint: str) -> Any:
    return seam_of(package, endpoint).devices is not None


# --- options and tokens ------------------------------------------------------------------------------------


@scenario()
def no_credentials(package: Any, endpoint: str) -> Any:
    return package.Seam(endpoint=endpoint)


@scenario()
def both_credentials(package: Any, endpoint: str) -> Any:
    return package.Seam(api_key=KEY, personal_access_token=TOKEN, workspace_id="w1", endpoint=endpoint)


@scenario()
def token_without_workspace(package: Any, endpoint: str) -> Any:
    return package.Seam(personal_access_token=TOKEN, endpoint=endpoint)


@scenario(SEAM_API_KEY=KEY, SEAM_PERSONAL_ACCESS_TOKEN=TOKEN, SEAM_WORKSPACE_ID="w1")
def both_credentials_in_the_environment(package: Any, endpoint: str) -> Any:
    return package.Seam(endpoint=endpoint)


@scenario(SEAM_API_KEY=KEY)
def key_from_the_environment(package: Any, endpoint: str) -> Any:
    package.Seam(endpoint=endpoint).acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario(SEAM_PERSONAL_ACCESS_TOKEN=TOKEN, SEAM_WORKSPACE_ID="w1")
def token_from_the_environment(package: Any, endpoint: str) -> Any:
    package.Seam(endpoint=endpoint).acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario(SEAM_API_KEY=KEY, SEAM_WORKSPACE_ID="w1")
def token_option_wins_over_the_environment(package: Any, endpoint: str) -> Any:
    seam = package.Seam(personal_access_token=TOKEN, endpoint=endpoint)
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario()
def factory_for_a_token(package: Any, endpoint: str) -> Any:
    seam = package.Seam.from_personal_access_token(TOKEN, "w1", endpoint=endpoint)
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario(SEAM_API_KEY=KEY)
def empty_option_falls_through_to_the_environment(package: Any, endpoint: str) -> Any:
    seam = package.Seam(api_key="", endpoint=endpoint)
    seam.acs.users.add_to_access_group(acs_user_id="u1", acs_access_group_id="g1")


@scenario(SEAM_API_KEY="")
def empty_variable(package: Any, endpoint: str) -> Any:
    return package.Seam(endpoint=endpoint)


@scenario(SEAM_API_URL="https://old.example.com", SEAM_ENDPOINT="https://new.example.com")
def deprecated_variable(package: Any, endpoint: str) -> Any:
    printed = StringIO()
    with redirect_stdout(printed), catch_warnings(record=True) as warned:
        simplefilter("always")
        package.Seam(api_key=KEY, endpoint=None)
    return {
        "printed": printed.getvalue().replace("\x1b[93m", "").replace("\x1b[0m", "").splitlines(),
        "warned": [str(warning.message) for warning in warned],
    }


@scenario()
def retries_option(package: Any, endpoint: str) -> Any:
    class Retry:
        total = 0

    seam = package.Seam(api_key=KEY, endpoint=endpoint, retries=Retry())
    return seam is not None


@scenario()
def httpx_options(package: Any, endpoint: str) -> Any:
    seam = package.Seam(api_key=KEY, endpoint=endpoint, httpx_options={"http2": False})
    return seam is not None


def _wrong_token(option: str, token: str) -> Callable[[Any, str], Any]:
    def run(package: Any, endpoint: str) -> Any:
        workspace = {} if option == "api_key" else {"workspace_id": "w1"}
        return package.Seam(**{option: token}, **workspace, endpoint=endpoint)

    run.__name__ = f"{option}_that_begins_{token.rstrip('_')}"
    return run


for _option, _tokens in {
    "api_key": ("seam_cst_x", "ey_x", "seam_at_x", "seam_pk_x", "x"),
    "personal_access_token": ("ey_x", "seam_cst_x", "seam_pk_x", "seam_x"),
}.items():
    for _token in _tokens:
        scenario()(_wrong_token(_option, _token))
