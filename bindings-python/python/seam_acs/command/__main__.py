"""``python -m seam_acs.command``: the command where no script is installed."""

import sys

from .program import main

sys.exit(main())
