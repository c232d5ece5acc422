"""What the exit code of the command means."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from seam_acs import SeamError

STOPPED = 3
NOT_YET = 9

MEANINGS = """exit codes:
  0  done, or already so: what was recorded by Seam reaches the access system a little later
  1  a bug, or the system refused memory or a thread
  2  wrong arguments, options, names or credentials of the wrong kind: nothing was sent
  3  stopped: Ctrl-C, or the time was over before anything was sent
  4  no answer: name, connection, TLS, proxy, network
  5  Seam answered with an error, or reports one of the access system (wait)
  6  of a list some changes were not made: see the report
  7  a guard refused the plan, or the audit log could not be written: nothing was sent
  8  nobody knows whether a change was recorded: look before you change anything else
  9  still pending, scheduled for later, or nothing showed the access system following (wait)"""


def exit_code_of(error: SeamError) -> int:
    """The family of an error's status."""
    return -error.status // 1000 or 1
