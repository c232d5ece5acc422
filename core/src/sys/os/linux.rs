//! What Linux has beside the rest of Unix.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

pub(crate) use super::unix::{Descriptor, FlagEnd, Witness};
pub(super) use super::unix::{
    HOSTS_CLOSE_DESCRIPTORS, VARIABLES_HAVE_CASE, append, count_forks_in, create_private_file,
    device_and_inode, device_and_inode_of_number, device_and_inode_of_path, flag, flag_event, flag_number,
    host_name, is_exhaustion, is_refused_link, keep_from_others, kind_of_no_file, lock_for_this_process,
    lower, make_private_folder, open_own_file, open_to_append, raise, read_at, refuse_shared, stay_loaded,
    sync_folder, unlock, with_signals_blocked, witness, write_if_ready, write_to_number_if_ready,
};
use super::unix::{has_other_rights, time_of};

/// `CLOCK_BOOTTIME` exists since Linux 2.6.39.
pub(super) fn time_since_boot() -> Duration {
    time_of(libc::CLOCK_BOOTTIME)
}

pub(super) fn boot_id() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned()).filter(|id| !id.is_empty())
}

pub(super) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: a new mapping, of which nobody knows yet.
    let page = unsafe { libc::mmap(std::ptr::null_mut(), PAGE, access, kind, -1, 0) };
    if page == libc::MAP_FAILED {
        return None;
    }
    // Old versions of qemu accept any advice and ignore it, so a kernel that accepts nonsense is not trusted.
    // SAFETY: the mapping is ours; advice that the kernel does not know is refused.
    let believes_nonsense = unsafe { libc::madvise(page, PAGE, -1) } == 0;
    // SAFETY: the mapping is ours.
    let empties = unsafe { libc::madvise(page, PAGE, libc::MADV_WIPEONFORK) } == 0;
    if believes_nonsense || !empties {
        unmap(page.cast());
        return None;
    }
    Some(page.cast())
}

pub(super) fn unmap(page: *mut AtomicU64) {
    // SAFETY: mapped by us with this length.
    unsafe { libc::munmap(page.cast(), PAGE) };
}

/// The kernel rounds it up to the size of its own pages.
const PAGE: usize = 4096;

pub(super) fn runs_privileged() -> bool {
    // SAFETY: getauxval only reads the auxiliary vector.
    has_other_rights() || unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

/// They stand in files.
pub(super) fn trusted_certificates() -> Option<Vec<Vec<u8>>> {
    None
}
