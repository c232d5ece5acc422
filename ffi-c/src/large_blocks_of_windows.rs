//! On Windows no block is large: the heap of the process takes large blocks straight from the system by itself, and gives
//! them back.

use std::alloc::Layout;
use std::ptr;

/// No block is so long.
pub(crate) const LARGE: usize = 1 << (usize::BITS - 1);

pub(crate) fn is_aligned_enough(_: Layout) -> bool {
    false
}

pub(crate) fn map(_: usize) -> *mut u8 {
    ptr::null_mut()
}

/// # Safety
/// Any block may be given, as none is touched.
pub(crate) unsafe fn unmap(_: *mut u8, _: usize) -> bool {
    false
}

/// # Safety
/// Any block may be given, as none is touched.
pub(crate) unsafe fn resize(_: *mut u8, _: usize, _: usize) -> *mut u8 {
    ptr::null_mut()
}
