//! Panics turned into errors, at the borders that one must not cross.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::Error;

/// Runs `body`; a panic in it becomes [`Error::Internal`] with the panic's words.
///
/// # Errors
/// [`Error::Internal`] if the body panics.
pub fn contained<T>(body: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| {
        let words = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        // A payload's own destructor may panic, outside of the guard.
        std::mem::forget(payload);
        Error::internal(format!("contained panic: {words}"))
    })
}
