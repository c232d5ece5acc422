"""Strip the binaries of a wheel, and put a folder of licences where installers look for them.

python finish_wheel.py WHEEL FOLDER OBJCOPY
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# The one date that a zip file of no particular day has; maturin writes it too.
NO_DAY = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    wheel, folder, objcopy = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    rewritten = wheel.with_suffix(".rewritten")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as new:
        record = next(name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        lines = []
        for entry in old.infolist():
            if entry.filename != record:
                content = old.read(entry)
                if content.startswith(b"\x7fELF"):
                    content = stripped(content, objcopy)
                lines.append(write(new, entry, content))
        for file in sorted(folder.iterdir()):
            name = f"{Path(record).parent}/licenses/third-party/{file.name}"
            lines.append(write(new, plain(name), file.read_bytes()))
        lines.append(f"{record},,")
        write(new, plain(record), ("\n".join(lines) + "\n").encode())
    shutil.move(rewritten, wheel)


def stripped(binary: bytes, objcopy: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "binary"
        file.write_bytes(binary)
        subprocess.run([objcopy, "--strip-unneeded", file], check=True)
        return file.read_bytes()


def plain(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_DAY)
    entry.external_attr = 0o644 << 16
    return entry


def write(wheel: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes) -> str:
    """Write one file; returns its line of RECORD."""
    wheel.writestr(entry, content, zipfile.ZIP_DEFLATED)
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{entry.filename},sha256={digest},{len(content)}"


if __name__ == "__main__":
    main()
