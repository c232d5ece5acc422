//! Which of a line of forked processes this is. Every entry into the library asks, so it takes no lock, and no system call
//! where the kernel helps.
//!
//! The pid does not tell: a grandchild can get the pid of its grandparent, and the first process of each new pid
//! namespace has the pid 1.

use std::process;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::os::{count_forks_in, memory_that_forks_empty, unmap};

/// Different in a process and in each one that it was forked from. Processes that share their memory, as `vfork` makes
/// them, share it too: what one of them has is the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation(u64);

/// How many processes of this line have asked; a child goes on from where its parent was, so that it has a number that no
/// ancestor had.
static ASKED: AtomicU32 = AtomicU32::new(0);

/// Of this process.
pub(crate) fn current() -> Generation {
    let Some(known) = known() else { return without_wiped_memory() };
    match known.load(Ordering::Relaxed) {
        // Not known yet, or wiped by the kernel in a forked child.
        0 => {
            // Counted before it is kept: a child that is forked in between counts on. The pid beside it tells the two
            // apart even where the fork copied the one page before the count and another page after it.
            let count = ASKED.fetch_add(1, Ordering::SeqCst).wrapping_add(1);
            let fresh = with_pid(count);
            match known.compare_exchange(0, fresh, Ordering::SeqCst, Ordering::SeqCst) {
                Ok(_) => Generation(fresh),
                Err(of_another_thread) => Generation(of_another_thread),
            }
        }
        generation => Generation(generation),
    }
}

/// Of this process where no memory can be wiped, as before Linux 4.14: the pid and the forks that libc made. What is left
/// is a child that `clone` made without libc and that has an ancestor's pid.
///
/// The handler that counts the forks stays with libc for ever. So must its code: `libseam_acs` is linked with
/// `-z nodelete`, and an archive in a module that is unloaded takes its handler along.
fn without_wiped_memory() -> Generation {
    static COUNTING: AtomicBool = AtomicBool::new(false);
    // Two threads that begin together count each fork twice, which is as good; a lock could stay closed in a child.
    if !COUNTING.load(Ordering::Acquire) {
        count_forks_in(&FORKS);
        COUNTING.store(true, Ordering::Release);
    }
    Generation(with_pid(FORKS.load(Ordering::Relaxed)))
}

static FORKS: AtomicU32 = AtomicU32::new(0);

/// Never zero, as no pid is.
fn with_pid(count: u32) -> u64 {
    u64::from(process::id()) << 32 | u64::from(count)
}

/// Null until the first use; `NONE` where the kernel cannot wipe a page.
static PAGE: AtomicPtr<AtomicU64> = AtomicPtr::new(ptr::null_mut());
static NONE: AtomicU64 = AtomicU64::new(0);

/// Where this process's generation is kept.
fn known() -> Option<&'static AtomicU64> {
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

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_keeps_its_generation() {
        assert_eq!(current(), current());
        assert_eq!(without_wiped_memory(), without_wiped_memory());
    }

    #[test]
    fn a_child_and_a_grandchild_have_generations_of_their_own() {
        for of_this_process in [current, without_wiped_memory] {
            let first = of_this_process();
            holds_in_child(|| {
                let second = of_this_process();
                let in_grandchild = || ![first, second].contains(&of_this_process());
                second != first && second == of_this_process() && ends_well(in_grandchild)
            });
            assert_eq!(of_this_process(), first);
        }
    }

    #[test]
    fn a_grandchild_that_no_child_asked_for_has_a_generation_of_its_own() {
        for of_this_process in [current, without_wiped_memory] {
            let first = of_this_process();
            holds_in_child(|| ends_well(|| of_this_process() != first));
        }
    }

    /// Each pid namespace begins with the pid 1. Only root can make one.
    #[test]
    fn a_child_with_its_parents_pid_has_a_generation_of_its_own() {
        for of_this_process in [current, without_wiped_memory] {
            // SAFETY: the call has no arguments.
            if unsafe { libc::geteuid() } != 0 {
                eprintln!("skipped: only root can make a pid namespace");
                return;
            }
            holds_in_child(|| {
                in_new_pid_namespace(|| {
                    let outer = of_this_process();
                    process::id() == 1
                        && in_new_pid_namespace(|| process::id() == 1 && of_this_process() != outer)
                })
            });
        }
    }

    #[test]
    fn a_child_that_shares_the_memory_shares_the_generation() {
        extern "C" fn compare(first: *mut libc::c_void) -> libc::c_int {
            // SAFETY: the parent waits meanwhile, and keeps what it points to.
            i32::from(current() != unsafe { *first.cast::<Generation>() })
        }
        let mut first = current();
        let mut stack = vec![0_u128; 1 << 12];
        let top = stack.as_mut_ptr_range().end.cast();
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        // SAFETY: the stack is the child's until it ends, which this waits for, as vfork does.
        let child = unsafe { libc::clone(compare, top, flags, (&raw mut first).cast()) };
        assert_eq!(status_of(child), 0);
        assert_eq!(current(), first);
    }

    fn in_new_pid_namespace(work: impl FnOnce() -> bool) -> bool {
        // SAFETY: what it changes are the children that come.
        let is_made = unsafe { libc::unshare(libc::CLONE_NEWPID) } == 0;
        is_made && ends_well(work)
    }

    fn holds_in_child(work: impl FnOnce() -> bool) {
        assert!(ends_well(work), "it does not hold in the child");
    }

    /// Does the work in a child and says whether it is true there.
    fn ends_well(work: impl FnOnce() -> bool) -> bool {
        // SAFETY: the child asks for generations, forks in its turn, and ends.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let is_right = work();
            // SAFETY: ends at once, without the parent's destructors.
            unsafe { libc::_exit(i32::from(!is_right)) };
        }
        status_of(child) == 0
    }

    fn status_of(child: libc::pid_t) -> libc::c_int {
        let mut status = -1;
        // SAFETY: the pointer is valid for one status.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        status
    }
}
