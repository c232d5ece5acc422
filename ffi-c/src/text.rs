//! Strings
//!
//! A string that a function returns through a char ** belongs to the caller, who may also write into it, up to its NUL.

use std::alloc::{Layout, alloc, dealloc};
use std::borrow::Cow;
use std::ffi::{CString, c_char};

use seam_acs_core::{Error, memory};

use crate::boundary;

/// Frees a string that a function of this library returned through a char **. NULL does nothing.
///
/// Not for const char * results: those belong to their object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_string_free(string: *mut c_char) {
    let body = || {
        if !string.is_null() {
            // SAFETY: not NULL, and the header asks for a string that `given` made.
            unsafe { take_back(string) };
        }
    };
    // SAFETY: the body reads no pointer through the arguments.
    unsafe { boundary::answer((), |_| body()) }
}

/// Stands before each string of the caller's, who may have shortened it by a NUL.
#[repr(C)]
struct Header {
    word: u64,
    /// How many bytes follow, with the NUL.
    length: usize,
}

const LARGE: usize = 1 << 20;
const OURS: u64 = u64::from_le_bytes(*b"\x8Fseamtxt");
const FREED: u64 = OURS ^ 1;

/// A string of the caller's.
#[expect(clippy::cast_ptr_alignment, reason = "the layout is aligned for a header")]
pub(crate) fn given(text: &str) -> Result<*mut c_char, Error> {
    let text = without_nul(text);
    let length = text.len() + 1;
    // As all that is large, it leaves room for what is small.
    let spare = (length >= LARGE).then(memory::spare).transpose();
    let place = layout(length).filter(|_| spare.is_ok()).map(|layout| {
        // SAFETY: the header alone gives it a size.
        unsafe { alloc(layout) }
    });
    let Some(place) = place.filter(|place| !place.is_null()) else {
        return Err(Error::Resources(format!("memory for a string of {length} bytes")));
    };
    // SAFETY: it was made for a header, and is aligned for one.
    unsafe { place.cast::<Header>().write(Header { word: OURS, length }) };
    // SAFETY: so many bytes and one more follow the header.
    let string = unsafe { place.add(size_of::<Header>()) };
    // SAFETY: the text is elsewhere, and has this length.
    unsafe { string.copy_from_nonoverlapping(text.as_ptr(), text.len()) };
    // SAFETY: the byte behind it is the string's too.
    let behind = unsafe { string.add(text.len()) };
    // SAFETY: as before.
    unsafe { behind.write(0) };
    Ok(string.cast())
}

/// Frees a string; one that is not ours stays.
///
/// # Safety
/// It is a string that `given` made, and is not used any more.
#[expect(clippy::cast_ptr_alignment, reason = "it is looked at first")]
unsafe fn take_back(string: *mut c_char) {
    let place = string.cast::<u8>().wrapping_sub(size_of::<Header>());
    if place.align_offset(align_of::<Header>()) != 0 {
        return;
    }
    // SAFETY: the caller vouches that a header stands there.
    let header = unsafe { &mut *place.cast::<Header>() };
    if header.word != OURS {
        return;
    }
    header.word = FREED;
    if let Some(layout) = layout(header.length) {
        // SAFETY: it was made with this layout.
        unsafe { dealloc(place, layout) };
    }
}

fn layout(length: usize) -> Option<Layout> {
    let size = length.checked_add(size_of::<Header>())?;
    Layout::from_size_align(size, align_of::<Header>()).ok()
}

/// As C sees it. A NUL, which no id may hold, would cut a message short: it becomes U+FFFD.
fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
}

/// One that its object keeps and lends out.
#[must_use]
pub(crate) fn to_c(text: &str) -> CString {
    CString::new(&*without_nul(text)).unwrap_or_default()
}
