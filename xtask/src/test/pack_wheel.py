"""Packs a wheel of seam_acs around a native module that cargo has built already.

    python pack_wheel.py NATIVE_MODULE FOLDER

maturin describes the package and `wheel` packs it. maturin alone would build the module once more: its build
asks for other features of the dependencies than one of the whole workspace. The wheel lands in FOLDER, which
is emptied.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[3] / "bindings-python"


def main(native: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    tree = folder / "tree"
    compiled = shutil.ignore_patterns("__pycache__", "*.so")
    shutil.copytree(SOURCES / "python" / "seam_acs", tree / "seam_acs", ignore=compiled)
    shutil.copyfile(native, tree / "seam_acs" / "_native.abi3.so")
    run(
        "maturin",
        "pep517",
        "write-dist-info",
        "--metadata-directory",
        str(tree),
        "--interpreter",
        sys.executable,
    )
    run("wheel", "pack", "--dest-dir", str(folder), str(tree))


def run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=SOURCES, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
