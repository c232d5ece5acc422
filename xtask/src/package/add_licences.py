"""Put a folder of licences into a wheel, where installers look for them.

python add_licences.py WHEEL FOLDER
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import sys
import zipfile
from pathlib import Path

# The one date that a zip file of no particular day has; maturin writes it too.
NO_DAY = (1980, 1, 1, 0, 0, 0)


def main() -> None:
    wheel, folder = Path(sys.argv[1]), Path(sys.argv[2])
    rewritten = wheel.with_suffix(".rewritten")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED) as new:
        record = next(name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        for entry in old.infolist():
            if entry.filename != record:
                new.writestr(entry, old.read(entry), zipfile.ZIP_DEFLATED)
        lines = old.read(record).decode().splitlines()
        for file in sorted(folder.iterdir()):
            name = f"{Path(record).parent}/licenses/third-party/{file.name}"
            lines.insert(-1, f"{name},{write(new, name, file.read_bytes())}")
        write(new, record, ("\n".join(lines) + "\n").encode())
    shutil.move(rewritten, wheel)


def write(wheel: zipfile.ZipFile, name: str, content: bytes) -> str:
    """Write one file; its digest and size as a line of RECORD has them."""
    entry = zipfile.ZipInfo(name, NO_DAY)
    entry.external_attr = 0o644 << 16
    wheel.writestr(entry, content, zipfile.ZIP_DEFLATED)
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"sha256={digest},{len(content)}"


if __name__ == "__main__":
    main()
