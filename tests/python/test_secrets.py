"""The key appears in nothing that an exception or a client can be made to say."""

from __future__ import annotations

import base64
import copy
import json
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Serve
from recording_server import Answer
from seam_acs import Seam, SeamError

KEY = "seam_Rb6Wz1Ty9Hk4Qd8Mn2Xc7Lv5"
PASSWORD = "Gj3Kp7Vs1Zw5Nq9Ft2Bx8Dh4"
MEMBERSHIP = {"acs_user_id": "u1", "acs_access_group_id": "g1"}

ECHO = f"Authorization: Bearer {KEY}"
ENVELOPE = {
    "error": {
        "type": KEY,
        "message": ECHO,
        "data": {KEY: [ECHO]},
        "validation_errors": {KEY: {"_errors": [ECHO]}},
    }
}
HEADERS = {"seam-request-id": KEY, "location": f"http://127.0.0.1:1/?token={KEY}"}
STATUSES = (200, 302, 400, 401, 403, 404, 409, 410, 422, 429, 500, 502, 503, 504)
CONFIRMED = {"ok": True, "acs_user": ECHO}
BODIES = (f"<pre>{ECHO}</pre>", {"ok": False, "request": ECHO}, ENVELOPE, CONFIRMED)


def forms(secret: str) -> Iterator[bytes]:
    """Make a piece of the secret as it could be written."""
    piece = secret.removeprefix("seam_")[:16].encode()
    yield from (piece, piece[::-1], piece.hex().encode(), piece.hex().upper().encode())
    yield "".join(f"%{byte:02X}" for byte in piece).encode()
    yield piece.decode().encode("utf-16-le")
    for before in range(3):
        yield base64.b64encode(b" " * before + piece)[4:-4]


def says_nothing(said: bytes) -> None:
    for secret in (KEY, PASSWORD):
        for form in forms(secret):
            at = said.find(form)
            assert at < 0, said[max(0, at - 100) : at + 50]


def told(error: BaseException) -> str:
    """Tell all that an exception says."""
    texts = [str(error), repr(error), repr(error.args), repr(vars(error)), repr(pickle.dumps(error))]
    texts += ["".join(traceback.format_exception(type(error), error, error.__traceback__))]
    texts += [repr(getattr(error, name)) for name in dir(error) if not name.startswith("__")]
    return "\n".join(texts)


def test_a_server_that_repeats_the_key_gets_it_into_no_exception_log_or_audit_line(
    serve: Serve, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    every = [(status, body) for status in STATUSES for body in BODIES]
    text: list[str] = []
    for call in ("add", "get", "request"):
        # Only a read misses the object in it; a change is confirmed by it.
        failing = [one for one in every if call == "get" or one != (200, CONFIRMED)]
        answers = [Answer(status, body, headers=HEADERS) for status, body in failing]
        server = serve(*answers)
        options = {"log_file": str(log), "log_level": "trace", "audit_log": str(log)}
        with Seam(KEY, endpoint=server.endpoint, attempts=1, **options) as seam:  # type: ignore[arg-type]
            for _ in answers:
                with pytest.raises(SeamError) as raised:
                    if call == "add":
                        seam.acs.users.add_to_access_group(**MEMBERSHIP)
                    elif call == "get":
                        seam.acs.users.get(acs_user_id="u1")
                    else:
                        seam.request("/acs/users/suspend", {"acs_user_id": "u1"})
                text.append(told(raised.value))
            text.append(f"{seam!r} {seam!s} {vars(seam)} {dir(seam)} {seam.last_request_id}")
        assert len(server.requests) == len(answers)
    assert "[secret]" in text[0]
    says_nothing("\n".join(text).encode() + log.read_bytes())


def test_a_client_cannot_be_copied_pickled_or_shown_with_its_key() -> None:
    with Seam(KEY, endpoint="https://127.0.0.1:1", proxy=f"http://panel:{PASSWORD}@127.0.0.1:1") as seam:
        says_nothing(f"{seam!r} {seam!s} {vars(seam)} {seam.acs!r} {seam.acs.users!r}".encode())
        for way in (pickle.dumps, copy.deepcopy, json.dumps):
            with pytest.raises(TypeError) as raised:
                way(seam)
            says_nothing(told(raised.value).encode())
        with pytest.raises(SeamError) as failed:
            seam.acs.users.add_to_access_group(**MEMBERSHIP)
        says_nothing(told(failed.value).encode())


def test_a_key_in_the_wrong_place_is_not_quoted() -> None:
    for options in ({"endpoint": KEY}, {"log_level": KEY}, {"proxy": f"ftp://panel:{PASSWORD}@host"}):
        with pytest.raises(SeamError) as raised:
            Seam(KEY, **options)  # type: ignore[arg-type]
        says_nothing(told(raised.value).encode())
