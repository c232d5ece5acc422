//! Waiting for an operation so that the interpreter stays alive: other threads run, and Ctrl-C is heard.

use std::time::Duration;

use pyo3::prelude::*;
use seam_acs_core::{Answer, Operation};

use crate::fault::{Fault, Place, exception};

/// How often signals are looked at; also how long a cancelled operation may take to say how it ended.
const SLICE: Duration = Duration::from_millis(100);

/// The operation's answer. A signal handler that raises cancels the operation.
pub(crate) fn answer(py: Python<'_>, operation: &Operation, place: Place<'_>) -> Result<Answer, Fault> {
    while !py.detach(|| operation.wait(Some(SLICE))) {
        if let Err(raised) = py.check_signals() {
            return Err(Fault::Python(interrupted(py, operation, place, raised)));
        }
    }
    // Detached, because long lists are taken apart on the thread that asks for them.
    Ok(py.detach(|| operation.result())?)
}

/// What the signal handler raised, with what became of the operation as its cause.
fn interrupted(py: Python<'_>, operation: &Operation, place: Place<'_>, raised: PyErr) -> PyErr {
    operation.cancel();
    py.detach(|| operation.wait(Some(SLICE)));
    if let Err(error) = py.detach(|| operation.result()) {
        raised.set_cause(py, Some(exception(py, &error, place)));
    }
    raised
}
