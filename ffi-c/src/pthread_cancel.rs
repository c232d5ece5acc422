//! `pthread_cancel` takes effect between calls: it would unwind through Rust frames, which ends the whole process.

use std::ffi::c_int;

/// As long as this lives, a cancellation of this thread waits.
pub(crate) struct Postponed {
    before: Option<c_int>,
}

impl Postponed {
    pub(crate) fn here() -> Self {
        Self { before: set_state(DISABLE) }
    }
}

impl Drop for Postponed {
    fn drop(&mut self) {
        if let Some(before) = self.before {
            // It does not act here: only at the thread's next cancellation point, which is the host's.
            set_state(before);
        }
    }
}

/// The same number in glibc and musl.
const DISABLE: c_int = 1;

/// Sets the state and gives the one before it.
#[cfg(target_os = "linux")]
fn set_state(state: c_int) -> Option<c_int> {
    // The libc crate does not declare it for Linux.
    unsafe extern "C" {
        fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
    }
    let mut before = 0;
    // SAFETY: the state is one that the system knows, and the pointer is valid for one number.
    let failed = unsafe { pthread_setcancelstate(state, &raw mut before) } != 0;
    (!failed).then_some(before)
}

#[cfg(not(target_os = "linux"))]
fn set_state(_: c_int) -> Option<c_int> {
    None
}
