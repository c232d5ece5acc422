//! Large blocks of memory, straight from the system and back to it.
//!
//! The host's `malloc` does the same at first. But with each block of that kind that is freed it takes blocks of that size
//! for usual, keeps the next ones in its heap, and does not give them back: the second long list of a process would stay in
//! its memory. `malloc_trim` and `mallopt` would change the heap of the host, which is not ours.

use std::alloc::Layout;
use std::ptr;

/// From here on a block is large: where `malloc` of the GNU C library begins.
pub(crate) const LARGE: usize = 128 << 10;
/// Pages are at least as large, and begin at multiples of it.
const ALIGNMENT: usize = 4096;

/// Whether a large block comes from here; nothing of ours asks for a larger alignment.
pub(crate) fn is_aligned_enough(layout: Layout) -> bool {
    layout.align() <= ALIGNMENT
}

/// A block of zeros, or NULL.
pub(crate) fn map(size: usize) -> *mut u8 {
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: a new mapping, of which nobody knows yet.
    let block = unsafe { libc::mmap(ptr::null_mut(), size, access, kind, -1, 0) };
    if block == libc::MAP_FAILED { ptr::null_mut() } else { block.cast() }
}

/// Gives a block back; false if the system does not take it.
///
/// # Safety
/// It came from here, has this size, and is not used any more.
pub(crate) unsafe fn unmap(block: *mut u8, size: usize) -> bool {
    // SAFETY: the caller vouches for the block.
    unsafe { libc::munmap(block.cast(), size) == 0 }
}

/// The same block with another size, perhaps elsewhere: its pages move, and no copy of them stays. NULL if it stays as it
/// is, which is always so where a system cannot do this.
///
/// # Safety
/// It came from here and has the size `from`. If it moves, the old place is not used any more.
pub(crate) unsafe fn resize(block: *mut u8, from: usize, to: usize) -> *mut u8 {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: the caller vouches for the block.
        let moved = unsafe { libc::mremap(block.cast(), from, to, libc::MREMAP_MAYMOVE) };
        if moved == libc::MAP_FAILED { ptr::null_mut() } else { moved.cast() }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (block, from, to);
        ptr::null_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_what_stands_in_it_when_its_size_changes() {
        let size = LARGE + 5;
        let block = map(size);
        assert!(!block.is_null());
        // SAFETY: it is so long, and all zeros.
        assert!(unsafe { std::slice::from_raw_parts(block, size) }.iter().all(|byte| *byte == 0));
        // SAFETY: it is so long.
        unsafe { block.write_bytes(7, size) };
        // SAFETY: the old place is not used any more.
        let grown = unsafe { resize(block, size, 40 * size) };
        assert!(!grown.is_null());
        // SAFETY: it is so long.
        let bytes = unsafe { std::slice::from_raw_parts(grown, 40 * size) };
        assert_eq!(bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>(), 7 * size);
        // SAFETY: it is not used any more.
        assert!(unsafe { unmap(grown, 40 * size) });
    }
}
