"""The contract's runner for Python: reads a case a line, answers each with a line of JSON."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from seam_acs import Seam, SeamError
from seam_acs.plan import Plan
from seam_acs.report import Report
from seam_acs.resources.resource import Resource

MILLISECONDS = {"timeout_ms": "timeout", "attempt_timeout_ms": "attempt_timeout"}
NUMBERS = {"max_attempts": "attempts", "max_response_bytes": "max_response_bytes"}


def client(options: dict[str, str]) -> Seam:
    given: dict[str, Any] = {}
    for name, value in options.items():
        if name in MILLISECONDS:
            given[MILLISECONDS[name]] = int(value) / 1000
        elif name in NUMBERS:
            given[NUMBERS[name]] = int(value)
        else:
            given[name] = value
    return Seam(**given)


def in_python(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What this package calls otherwise than the table of operations."""
    given = dict(arguments)
    for name in ("timeout_ms", "settle_ms", "deadline_ms"):
        if name in given:
            given[name.removesuffix("_ms")] = given.pop(name) / 1000
    if "present" in given:
        given["presence"] = "present" if given.pop("present") else "absent"
    if method == "acs.memberships.sync":
        plan = given["plan"]
        given["plan"] = Plan.from_json(plan if isinstance(plan, str) else json.dumps(plan))
    if method == "acs.users.add_to_access_group" and "user_identity_id" in given:
        raise LookupError("acs.access_groups.add_user")
    return given


def call(seam: Seam, method: str, arguments: dict[str, Any]) -> object:
    try:
        arguments = in_python(method, arguments)
    except LookupError as other:
        method = str(other.args[0])
    found: Any = seam
    for part in method.split("."):
        found = getattr(found, part)
    names_a_page = "limit" in arguments or "page_cursor" in arguments
    if getattr(found, "__seam_has_pagination__", False) and not names_a_page:
        return seam.create_paginator(found, arguments).flatten_to_list()
    for name in ("changes", "roster", "plan"):
        if name in arguments:
            source = arguments.pop(name)
            return found(source, **arguments)
    return found(**arguments)


def plain(found: object) -> object:
    if isinstance(found, Resource):
        return found.to_dict()
    if isinstance(found, (Report, Plan)):
        return json.loads(found.to_json())
    if isinstance(found, list):
        return [plain(item) for item in found]
    return found


def failure(error: SeamError) -> dict[str, Any]:
    return {
        "status": error.status_name,
        "code": error.status,
        "message": error.explanation,
        "http_status": getattr(error, "status_code", None),
        "api_type": getattr(error, "code", None),
        "request_id": error.request_id,
        "retryable": error.retryable,
        "outcome_unknown": error.outcome_unknown,
        "validation_errors": getattr(error, "_validation_errors", None),
        "attempts": error.attempts,
        "result": plain(error.report or getattr(error, "plan", None)),
    }


def close_when(sign: str, seam: Seam) -> None:
    while not Path(sign).exists():
        time.sleep(0.005)
    seam.close()


def run(case: dict[str, Any]) -> dict[str, Any]:
    try:
        seam = client(case["options"])
        if case["cancel_when"]:
            threading.Thread(target=close_when, args=(case["cancel_when"], seam), daemon=True).start()
        found = call(seam, case["method"], case["arguments"])
    except SeamError as error:
        return failure(error)
    return {"status": "OK", "code": 0, "result": plain(found)}


for line in sys.stdin:
    case = json.loads(line)
    print(json.dumps({"name": case["name"], **run(case)}), flush=True)
