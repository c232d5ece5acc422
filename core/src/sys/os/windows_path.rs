//! Texts, paths and handles as Windows wants them.

use std::ffi::OsStr;
use std::io;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::io::{FromRawHandle, OwnedHandle};
use std::path::{Component, Path, Prefix};

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};

/// Longer paths need a prefix, which takes absolute paths alone.
const LONGEST_PLAIN_PATH: usize = 240;

/// Ends with a zero.
pub(super) fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// A path, which ends with a zero and has none before.
pub(super) fn wide_path(path: &Path) -> io::Result<Vec<u16>> {
    let path = std::path::absolute(path)?;
    let is_on_a_disk = matches!(path.components().next(),
        Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::Disk(_)));
    let mut text = wide(&path);
    if text.iter().position(|letter| *letter == 0) != text.len().checked_sub(1) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path has a NUL in it"));
    }
    if is_on_a_disk && text.len() > LONGEST_PLAIN_PATH {
        text.splice(0..0, OsStr::new(r"\\?\").encode_wide());
    }
    Ok(text)
}

/// A handle that a function returned, to be closed with this; an error where it returned none.
pub(super) fn as_owned_handle(handle: HANDLE) -> io::Result<OwnedHandle> {
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was opened for us, and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}
