//! The one wrapper that every native function runs in.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

use pyo3::prelude::*;
use seam_acs_core::Error;

use crate::fault::{Fault, Place, exception};

static SILENCE: Once = Once::new();

/// Runs `body` so that a panic in it becomes an ordinary exception and prints nothing.
pub(crate) fn guarded<T>(
    py: Python<'_>,
    place: Place<'_>,
    body: impl FnOnce() -> Result<T, Fault>,
) -> PyResult<T> {
    // This module has a copy of std of its own, so the hook of nobody else is replaced.
    SILENCE.call_once(|| set_hook(Box::new(|_| {})));
    let outcome = catch_unwind(AssertUnwindSafe(body))
        .unwrap_or_else(|payload| Err(Fault::Core(Error::internal(panic_message(payload.as_ref())))));
    outcome.map_err(|fault| match fault {
        Fault::Core(error) => exception(py, &error, place),
        Fault::Python(error) => error,
    })
}

fn panic_message(payload: &(dyn std::any::Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message")
}

/// Panics inside the guard, so that a test of an installed package can see what a caller would see.
#[pyfunction]
pub(crate) fn contained_panic(py: Python<'_>) -> PyResult<()> {
    guarded(py, Place::HERE, || {
        #[allow(clippy::panic, reason = "the guard around it is what this function is for")]
        {
            panic!("asked for by contained_panic()")
        }
    })
}
