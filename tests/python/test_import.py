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


def test_import_loads_no_object_that_seam_answers_with_and_still_names_it() -> None:
    loaded = run("import seam_acs; print(*sys.modules)").split()
    assert "seam_acs.resources" in loaded
    assert not [name for name in loaded if name.startswith("seam_acs.resources.")]
    named = run("from seam_acs import resources; print(*(set(resources.__all__) - set(dir(resources))))")
    assert named.split() == []


def test_every_name_that_the_package_has_can_be_asked_for_and_no_other() -> None:
    asked = "for name in package.__all__: assert name in dir(package); getattr(package, name)"
    for package in ("seam_acs", "seam_acs.resources"):
        run(f"import {package} as package\n{asked}\nassert not hasattr(package, 'Door')")


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
