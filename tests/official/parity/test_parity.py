"""A script for the official package does the same with ours, but for the differences in the table."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import seam_acs
from blocking import Blocking
from outcomes import Outcome, outcome_of
from recording_server import RecordingServer, Request
from scenarios import NO_ENVIRONMENT, SCENARIOS, Scenario

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="the official package needs Python 3.11")

HERE = Path(__file__).parent
README = HERE.parents[2] / "bindings-python" / "README.md"


def table() -> list[dict[str, Any]]:
    tomllib = importlib.import_module("tomllib")
    with (HERE / "differences.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)["difference"]
    return rows


def allowed(name: str) -> dict[str, str] | None:
    rows = [row["scenarios"][name] for row in table() if name in row["scenarios"]]
    assert len(rows) <= 1, f"{name} stands in the table twice"
    return rows[0] if rows else None


def run(
    package: str, client: str, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> tuple[Outcome, list[Request], str]:
    for name, value in {**NO_ENVIRONMENT, **scenario.environment}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    with RecordingServer(*scenario.answers).running() as server:
        module = importlib.import_module(package)
        with (
            closing(asyncio.new_event_loop()) as loop,
            every_client_closed(getattr(module, client), loop, monkeypatch),
        ):
            script = module if client == "Seam" else Blocking(module, loop)
            outcome = outcome_of(lambda: scenario.run(script, server.endpoint))
        return outcome, server.requests, server.endpoint


@contextmanager
def every_client_closed(
    kind: Any, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """The official clients leave their sockets to the garbage collector, which complains."""
    made: list[Any] = []
    initialize = kind.__init__

    def remember(self: Any, *args: Any, **options: Any) -> None:
        initialize(self, *args, **options)
        made.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(kind, "__init__", remember)
        yield
    for client in made:
        closed = client.close()
        if closed is not None:
            loop.run_until_complete(closed)


@pytest.mark.parametrize("client", ["Seam", "AsyncSeam"])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_script_does_the_same_with_both_packages(
    scenario: Scenario, client: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    official, official_requests, official_endpoint = run("seam", client, scenario, monkeypatch)
    ours, our_requests, our_endpoint = run("seam_acs", client, scenario, monkeypatch)
    row = allowed(scenario.name)
    if row is None:
        assert ours == official
        assert requests_seen(our_requests) == requests_seen(official_requests)
    else:
        assert ours != official
        assert_says(str(official).replace(official_endpoint, "ENDPOINT"), row["official"])
        assert_says(str(ours).replace(our_endpoint, "ENDPOINT"), row["ours"])


def assert_says(text: str, expected: str) -> None:
    """A text in the table that ends in … is the beginning of what is said."""
    if expected.endswith("…"):
        text = text[: len(expected) - 1] + "…"
    assert text == expected


def requests_seen(requests: list[Request]) -> list[tuple[object, ...]]:
    """What Seam would see, whatever the method: credentials, workspace, path and parameters."""
    seen: list[tuple[object, ...]] = []
    for request in requests:
        # The official package asks for a strict reading of its query strings; a body has no other.
        params = {name: as_text(value) for name, value in request.params.items() if name != "_strict"}
        headers = [request.headers.get(name) for name in ("authorization", "seam-workspace")]
        # The way by the group is the same change as the way by the user.
        path = request.path.replace("/access_groups/remove_user", "/users/remove_from_access_group").replace(
            "/access_groups/add_user", "/users/add_to_access_group"
        )
        if seen and seen[-1] == (path, headers, params):
            continue  # a repeat: how often is each package's own affair
        seen.append((path, headers, params))
    return seen


def as_text(value: object) -> str:
    """A query string knows only text: the last of a repeated name, and nothing for null."""
    if isinstance(value, list):
        return as_text(value[-1])
    return "" if value is None else str(value)


def test_every_row_of_the_table_is_about_a_scenario() -> None:
    names = {scenario.name for scenario in SCENARIOS}
    assert len(names) == len(SCENARIOS)
    for row in table():
        assert set(row) == {"title", "design", "reason", "scenarios"}
        assert set(row["scenarios"]) <= names


def test_the_readme_shows_every_row_of_the_table() -> None:
    readme = README.read_text(encoding="utf-8")
    for row in table():
        assert f"| {row['title']} |" in readme


def test_every_object_of_the_official_package_has_the_same_fields_here() -> None:
    official = importlib.import_module("seam.resources")
    ours = importlib.import_module("seam_acs.resources")
    for name in ("AcsUser", "AcsAccessGroup", "AcsSystem", "AcsEntrance", "Pagination"):
        assert shape(getattr(ours, name)) == shape(getattr(official, name))


def shape(kind: type) -> dict[str, Any]:
    fields = getattr(kind, "__dataclass_fields__", None) or kind._fields  # type: ignore[attr-defined]
    nested = {
        name: value
        for name, value in vars(kind).items()
        if isinstance(value, type) and value.__name__ == name
    }
    return {"fields": sorted(fields), **{name: shape(part) for name, part in nested.items()}}


def test_every_exception_of_the_official_package_has_its_bases_here() -> None:
    official = importlib.import_module("seam")
    for name in (
        "SeamError",
        "SeamHttpApiError",
        "SeamHttpUnauthorizedError",
        "SeamHttpInvalidInputError",
        "SeamHttpInvalidResponseError",
        "SeamInvalidOptionsError",
        "SeamInvalidTokenError",
    ):
        bases = [base.__name__ for base in getattr(official, name).__mro__]
        assert [base.__name__ for base in getattr(seam_acs, name).__mro__] == bases


@pytest.mark.parametrize("namespace", ["users", "access_groups", "systems", "entrances", "memberships"])
def test_the_asyncio_client_has_the_methods_of_the_blocking_one(namespace: str) -> None:
    blocking = type(getattr(seam_acs.Seam("seam_x").acs, namespace))
    asynchronous = type(getattr(seam_acs.AsyncSeam("seam_x").acs, namespace))
    names = [name for name in vars(blocking) if not name.startswith("_")]
    assert [name for name in vars(asynchronous) if not name.startswith("_")] == names
    for name in names:
        method, awaited = getattr(blocking, name), getattr(asynchronous, name)
        assert inspect.iscoroutinefunction(awaited)
        assert parameters(awaited) == parameters(method)
        assert vars(awaited) == vars(method)


def parameters(method: Any) -> list[tuple[str, Any, Any]]:
    return [(p.name, p.kind, p.default) for p in inspect.signature(method).parameters.values()]
