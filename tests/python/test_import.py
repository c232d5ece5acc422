"""What `import seam_acs` does to a program: nearly nothing."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "asyncio",
    "dataclasses",
    "decimal",
    "email",
    "http",
    "inspect",
    "json",
    "logging",
    "re",
    "socket",
    "ssl",
    "threading",
    "typing",
    "urllib",
    "warnings",
)


def run(program: str) -> str:
    done = subprocess.run(
        # -S: what site and its .pth files import is not ours.
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {program}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_import_loads_no_heavy_module() -> None:
    loaded = run("before = set(sys.modules); import seam_acs; print(*(set(sys.modules) - before))").split()
    assert "seam_acs._native" in loaded
    assert not set(loaded) & set(HEAVY)


def test_a_client_and_a_failed_call_write_nothing_and_load_nothing_heavy() -> None:
    program = (
        "before = set(sys.modules); from seam_acs import Seam, SeamNetworkError\n"
        "seam = Seam('seam_x', endpoint='http://127.0.0.1:9', attempts=1)\n"
        "try: seam.acs.users.add_to_access_group(acs_user_id='u', acs_access_group_id='g')\n"
        "except SeamNetworkError: pass\n"
        "else: raise SystemExit('somebody listens on the discard port')\n"
        "assert not (set(sys.modules) - before) & set(sys.argv)\n"
    )
    assert run(program) == ""
