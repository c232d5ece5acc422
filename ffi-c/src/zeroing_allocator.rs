//! The allocator of this library: what is freed is overwritten with zeros first, so that no copy of a token stays in
//! the host's memory after the last client is gone, whoever made the copy (HTTP, TLS and their buffers included).
//!
//! It serves the code of this library alone. The host's `malloc` is used and not replaced.

use std::alloc::{GlobalAlloc, Layout, System};

use zeroize::optimization_barrier;

use crate::large_blocks::{self, LARGE, is_aligned_enough};

#[global_allocator]
static ALLOCATOR: Wiping = Wiping;

/// The system's allocator, with a wipe before each free; large blocks come straight from the system.
struct Wiping;

// SAFETY: every block comes from `System` or from `large_blocks`, by its layout, and goes back to where it came from with
// the layout that it was asked for.
unsafe impl GlobalAlloc for Wiping {
    // In one place for the same reason.
    #[inline(never)]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= LARGE {
            // SAFETY: the caller keeps the rules of `alloc`, which are the same.
            return unsafe { alloc_large(layout) };
        }
        // SAFETY: the caller keeps the rules of `alloc`, which are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= LARGE {
            // SAFETY: the caller keeps the rules of `alloc_zeroed`, which are the same.
            return unsafe { alloc_large(layout) };
        }
        // SAFETY: the caller keeps the rules of `alloc_zeroed`, which are the same.
        unsafe { System.alloc_zeroed(layout) }
    }

    // In one place: a wipe and a free at each of thousands of places would be 9 kB more, and no quicker.
    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if layout.size() >= LARGE {
            // SAFETY: the caller keeps the rules of `dealloc`, which are the same.
            return unsafe { dealloc_large(block, layout) };
        }
        // SAFETY: the block is the caller's, and as long as its layout says.
        unsafe { wipe(block, layout.size()) };
        // SAFETY: the caller keeps the rules of `dealloc`, which are the same.
        unsafe { System.dealloc(block, layout) };
    }

    /// The system's `realloc` may move a block and leave the old bytes behind, so this moves it itself.
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if layout.size() >= LARGE && size >= LARGE {
            // SAFETY: the caller keeps the rules of `realloc`, which are the same.
            return unsafe { resize_large(block, layout, size) };
        }
        // SAFETY: the caller keeps the rules of `realloc`, which are the same.
        unsafe { self.copy(block, layout, size) }
    }
}

impl Wiping {
    /// # Safety
    /// As for `realloc`.
    #[inline]
    unsafe fn copy(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller vouches that this size fits the alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        // SAFETY: the caller vouches that the size is not 0.
        let moved = unsafe { self.alloc(wanted) };
        if !moved.is_null() {
            // SAFETY: both blocks are at least so long, and the new one is not a part of the old one.
            unsafe { block.copy_to_nonoverlapping(moved, layout.size().min(size)) };
            // SAFETY: the block is the caller's, who gives it up where this succeeds.
            unsafe { self.dealloc(block, layout) };
        }
        moved
    }
}

// Every call of Seam's API allocates a hundred times, and none of it is large: what is stays out of the way.

/// A block of zeros.
///
/// # Safety
/// As for `alloc_zeroed`.
#[cold]
#[inline(never)]
unsafe fn alloc_large(layout: Layout) -> *mut u8 {
    if is_aligned_enough(layout) {
        return large_blocks::map(layout.size());
    }
    // SAFETY: the caller keeps the rules of `alloc_zeroed`, which are the same.
    unsafe { System.alloc_zeroed(layout) }
}

/// # Safety
/// As for `dealloc`, and the block is large.
#[cold]
#[inline(never)]
unsafe fn dealloc_large(block: *mut u8, layout: Layout) {
    let is_mapped = is_aligned_enough(layout);
    // SAFETY: it was mapped with this size, and the caller gives it up.
    if is_mapped && unsafe { large_blocks::unmap(block, layout.size()) } {
        // The system overwrites what it takes back before anybody sees it.
        return;
    }
    // SAFETY: the block is the caller's, and as long as its layout says.
    unsafe { wipe(block, layout.size()) };
    if !is_mapped {
        // SAFETY: it came from there, and the caller gives it up.
        unsafe { System.dealloc(block, layout) };
    }
}

/// # Safety
/// As for `realloc`, and the block is large and stays so.
#[cold]
#[inline(never)]
unsafe fn resize_large(block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    if is_aligned_enough(layout) {
        // SAFETY: it was mapped with this size, and the caller gives up the old place where this succeeds.
        let moved = unsafe { large_blocks::resize(block, layout.size(), size) };
        if !moved.is_null() {
            return moved;
        }
    }
    // SAFETY: the caller keeps the rules of `realloc`, which are the same.
    unsafe { Wiping.copy(block, layout, size) }
}

/// Overwrites a block that is about to be freed; the compiler must not think that nobody looks.
///
/// # Safety
/// The block may be written for `size` bytes.
unsafe fn wipe(block: *mut u8, size: usize) {
    // SAFETY: the caller vouches for the block.
    unsafe { block.write_bytes(0, size) };
    // SAFETY: it was written just now, for its whole length.
    optimization_barrier(unsafe { std::slice::from_raw_parts(block, size) });
}
