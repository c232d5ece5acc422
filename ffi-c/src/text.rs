//! Strings
//!
//! A string that a function returns through a char ** belongs to the caller.

use std::ffi::{CString, c_char};

use crate::boundary;

/// Frees a string that a function of this library returned through a char **. NULL does nothing.
///
/// Not for const char * results: those belong to their object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_string_free(string: *mut c_char) {
    let body = || {
        if !string.is_null() {
            // SAFETY: not NULL, and the header asks for a string that `CString::into_raw` made here.
            drop(unsafe { CString::from_raw(string) });
        }
    };
    // SAFETY: the body reads no pointer through the arguments.
    unsafe { boundary::answer((), |_| body()) }
}

/// As C sees it. A NUL, which no id may hold, would cut a message short: it becomes U+FFFD.
#[must_use]
pub(crate) fn to_c(text: &str) -> CString {
    CString::new(text).unwrap_or_else(|_| CString::new(text.replace('\0', "\u{FFFD}")).unwrap_or_default())
}
