"""ruff, mypy --strict and stubtest over the package, its examples and its tests.

    python tests/python/check_style.py

Run it with the Python that tests/python/requirements.txt and the package are installed in.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
PACKAGE = "bindings-python/python/seam_acs"
PYTHON = ["bindings-python", "tests/python", "tests/official/parity"]
CONFIGURATION = ["--config-file", str(HERE / "mypy.ini")]

CHECKS = {
    "ruff check": ["ruff", "check", "--quiet", "--no-cache", *PYTHON],
    "ruff format": ["ruff", "format", "--quiet", "--no-cache", "--check", *PYTHON],
    "mypy, package": ["mypy", *CONFIGURATION, PACKAGE],
    "mypy, examples": ["mypy", *CONFIGURATION, "bindings-python/examples"],
    "mypy, tests": ["mypy", *CONFIGURATION, "tests/python", "tests/official/parity"],
    "stubtest": [
        "mypy.stubtest",
        "--mypy-config-file",
        str(HERE / "mypy.ini"),
        "--allowlist",
        str(HERE / "stubtest_allowlist.txt"),
        "seam_acs",
    ],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    print(f"{name} …", flush=True)
    return subprocess.run([sys.executable, "-m", *command], cwd=REPOSITORY, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
