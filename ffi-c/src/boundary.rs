//! The border between C and Rust: no panic crosses it, and no function returns without saying how it went.

use std::cell::Cell;
use std::ffi::c_int;
use std::panic::set_hook;
use std::sync::atomic::{AtomicBool, Ordering};

use seam_acs_core::{Error, Status, catch_panic, failpoint};

use crate::arguments::Arguments;
use crate::error::seam_acs_error;
use crate::pthread_cancel::Postponed;

/// Runs the body of a function that can fail: clears `*error`, then returns the status and sets `*error` on
/// failure.
///
/// # Safety
/// `error` is NULL or points to a pointer that may be written, and every pointer that the body reads
/// through the [`Arguments`] keeps the rules of the header.
pub(crate) unsafe fn call(
    error: *mut *mut seam_acs_error,
    body: impl Fn(&Arguments) -> Result<(), Error>,
) -> c_int {
    // SAFETY: the caller of `call` vouches for the pointers.
    let arguments = unsafe { Arguments::vouched() };
    conclude(&arguments, error, &body)
}

/// Runs the body of a function that cannot fail; `fallback` is its answer should the body panic.
///
/// # Safety
/// Every pointer that the body reads through the [`Arguments`] keeps the rules of the header.
pub(crate) unsafe fn answer<T>(fallback: T, body: impl Fn(&Arguments) -> T) -> T {
    // SAFETY: the caller of `answer` vouches for the pointers.
    let arguments = unsafe { Arguments::vouched() };
    let said = Cell::new(None);
    let tells = |arguments: &Arguments| {
        said.set(Some(body(arguments)));
        Ok(())
    };
    // Without an answer it has panicked, and the fallback says so.
    let _ = contained(&arguments, &tells);
    said.into_inner().unwrap_or(fallback)
}

type Body<'a> = &'a dyn Fn(&Arguments) -> Result<(), Error>;

/// One for all functions of the ABI, as is [`contained`]: made anew for each, they were 65 kB of the library.
#[inline(never)]
fn conclude(arguments: &Arguments, error: *mut *mut seam_acs_error, body: Body<'_>) -> c_int {
    let slot = arguments.optional_out(error);
    match contained(arguments, body) {
        Ok(()) => Status::Ok.code(),
        Err(failure) => {
            let status = failure.status().code();
            if let Some(slot) = slot {
                slot.put(seam_acs_error::new(failure));
            }
            status
        }
    }
}

#[inline(never)]
fn contained(arguments: &Arguments, body: Body<'_>) -> Result<(), Error> {
    silence_panics();
    let _postponed = Postponed::here();
    catch_panic(|| {
        failpoint::hit("entry");
        body(arguments)
    })
    .unwrap_or_else(|panic| Err(panic.into()))
}

/// The library carries its own copy of std, so this silences nobody else's panics. It is set at the first
/// call and not at load time, and by a flag rather than a lock: a child forked meanwhile must not wait for
/// a thread it lacks.
fn silence_panics() {
    static SILENT: AtomicBool = AtomicBool::new(false);
    if !SILENT.swap(true, Ordering::Relaxed) {
        set_hook(Box::new(|_| {}));
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;
    use std::ptr;

    use super::*;
    use crate::error::{seam_acs_error_free, seam_acs_error_message};

    #[test]
    fn panic_in_a_body_becomes_an_internal_error_with_its_words() {
        let mut error = ptr::null_mut();
        let panics = |_: &Arguments| -> Result<(), Error> { panic!("the words of the panic") };
        // SAFETY: `error` may be written.
        let status = unsafe { call(&raw mut error, panics) };
        assert_eq!(status, Status::Internal.code());
        // SAFETY: `call` has set it.
        let message = unsafe { seam_acs_error_message(error) };
        // SAFETY: it belongs to the error, which lives.
        let message = unsafe { CStr::from_ptr(message) };
        assert!(message.to_str().unwrap().contains("the words of the panic"));
        // SAFETY: it is not used any more.
        unsafe { seam_acs_error_free(error) };
    }

    #[test]
    fn panic_in_a_body_that_cannot_fail_gives_the_fallback() {
        // SAFETY: there are no pointers.
        let given = unsafe { answer(7, |_| -> i32 { panic!("contained") }) };
        assert_eq!(given, 7);
    }

    #[test]
    fn success_clears_an_error_left_over_from_before() {
        let mut error = ptr::dangling_mut();
        // SAFETY: `error` may be written.
        let status = unsafe { call(&raw mut error, |_| Ok(())) };
        assert_eq!(status, Status::Ok.code());
        assert!(error.is_null());
    }
}
