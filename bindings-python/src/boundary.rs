//! The one wrapper that every native function runs in.

use std::panic::set_hook;
use std::sync::Once;

use pyo3::prelude::*;
use seam_acs_core::{catch_panic, failpoint};

use crate::error::{CallError, Place, exception};

static SILENCE: Once = Once::new();

/// Runs `body` so that a panic in it becomes an ordinary exception and prints nothing.
pub(crate) fn catch_panics<T>(
    py: Python<'_>,
    place: Place<'_>,
    body: impl FnOnce() -> Result<T, CallError>,
) -> PyResult<T> {
    // This module has a copy of std of its own, so the hook of nobody else is replaced.
    SILENCE.call_once(|| set_hook(Box::new(|_| {})));
    let outcome = catch_panic(|| {
        failpoint::hit("entry");
        body()
    });
    outcome.unwrap_or_else(|panic| Err(CallError::Core(panic.into()))).map_err(|fault| match fault {
        CallError::Core(error) => exception(py, &error, place),
        CallError::Python(error) => error,
    })
}

/// Panics inside the guard, so that a test of an installed package can see what a caller would see.
#[pyfunction]
pub(crate) fn contained_panic(py: Python<'_>) -> PyResult<()> {
    catch_panics(py, Place::HERE, || {
        #[allow(clippy::panic, reason = "the guard around it is what this function is for")]
        {
            panic!("asked for by contained_panic()")
        }
    })
}

/// Lets the next passage of a place panic; says whether the one before has happened. In test builds only.
#[cfg(feature = "failpoints")]
#[pyfunction]
pub(crate) fn set_failpoint(place: &str) -> bool {
    failpoint::set(place)
}
