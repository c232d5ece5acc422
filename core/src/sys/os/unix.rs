//! What Linux and macOS have in common.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::mem::MaybeUninit;
pub(crate) use std::os::fd::AsRawFd as Descriptor;
use std::os::unix::fs::{DirBuilderExt, FileExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::time::Duration;

pub(super) const VARIABLES_HAVE_CASE: bool = true;
pub(super) const HOSTS_CLOSE_DESCRIPTORS: bool = true;

/// For its owner alone.
const PRIVATE: u32 = 0o600;
const PRIVATE_FOLDER: u32 = 0o700;
/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;
/// Others can write to what has one of these bits.
const WRITABLE_BY_OTHERS: u32 = 0o022;

/// What a clock of the system shows.
pub(super) fn time_of(clock: libc::clockid_t) -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: the pointer is valid for one timespec.
    let failed = unsafe { libc::clock_gettime(clock, time.as_mut_ptr()) } != 0;
    // SAFETY: zeroed above, and every bit pattern is a timespec.
    let time = unsafe { time.assume_init() };
    if failed {
        return Duration::ZERO;
    }
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

pub(super) fn is_exhaustion(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM))
}

pub(super) fn count_forks_in(count: &'static AtomicU32) {
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

/// Whether the process has other rights now than its caller.
pub(super) fn has_other_rights() -> bool {
    // SAFETY: these only read, and cannot fail.
    let (user, effective_user) = (unsafe { libc::getuid() }, unsafe { libc::geteuid() });
    // SAFETY: as above.
    let (group, effective_group) = (unsafe { libc::getgid() }, unsafe { libc::getegid() });
    (user, group) != (effective_user, effective_group)
}

pub(super) fn with_signals_blocked<T>(start: impl FnOnce() -> T) -> T {
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

pub(super) fn host_name() -> String {
    let mut name = [0_u8; 256];
    // SAFETY: the pointer and length are those of the array.
    let failed = unsafe { libc::gethostname(name.as_mut_ptr().cast(), name.len()) } != 0;
    let text = name.split(|byte| *byte == 0).next().unwrap_or_default();
    if failed { String::new() } else { String::from_utf8_lossy(text).into_owned() }
}

pub(super) fn lock_for_this_process(file: &File) -> io::Result<bool> {
    // SAFETY: the descriptor is open for as long as it is borrowed.
    if unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) } == 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    if error.kind() == io::ErrorKind::WouldBlock { Ok(false) } else { Err(error) }
}

pub(super) fn unlock(file: &File) {
    // SAFETY: the descriptor is open for as long as it is borrowed.
    unsafe { libc::flock(file.as_raw_fd(), libc::LOCK_UN) };
}

/// The library is linked so that it stays.
pub(super) fn stay_loaded() {}

pub(super) fn device_and_inode(opened: &impl Descriptor) -> io::Result<(u64, u64)> {
    device_and_inode_of_number(opened.as_raw_fd())
}

pub(super) fn device_and_inode_of_number(number: i32) -> io::Result<(u64, u64)> {
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: the pointer is valid for one stat; a number that is not open is answered with EBADF.
    if unsafe { libc::fstat(number, found.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: zeroed above and filled by the call.
    let found = unsafe { found.assume_init() };
    #[allow(
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        clippy::useless_conversion,
        reason = "their types differ between platforms"
    )]
    Ok((found.st_dev as u64, found.st_ino as u64))
}

pub(super) fn device_and_inode_of_path(_: &Path, found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}

/// Those of the runtime cannot be asked for, and have no inode of their own; a socket has one.
pub(crate) type Witness = UnixDatagram;

pub(super) fn witness() -> io::Result<Witness> {
    UnixDatagram::unbound()
}

/// A stream pair and not an eventfd or a pipe: poll, select, epoll, asyncio and Node's net.Socket all take it.
pub(crate) type FlagEnd = UnixStream;

pub(super) fn flag() -> io::Result<[FlagEnd; 2]> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    writer.set_nonblocking(true)?;
    Ok([reader, writer])
}

/// At most one byte is ever in the pair, so it cannot be full; a peer that is gone needs no byte.
pub(super) fn raise(writer: &FlagEnd) {
    let _ = socket2::SockRef::from(writer).send_with_flags(&[1], libc::MSG_NOSIGNAL);
}

pub(super) fn lower(mut reader: &FlagEnd) {
    let _ = reader.read(&mut [0; 8]);
}

pub(super) fn flag_number(reader: &FlagEnd) -> Option<i32> {
    Some(reader.as_raw_fd())
}

pub(super) fn flag_event(_: &FlagEnd) -> Option<isize> {
    None
}

pub(super) fn write_if_ready(file: &File, line: &[u8]) -> bool {
    write_to_number_if_ready(file.as_raw_fd(), line)
}

pub(super) fn write_to_number_if_ready(number: i32, line: &[u8]) -> bool {
    is_writable(number) && write_once(number, line).is_ok_and(|written| written == line.len())
}

/// Whether `fd` takes a write of up to `PIPE_BUF` bytes now without blocking.
fn is_writable(fd: i32) -> bool {
    let mut entry = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: the pointer is valid for one entry.
    let ready = unsafe { libc::poll(&raw mut entry, 1, 0) };
    // A pipe without a reader reports POLLERR, and a write to it would raise SIGPIPE on the caller's thread.
    ready == 1 && entry.revents & (libc::POLLOUT | libc::POLLERR) == libc::POLLOUT
}

fn write_once(fd: i32, bytes: &[u8]) -> io::Result<usize> {
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

pub(super) fn open_to_append(path: &Path, reads: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(PRIVATE).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options.read(reads).open(path)
}

pub(super) fn open_own_file(path: &Path) -> io::Result<(File, bool)> {
    let mut options = OpenOptions::new();
    // A device could be read for ever; who opened it sees that it is one.
    options.read(true).append(true).mode(PRIVATE).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    match options.clone().create_new(true).open(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok((options.open(path)?, false)),
        Err(error) => Err(error),
    }
}

pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(PRIVATE).open(path)
}

pub(super) fn is_refused_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

pub(super) fn append(mut file: &File, text: &[u8]) -> io::Result<()> {
    file.write_all(text)
}

pub(super) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    file.read_at(bytes, place)
}

pub(super) fn kind_of_no_file(found: &Metadata) -> &'static str {
    let kind = found.file_type();
    match () {
        () if kind.is_dir() => "a folder",
        () if kind.is_fifo() => "a pipe (FIFO)",
        () if kind.is_socket() => "a socket",
        () => "a device",
    }
}

pub(super) fn keep_from_others(file: &File, found: &Metadata) -> io::Result<()> {
    if found.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    match file.set_permissions(Permissions::from_mode(PRIVATE)) {
        // The owner of the file decides.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other,
    }
}

pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(PRIVATE_FOLDER).create(path)
}

pub(super) fn refuse_shared(_: &Path, found: &Metadata) -> io::Result<()> {
    // SAFETY: this only reads, and cannot fail.
    if found.uid() != unsafe { libc::geteuid() } {
        return Err(io::Error::other("it belongs to another user"));
    }
    let mode = found.mode();
    if mode & WRITABLE_BY_OTHERS != 0 {
        return Err(io::Error::other(format!("others can write to it (mode {:o}): use 700", mode & 0o777)));
    }
    Ok(())
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).and_then(|folder| folder.sync_all())
}
