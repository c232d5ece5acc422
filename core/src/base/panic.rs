//! Catches panics at the boundaries that they must not cross.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A caught panic, with its message.
#[derive(Debug)]
pub struct Panic(pub(crate) String);

/// Runs `body`, and catches a panic in it.
///
/// # Errors
/// [`Panic`] if the body panics; as an error it is [`Error::Internal`](crate::Error::Internal).
pub fn catch_panic<T>(body: impl FnOnce() -> T) -> Result<T, Panic> {
    catch_unwind(AssertUnwindSafe(body)).map_err(|payload| {
        let words = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        // A payload's own destructor may panic, and nothing would catch that.
        std::mem::forget(payload);
        Panic(words)
    })
}
