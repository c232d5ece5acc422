"""A panic in each layer is an ordinary exception in Python: the process lives and the next call works.

For a package that was built with the feature failpoints. It prints nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import seam_acs
from seam_acs import Seam, SeamError, _native

plant: Callable[[str], bool] = _native.set_failpoint  # type: ignore[attr-defined]

MEMBERSHIP = {
    "acs_user_id": "33333333-3333-3333-3333-333333333333",
    "acs_access_group_id": "44444444-4444-4444-4444-444444444444",
}


def contained(place: str, status_name: str, call: Callable[[], Any]) -> SeamError:
    """Plant a panic, call, and get the exception that it became."""
    plant(place)
    try:
        call()
    except Exception as raised:  # a BaseException such as PanicException gets through
        error = raised
    else:
        raise AssertionError(f"the panic at {place} went by")
    assert plant(""), f"nothing panicked at {place}"
    assert isinstance(error, SeamError), error
    assert error.status_name == status_name, (place, error.status_name, error)
    return error


def main(endpoint: str, api_key: str) -> None:
    seam = Seam(api_key=api_key, endpoint=endpoint)

    def add() -> None:
        seam.acs.users.add_to_access_group(**MEMBERSHIP)

    def read() -> object:
        return seam.acs.users.get(acs_user_id=MEMBERSHIP["acs_user_id"])

    def apply() -> object:
        return seam.acs.memberships.apply([{"action": "add", **MEMBERSHIP}])

    for place in ("entry", "call", "engine", "task", "transport"):
        error = contained(place, "INTERNAL", add)
        assert isinstance(error, seam_acs.SeamInternalError), error
        add()
    for place in ("answer", "decode"):
        error = contained(place, "OUTCOME_UNKNOWN", add)
        assert error.outcome_unknown
        add()
        contained(place, "INTERNAL", read)
        read()
    doubtful = contained("worker", "PARTIAL", apply)
    assert isinstance(doubtful, seam_acs.SeamPartialError)
    apply()
    contained("apply", "INTERNAL", apply)
    apply()
    contained("entry", "INTERNAL", lambda: Seam(api_key=api_key, endpoint=endpoint))
    contained("entry", "INTERNAL", seam.close)


if __name__ == "__main__":
    main(*sys.argv[1:])
