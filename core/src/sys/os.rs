//! Calls to the operating system that no dependency wraps.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Time since boot, including sleep: suspending the machine must not extend a deadline.
pub(crate) fn time_since_boot() -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: the pointer is valid for one timespec; CLOCK_BOOTTIME exists since Linux 2.6.39.
    let failed = unsafe { libc::clock_gettime(BOOT_CLOCK, time.as_mut_ptr()) } != 0;
    // SAFETY: zeroed above, and every bit pattern is a timespec.
    let time = unsafe { time.assume_init() };
    if failed {
        return Duration::ZERO;
    }
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(target_os = "linux")]
const BOOT_CLOCK: libc::clockid_t = libc::CLOCK_BOOTTIME;
#[cfg(not(target_os = "linux"))]
const BOOT_CLOCK: libc::clockid_t = libc::CLOCK_MONOTONIC;

/// A page of zeros that the kernel zeroes again in a forked child, or `None` where it cannot.
#[cfg(target_os = "linux")]
pub(crate) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
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

#[cfg(not(target_os = "linux"))]
pub(crate) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
    None
}

/// What the system says where it gives this process no more descriptors.
pub(crate) fn refused_descriptor() -> Option<io::Error> {
    let refused = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).err()?;
    is_exhaustion(&refused).then_some(refused)
}

/// Whether an error says that the process, or the system, has no more descriptors or memory.
pub(crate) fn is_exhaustion(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM))
}

/// Unmaps a page of `memory_that_forks_empty` to which no reference was made.
pub(crate) fn unmap(page: *mut AtomicU64) {
    // SAFETY: mapped by us with this length.
    unsafe { libc::munmap(page.cast(), PAGE) };
}

/// The kernel rounds it up to the size of its own pages.
const PAGE: usize = 4096;

/// Counts in each child, there and then, that libc forks from now on.
pub(crate) fn count_forks_in(count: &'static AtomicU32) {
    static COUNTED: AtomicPtr<AtomicU32> = AtomicPtr::new(std::ptr::null_mut());
    extern "C" fn in_child() {
        // SAFETY: null, or a static.
        if let Some(count) = unsafe { COUNTED.load(Ordering::Relaxed).as_ref() } {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
    COUNTED.store(std::ptr::from_ref(count).cast_mut(), Ordering::Relaxed);
    // SAFETY: the handler is code that stays loaded, and does what a signal handler may.
    unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
}

/// Whether the process runs with other rights than its caller, whose environment must then not be trusted: those of its
/// file, or those that it has taken since.
pub(crate) fn runs_privileged() -> bool {
    // SAFETY: these only read, and cannot fail.
    let (user, effective_user) = (unsafe { libc::getuid() }, unsafe { libc::geteuid() });
    // SAFETY: as above.
    let (group, effective_group) = (unsafe { libc::getgid() }, unsafe { libc::getegid() });
    (user, group) != (effective_user, effective_group) || was_started_privileged()
}

#[cfg(target_os = "linux")]
fn was_started_privileged() -> bool {
    // SAFETY: getauxval only reads the auxiliary vector.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

#[cfg(not(target_os = "linux"))]
fn was_started_privileged() -> bool {
    false
}

/// Runs `start` with every signal blocked on this thread, so that the threads it starts never take the host's signals.
pub(crate) fn with_signals_blocked<T>(start: impl FnOnce() -> T) -> T {
    let mut all = MaybeUninit::<libc::sigset_t>::zeroed();
    let mut before = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: the pointer is valid for one set.
    unsafe { libc::sigfillset(all.as_mut_ptr()) };
    // SAFETY: both pointers are valid; `all` was filled above.
    let blocked = unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr()) } == 0;
    let result = start();
    if blocked {
        // SAFETY: `before` was written by the successful call above.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), std::ptr::null_mut()) };
    }
    result
}

/// This machine's name, or `""`.
pub(crate) fn host_name() -> String {
    let mut name = [0_u8; 256];
    // SAFETY: the pointer and length are those of the array.
    let failed = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len()) } != 0;
    let text = name.split(|byte| *byte == 0).next().unwrap_or_default();
    if failed { String::new() } else { String::from_utf8_lossy(text).into_owned() }
}

/// Locks the file for this process until it is unlocked; false if another process has it. An error means that files
/// cannot be locked here at all.
pub(crate) fn lock_for_this_process(file: &impl AsRawFd) -> io::Result<bool> {
    // SAFETY: the descriptor is open for as long as it is borrowed.
    if unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } == 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    if error.kind() == io::ErrorKind::WouldBlock { Ok(false) } else { Err(error) }
}

/// Unlocks the file for every copy of the descriptor: a forked child may have one.
pub(crate) fn unlock(file: &impl AsRawFd) {
    // SAFETY: the descriptor is open for as long as it is borrowed.
    unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_UN) };
}

/// An id that changes with every boot, where the system has one.
pub(crate) fn boot_id() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned()).filter(|id| !id.is_empty())
}

/// The device and inode of what has this number. This says nothing of whose it is.
pub(crate) fn device_and_inode(fd: RawFd) -> io::Result<(u64, u64)> {
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: the pointer is valid for one stat; a number that is not open is answered with EBADF.
    if unsafe { libc::fstat(fd, found.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: zeroed above and filled by the call.
    let found = unsafe { found.assume_init() };
    #[allow(
        clippy::unnecessary_cast,
        clippy::useless_conversion,
        reason = "their types differ between platforms"
    )]
    Ok((found.st_dev as u64, found.st_ino as u64))
}

/// Whether `fd` takes a write of up to `PIPE_BUF` bytes now without blocking.
pub(crate) fn is_writable(fd: RawFd) -> bool {
    let mut entry = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: the pointer is valid for one entry.
    let ready = unsafe { libc::poll(&raw mut entry, 1, 0) };
    // A pipe without a reader reports POLLERR, and a write to it would raise SIGPIPE on the caller's thread.
    ready == 1 && entry.revents & (libc::POLLOUT | libc::POLLERR) == libc::POLLOUT
}

/// One `write` to a descriptor of the host's. A pipe without a reader is an error and never raises SIGPIPE, on the
/// host's own threads too.
pub(crate) fn write_once(fd: RawFd, bytes: &[u8]) -> io::Result<usize> {
    let held = HeldSigpipe::on_this_thread();
    // SAFETY: the pointer and length are those of a live slice; a bad descriptor is answered with EBADF.
    let written = unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) };
    let result = usize::try_from(written).map_err(|_| io::Error::last_os_error());
    held.release();
    result
}

/// Blocks SIGPIPE on one thread while it writes.
struct HeldSigpipe {
    only: libc::sigset_t,
    before: libc::sigset_t,
    /// A signal that was pending before is the host's, and stays pending.
    was_pending: bool,
}

impl HeldSigpipe {
    fn on_this_thread() -> Self {
        let mut only = MaybeUninit::<libc::sigset_t>::zeroed();
        // SAFETY: the pointer is valid for one set.
        unsafe { libc::sigemptyset(only.as_mut_ptr()) };
        // SAFETY: the pointer is valid for one set, and SIGPIPE is a signal.
        unsafe { libc::sigaddset(only.as_mut_ptr(), libc::SIGPIPE) };
        // SAFETY: zeroed and filled above.
        let only = unsafe { only.assume_init() };
        let was_pending = sigpipe_is_pending();
        let mut before = MaybeUninit::<libc::sigset_t>::zeroed();
        // SAFETY: both pointers are valid for one set.
        unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &raw const only, before.as_mut_ptr()) };
        // SAFETY: zeroed above, and written by the call, which cannot fail with these arguments.
        Self { only, before: unsafe { before.assume_init() }, was_pending }
    }

    /// Consumes the signal if the write raised it, and restores the signal mask.
    fn release(self) {
        if !self.was_pending && sigpipe_is_pending() {
            let mut taken = 0;
            // SAFETY: both pointers are valid; the signal is pending and blocked, so this does not wait.
            unsafe { libc::sigwait(&raw const self.only, &raw mut taken) };
        }
        // SAFETY: `before` is the mask that this thread had.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.before, std::ptr::null_mut()) };
    }
}

fn sigpipe_is_pending() -> bool {
    let mut pending = MaybeUninit::<libc::sigset_t>::zeroed();
    // SAFETY: the pointer is valid for one set.
    unsafe { libc::sigpending(pending.as_mut_ptr()) };
    // SAFETY: zeroed above and filled by the call.
    unsafe { libc::sigismember(pending.as_ptr(), libc::SIGPIPE) == 1 }
}

/// The user with whose rights the process runs.
pub(crate) fn effective_user() -> u32 {
    // SAFETY: this only reads, and cannot fail.
    unsafe { libc::geteuid() }
}
