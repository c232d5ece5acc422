//! What the operating system is asked for. Here stands what each question means; each system has its answers in a file of
//! its own, and nothing else in this crate knows which system it is.

#![allow(clippy::unnecessary_wraps, reason = "what one system may lack, another always has")]

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU32, AtomicU64};
use std::time::Duration;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;
#[cfg(windows)]
mod windows_path;
#[cfg(windows)]
mod windows_rights;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

/// What the system gives for a file that is open: a descriptor or a handle.
pub(crate) use system::Descriptor;
/// One end of the wake-up flag of a queue: see [`flag`].
pub(crate) use system::FlagEnd;
/// What stands for the descriptors of an engine: see [`witness`].
pub(crate) use system::Witness;

// Clocks.

/// Time since boot, including sleep: suspending the machine must not extend a deadline.
pub(crate) fn time_since_boot() -> Duration {
    system::time_since_boot()
}

/// An id that changes with every boot, where the system has one.
pub(crate) fn boot_id() -> Option<String> {
    system::boot_id()
}

// Processes.

/// A page of zeros that the kernel zeroes again in a forked child, or `None` where it cannot.
pub(crate) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
    system::memory_that_forks_empty()
}

/// Unmaps a page of [`memory_that_forks_empty`] to which no reference was made.
pub(crate) fn unmap(page: *mut AtomicU64) {
    system::unmap(page);
}

/// Counts in each child, there and then, that libc forks from now on.
pub(crate) fn count_forks_in(count: &'static AtomicU32) {
    system::count_forks_in(count);
}

/// Whether the process runs with other rights than its caller, whose environment must then not be trusted: those of its
/// file, or those that it has taken since.
pub(crate) fn runs_privileged() -> bool {
    system::runs_privileged()
}

/// Whether `http_proxy` and `HTTP_PROXY` are two variables of the environment.
pub(crate) const VARIABLES_HAVE_CASE: bool = system::VARIABLES_HAVE_CASE;

/// This machine's name, or `""`.
pub(crate) fn host_name() -> String {
    system::host_name()
}

/// Keeps this code in memory when the host unloads the library: a thread may still run in it.
pub(crate) fn stay_loaded() {
    system::stay_loaded();
}

/// Runs `start` with every signal blocked on this thread, so that the threads it starts never take the host's signals.
pub(crate) fn with_signals_blocked<T>(start: impl FnOnce() -> T) -> T {
    system::with_signals_blocked(start)
}

// Descriptors.

/// What the system says where it gives this process no more descriptors.
pub(crate) fn refused_descriptor() -> Option<io::Error> {
    let refused = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).err()?;
    is_exhaustion(&refused).then_some(refused)
}

/// Whether an error says that the process, or the system, has no more descriptors or memory.
pub(crate) fn is_exhaustion(error: &io::Error) -> bool {
    system::is_exhaustion(error)
}

/// Whether a host closes descriptors that it did not open, as a daemon does.
pub(crate) const HOSTS_CLOSE_DESCRIPTORS: bool = system::HOSTS_CLOSE_DESCRIPTORS;

/// The device and inode of what is open, or what the system has in their place.
pub(crate) fn device_and_inode(opened: &impl Descriptor) -> io::Result<(u64, u64)> {
    system::device_and_inode(opened)
}

/// The same of a descriptor of the host's. This says nothing of whose it is. An error where descriptors are no numbers.
pub(crate) fn device_and_inode_of_number(number: i32) -> io::Result<(u64, u64)> {
    system::device_and_inode_of_number(number)
}

/// The same of the file that a path leads to, of which `found` was found just now.
pub(crate) fn device_and_inode_of_path(path: &Path, found: &Metadata) -> (u64, u64) {
    system::device_and_inode_of_path(path, found)
}

/// A descriptor that is good for nothing but to stand for those that were opened beside it.
pub(crate) fn witness() -> io::Result<Witness> {
    system::witness()
}

/// The flag that a queue raises: the end that an event loop waits for, and the one that raises it.
pub(crate) fn flag() -> io::Result<[FlagEnd; 2]> {
    system::flag()
}

/// Raises a flag that is lowered.
pub(crate) fn raise(writer: &FlagEnd) {
    system::raise(writer);
}

/// Lowers a flag that is raised.
pub(crate) fn lower(reader: &FlagEnd) {
    system::lower(reader);
}

/// The descriptor that is readable while the flag is raised, where the system has such ones.
pub(crate) fn flag_number(reader: &FlagEnd) -> Option<i32> {
    system::flag_number(reader)
}

/// The event that is signalled while the flag is raised, where the system has such ones.
pub(crate) fn flag_event(reader: &FlagEnd) -> Option<isize> {
    system::flag_event(reader)
}

/// Writes to a file that takes it now, in one piece, and says whether all of it was taken.
pub(crate) fn write_if_ready(file: &File, line: &[u8]) -> bool {
    system::write_if_ready(file, line)
}

/// The same to a descriptor of the host's. A pipe without a reader is an error and never raises SIGPIPE, on the host's own
/// threads too.
pub(crate) fn write_to_number_if_ready(number: i32, line: &[u8]) -> bool {
    system::write_to_number_if_ready(number, line)
}

// Files.

/// Locks the file for this process until it is unlocked; false if another process has it. An error means that files
/// cannot be locked here at all. Others can read the file meanwhile.
pub(crate) fn lock_for_this_process(file: &File) -> io::Result<bool> {
    system::lock_for_this_process(file)
}

/// Unlocks the file for every copy of the descriptor: a forked child may have one.
pub(crate) fn unlock(file: &File) {
    system::unlock(file);
}

/// Opens a file so that each write appends to it, with those of other processes too, and makes it, for its owner alone,
/// where it is missing. It neither waits for the other end of a pipe nor takes a terminal as the daemon's own.
pub(crate) fn open_to_append(path: &Path, reads: bool) -> io::Result<File> {
    system::open_to_append(path, reads)
}

/// Opens a file to read it, to append to it with [`append`], and to cut it, and says whether it was made now, for its owner
/// alone. A symbolic link could lead anywhere, and is refused; a pipe is not waited for.
pub(crate) fn open_own_file(path: &Path) -> io::Result<(File, bool)> {
    system::open_own_file(path)
}

/// Makes a file, for its owner alone, and opens it to write. A symbolic link is not followed.
pub(crate) fn create_private_file(path: &Path) -> io::Result<File> {
    system::create_private_file(path)
}

/// Whether [`open_own_file`] has refused a symbolic link.
pub(crate) fn is_refused_link(error: &io::Error) -> bool {
    system::is_refused_link(error)
}

/// Writes behind all that is in a file of [`open_own_file`]. The caller has its lock.
pub(crate) fn append(file: &File, text: &[u8]) -> io::Result<()> {
    system::append(file, text)
}

/// Reads at a place of a file, wherever it is read or written otherwise.
pub(crate) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    system::read_at(file, bytes, place)
}

/// What it is that is no regular file.
pub(crate) fn kind_of_no_file(found: &Metadata) -> &'static str {
    system::kind_of_no_file(found)
}

/// Makes a file of [`open_to_append`] its owner's alone, unless it is so, or somebody else's, who decides.
pub(crate) fn keep_from_others(file: &File, found: &Metadata) -> io::Result<()> {
    system::keep_from_others(file, found)
}

/// Makes a folder for its owner alone.
pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    system::make_private_folder(path)
}

/// Refuses a file or a folder that somebody else owns, or can write to.
pub(crate) fn refuse_shared(path: &Path, found: &Metadata) -> io::Result<()> {
    system::refuse_shared(path, found)
}

/// Puts the names in a folder on the disk: that of a new file is there when its folder is.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    system::sync_folder(folder)
}

/// The certificates that the system itself trusts, as DER, where it keeps them elsewhere than in files.
pub(crate) fn trusted_certificates() -> Option<Vec<Vec<u8>>> {
    system::trusted_certificates()
}
