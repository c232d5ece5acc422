//! What a test build has beside the header.

use std::ffi::{CStr, c_char, c_int};

/// Lets the next passage of a place panic; says whether the one set before has happened. NULL only asks.
#[unsafe(no_mangle)]
unsafe extern "C" fn seam_acs_set_failpoint(place: *const c_char) -> c_int {
    if place.is_null() {
        return c_int::from(seam_acs_core::failpoint::has_happened());
    }
    // SAFETY: only our tests call it, with a text.
    let place = unsafe { CStr::from_ptr(place) };
    c_int::from(seam_acs_core::failpoint::set(&place.to_string_lossy()))
}
