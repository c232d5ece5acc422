//! Version
//!
//! The macros say what a program was compiled against, the functions what it runs with. Both functions may
//! be called before anything else, from any thread, and never fail.

use std::ffi::{c_char, c_int};

/// The ABI that this header describes: major * 1000 + minor.
pub const SEAM_ACS_ABI_VERSION: c_int = 1;

const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");

/// The version of the library that is loaded, such as "0.1.0". Static: never freed, never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn seam_acs_version() -> *const c_char {
    VERSION.as_ptr().cast()
}

/// The ABI of the library that is loaded: major * 1000 + minor.
///
/// A program that loads the library at run time needs the same major and at least its own minor: compare
/// with SEAM_ACS_ABI_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn seam_acs_abi_version() -> c_int {
    SEAM_ACS_ABI_VERSION
}
