//! What the exit code of the command means.

use seam_acs_core::Error;

/// Done, or already so.
pub(crate) const DONE: u8 = 0;
/// A bug, or the system refused something.
pub(crate) const INTERNAL: u8 = 1;
/// Wrong arguments, or a file that cannot be used: nothing was sent.
pub(crate) const USAGE: u8 = 2;
/// Stopped before anything was sent.
pub(crate) const STOPPED: u8 = 3;
/// Seam reports an error of the access system.
pub(crate) const REFUSED: u8 = 5;
/// Some of a list was not made, or a person must decide about it.
pub(crate) const PARTIAL: u8 = 6;
/// The access system has not followed, or changes are pending.
pub(crate) const NOT_YET: u8 = 9;

/// The table at the end of every help.
pub(crate) const MEANINGS: &str = "exit codes:
  0  done, or already so: what was recorded by Seam reaches the access system a little later
  1  a bug, or the system refused memory or a thread
  2  wrong arguments, options, names or credentials of the wrong kind: nothing was sent
  3  stopped: Ctrl-C, an answer of no, or the time was over before anything was sent
  4  no answer: name, connection, TLS, proxy, network
  5  Seam answered with an error, or reports one of the access system (wait)
  6  of a list some changes were not made: see the report; a removal was refused or waits too long
     (outbox status), or changes wait for a person (outbox run, repair)
  7  a guard refused the plan, or the audit log could not be written: nothing was sent
  8  nobody knows whether a change was recorded: look before you change anything else
  9  still pending, scheduled for later, or nothing showed the access system following (wait);
     changes are pending (plan --exit-code, outbox run --until-empty)";

/// The family of an error's status.
pub(crate) fn of_error(error: &Error) -> u8 {
    let family = error.status().code().unsigned_abs() / 1000;
    u8::try_from(family).ok().filter(|family| *family > 0).unwrap_or(INTERNAL)
}
