"""Make the calls that standard input names, and say as JSON what each gave and how long it took.

A command a line, its parts divided by tabs:

``open ENDPOINT KEY NAME=VALUE...``
    a client with these options, named as in C, in place of the one before
``call NAME [TEXT]``
    a call; TEXT is the list of changes, or the plan, that it takes
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any

from reads import READS
from seam_acs import Plan, Seam, SeamError

USER = "33333333-3333-3333-3333-333333333333"
GROUP = "44444444-4444-4444-4444-444444444444"

CALLS: dict[str, Callable[[Seam, str], object]] = {
    "check": lambda seam, _: seam.check(),
    "add": lambda seam, _: seam.acs.users.add_to_access_group(acs_user_id=USER, acs_access_group_id=GROUP),
    "remove": lambda seam, _: seam.acs.users.remove_from_access_group(
        acs_user_id=USER, acs_access_group_id=GROUP
    ),
    "apply": lambda seam, text: seam.acs.memberships.apply(text),
    "sync": lambda seam, text: seam.acs.memberships.sync(Plan.from_json(text)),
}


def main() -> None:
    seam: Seam | None = None
    for line in sys.stdin:
        command, first, *rest = line.rstrip("\n").split("\t")
        if command == "open":
            if seam is not None:
                seam.close()
            seam = opened(first, *rest)
        else:
            assert command == "call" and seam is not None, line
            print(json.dumps(perform(seam, first, *rest)), flush=True)


def opened(endpoint: str, key: str, *pairs: str) -> Seam:
    """Make a client from options as C names them: milliseconds, and words."""
    options: dict[str, Any] = {}
    for name, text in (pair.split("=", 1) for pair in pairs if pair):
        value: object = int(text) if text.isdigit() else {"true": True, "false": False}.get(text, text)
        if name.endswith("_ms"):
            name, value = name.removesuffix("_ms"), int(text) / 1000
        options["attempts" if name == "max_attempts" else name] = value
    return Seam(key, endpoint=endpoint, **options)


def read(seam: Seam, name: str) -> object:
    method, arguments = READS[name]
    found: Any = seam
    for part in method.split("."):
        found = getattr(found, part)
    if getattr(found, "__seam_has_pagination__", False):
        return seam.create_paginator(found, arguments).flatten_to_list()
    return found(**arguments)


def perform(seam: Seam, name: str, text: str = "") -> dict[str, Any]:
    call = CALLS.get(name, lambda seam, _: read(seam, name))
    begin = time.monotonic()
    result: Any = None
    failure: SeamError | None = None
    try:
        result = call(seam, text)
    except SeamError as error:
        failure = error
    elapsed = (time.monotonic() - begin) * 1000
    report = failure.report if failure is not None else result if name in ("apply", "sync") else None
    told = None if failure is None else {"message": failure.explanation or str(failure)}
    return {
        "name": failure.status_name if failure is not None else "OK",
        "elapsed_ms": elapsed,
        "wall_clock": int(time.time()),
        "peak_kb": peak_kb(),
        "count": len(result) if isinstance(result, Sized) else int(result is not None),
        "items": [
            {"outcome": item.outcome, "error": item.error and item.error.status_name} for item in report or []
        ],
        "error": told,
    }


def peak_kb() -> int:
    """Give the most memory that this process ever had in RAM."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


main()
