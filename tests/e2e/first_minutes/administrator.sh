#!/bin/sh
# The first minutes of an administrator: install the wheel files, run the guide's lines against the sandbox.
# It needs Python 3.9 or later with venv, and nothing of Rust.
#
#     administrator.sh FOLDER_WITH_THE_WHEELS
set -eu

python3 -m venv seam
seam/bin/pip install --quiet --no-index --find-links "$1" seam-acs seam-acs-sandbox

seam/bin/python - <<'PYTHON'
from seam_acs import Seam
from seam_acs.testing import sandbox

with sandbox() as s, Seam(api_key=s.api_key, endpoint=s.url) as seam:
    seam.acs.users.add_to_access_group(
        acs_user_id="33333333-3333-3333-3333-333333333333",
        acs_access_group_id="44444444-4444-4444-4444-444444444444",
    )
    print("Recorded by Seam; the access system follows.")
PYTHON
