#!/bin/sh
# Make access groups what a table says: look first, then do it. The key is in SEAM_API_KEY.
#   reconcile.sh STAFF.csv
set -eu
staff=$1

seam-acs check

# Who would be added and who taken out. Ends here, with exit code 7, if a guard refuses the plan.
seam-acs sync "$staff" --dry-run

# Add --allow-mass-removal if so many people are really to go. After a crash, or tomorrow, start it again: the journal
# tells it what may still arrive. Without --yes, it asks a person at a terminal.
seam-acs sync "$staff" --yes --journal "$staff.journal" --report "$staff.report.csv"
