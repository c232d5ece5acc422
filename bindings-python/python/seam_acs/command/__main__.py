"""``python -m seam_acs.command``: the command where no script is installed."""

import sys

from .program import main

if __name__ == "__main__":
    sys.exit(main())
