//! The id of this process. Every entry into the library asks for it, so it costs no system call where the kernel helps.

use std::process;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use super::os::{memory_that_forks_empty, unmap};

/// As `std::process::id()`.
pub(crate) fn current() -> u32 {
    let Some(known) = known() else { return process::id() };
    match known.load(Ordering::Relaxed) {
        // Not known yet, or wiped by the kernel in a forked child.
        0 => {
            let id = process::id();
            known.store(id, Ordering::Relaxed);
            id
        }
        id => id,
    }
}

/// Null until the first use; `NONE` where the kernel cannot wipe a page.
static PAGE: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::null_mut());
static NONE: AtomicU32 = AtomicU32::new(0);

/// Where this process's id is kept.
fn known() -> Option<&'static AtomicU32> {
    let mut page = PAGE.load(Ordering::Acquire);
    if page.is_null() {
        let fresh = memory_that_forks_empty();
        let ours = fresh.unwrap_or((&raw const NONE).cast_mut());
        page = match PAGE.compare_exchange(page, ours, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => ours,
            Err(theirs) => {
                if let Some(superfluous) = fresh {
                    unmap(superfluous);
                }
                theirs
            }
        };
    }
    if ptr::eq(page, &raw const NONE) {
        return None;
    }
    // SAFETY: not null here, and what is stored in PAGE stays mapped as long as the process lives.
    Some(unsafe { &*page })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_the_id_that_the_system_gives_it() {
        assert_eq!(current(), process::id());
        assert_eq!(current(), process::id());
    }

    #[test]
    fn a_forked_child_has_its_own_id() {
        let parent = current();
        // SAFETY: the child only reads its id and ends.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let is_right = current() == process::id() && current() != parent;
            // SAFETY: ends at once, without the parent's destructors.
            unsafe { libc::_exit(i32::from(!is_right)) };
        }
        let mut status = 0;
        // SAFETY: the pointer is valid for one status.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0, "the child has the parent's id");
        assert_eq!(current(), parent);
    }
}
