"""Make access groups what a table says: look first, then do it. The key is in SEAM_API_KEY.

python reconcile.py STAFF.csv [--dry-run] [--allow-mass-removal]
"""

import argparse
import sys
from pathlib import Path

from seam_acs import Seam, SeamError, SeamGuardError, SeamPartialError

parser = argparse.ArgumentParser()
parser.add_argument("staff", type=Path)
parser.add_argument("--dry-run", action="store_true")
parser.add_argument("--allow-mass-removal", action="store_true")
arguments = parser.parse_args()

try:
    with Seam() as seam:
        memberships = seam.acs.memberships
        plan = memberships.plan(arguments.staff, allow_mass_removal=arguments.allow_mass_removal)
        print(plan)
        if arguments.dry_run:
            sys.exit("Nothing was changed: this was a dry run.")
        report = memberships.sync(
            plan, progress=lambda look: print(f"{look.done} of {look.total}, {look.failed} failed")
        )
    print(f"{report.totals.applied} changes were recorded by Seam; the access system follows.")
except SeamPartialError as error:
    for item in error.report or ():
        if item.error:
            print(f"{item.action} {item.acs_user_id}: {item.outcome}: {item.error}")
    sys.exit("Some changes were not made: start the program again.")
except SeamGuardError as error:
    # What would have happened, and which option allows it. Nothing was changed.
    print(error.plan or "")
    sys.exit(error.explanation)
except SeamError as error:
    # A person whom nobody knows, no connection: in words, and nothing was changed.
    sys.exit(error.explanation)
