//! Windows. It has no fork, no signals that interrupt a thread, and no descriptors beside those of each C runtime.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::windows::fs::{FileExt, OpenOptionsExt};
pub(crate) use std::os::windows::io::AsRawHandle as Descriptor;
use std::os::windows::io::OwnedHandle;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, AtomicU64};
use std::time::Duration;

use schannel::cert_context::{CertContext, ValidUses};
use schannel::cert_store::CertStore;
use windows_sys::Win32::Foundation::{
    ERROR_LOCK_VIOLATION, ERROR_NO_SYSTEM_RESOURCES, ERROR_NOT_ENOUGH_MEMORY, ERROR_STOPPED_ON_SYMLINK,
    ERROR_TOO_MANY_OPEN_FILES, GENERIC_READ, GENERIC_WRITE, HANDLE, WIN32_ERROR,
};
use windows_sys::Win32::Networking::WinSock::{WSAEMFILE, WSAENOBUFS};
use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, CREATE_NEW, CreateDirectoryW, CreateFileW, FILE_APPEND_DATA,
    FILE_FLAG_BACKUP_SEMANTICS, FILE_FLAG_OPEN_REPARSE_POINT, FILE_READ_ATTRIBUTES, FILE_SHARE_DELETE,
    FILE_SHARE_READ, FILE_SHARE_WRITE, GetFileInformationByHandle, LOCKFILE_EXCLUSIVE_LOCK,
    LOCKFILE_FAIL_IMMEDIATELY, LockFileEx, OPEN_ALWAYS, OPEN_EXISTING, SYNCHRONIZE, UnlockFileEx, WRITE_DAC,
};
use windows_sys::Win32::System::IO::OVERLAPPED;
use windows_sys::Win32::System::LibraryLoader::{
    GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
};
use windows_sys::Win32::System::Performance::{QueryPerformanceCounter, QueryPerformanceFrequency};
use windows_sys::Win32::System::SystemInformation::{ComputerNameDnsHostname, GetComputerNameExW};
use windows_sys::Win32::System::Threading::{CreateEventW, ResetEvent, SetEvent};

use super::windows_path::{as_owned_handle, wide_path};
use super::windows_rights::{self, SecurityDescriptor};

/// `http_proxy` and `HTTP_PROXY` are one variable.
pub(super) const VARIABLES_HAVE_CASE: bool = false;
/// Nobody closes handles by their numbers.
pub(super) const HOSTS_CLOSE_DESCRIPTORS: bool = false;

/// The performance counter counts sleep and hibernation too.
pub(super) fn time_since_boot() -> Duration {
    let (mut ticks, mut per_second) = (0, 0);
    // SAFETY: the pointer is valid for one number. This and the next cannot fail since Windows XP.
    unsafe { QueryPerformanceCounter(&raw mut ticks) };
    // SAFETY: as above.
    unsafe { QueryPerformanceFrequency(&raw mut per_second) };
    let (ticks, per_second) =
        (u64::try_from(ticks).unwrap_or_default(), u64::try_from(per_second).unwrap_or(1).max(1));
    let rest = u128::from(ticks % per_second) * 1_000_000_000 / u128::from(per_second);
    Duration::new(ticks / per_second, u32::try_from(rest).unwrap_or_default())
}

/// None that is documented.
pub(super) fn boot_id() -> Option<String> {
    None
}

pub(super) fn memory_that_forks_empty() -> Option<*mut AtomicU64> {
    None
}

pub(super) fn unmap(_: *mut AtomicU64) {}

pub(super) fn count_forks_in(_: &'static AtomicU32) {}

/// A file gives no rights to who starts it.
pub(super) fn runs_privileged() -> bool {
    false
}

pub(super) fn host_name() -> String {
    let mut name = [0_u16; 256];
    let mut length = u32::try_from(name.len()).unwrap_or_default();
    // SAFETY: the pointer and the length are those of the array.
    let found = unsafe { GetComputerNameExW(ComputerNameDnsHostname, name.as_mut_ptr(), &raw mut length) };
    let letters = usize::try_from(length).ok().and_then(|length| name.get(..length));
    if found == 0 { String::new() } else { String::from_utf16_lossy(letters.unwrap_or_default()) }
}

pub(super) fn stay_loaded() {
    static PINNED: Once = Once::new();
    PINNED.call_once(|| {
        let flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN;
        let address = stay_loaded as fn() as *const u16;
        let mut module = null_mut();
        // SAFETY: the address is one of this module's, and the pointer is valid for one handle.
        unsafe { GetModuleHandleExW(flags, address, &raw mut module) };
    });
}

pub(super) fn with_signals_blocked<T>(start: impl FnOnce() -> T) -> T {
    start()
}

pub(super) fn is_exhaustion(error: &io::Error) -> bool {
    let Some(code) = error.raw_os_error() else { return false };
    let of_files = [ERROR_TOO_MANY_OPEN_FILES, ERROR_NOT_ENOUGH_MEMORY, ERROR_NO_SYSTEM_RESOURCES];
    of_files.contains(&code.cast_unsigned()) || [WSAEMFILE, WSAENOBUFS].contains(&code)
}

/// The serial number of the volume, and the index of the file. What has none, as an event, has its handle in their place.
pub(super) fn device_and_inode(opened: &impl Descriptor) -> io::Result<(u64, u64)> {
    let handle = opened.as_raw_handle();
    Ok(volume_and_index(handle).unwrap_or((u64::MAX, handle.addr() as u64)))
}

fn volume_and_index(handle: HANDLE) -> Option<(u64, u64)> {
    let mut found = BY_HANDLE_FILE_INFORMATION::default();
    // SAFETY: the handle is open, and the pointer is valid for one answer.
    let is_file = unsafe { GetFileInformationByHandle(handle, &raw mut found) } != 0;
    let index = u64::from(found.nFileIndexHigh) << 32 | u64::from(found.nFileIndexLow);
    is_file.then(|| (u64::from(found.dwVolumeSerialNumber), index))
}

pub(super) fn device_and_inode_of_number(_: i32) -> io::Result<(u64, u64)> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "on Windows a number means something to one C runtime alone; use log_file",
    ))
}

/// The system tells it of an open file alone. What cannot be opened is no file that is known.
pub(super) fn device_and_inode_of_path(path: &Path, found: &Metadata) -> (u64, u64) {
    const UNKNOWN: (u64, u64) = (u64::MAX, u64::MAX);
    if found.file_type().is_symlink() {
        return UNKNOWN;
    }
    let mut options = OpenOptions::new();
    options.access_mode(FILE_READ_ATTRIBUTES).custom_flags(FILE_FLAG_BACKUP_SEMANTICS);
    options.open(path).ok().and_then(|file| volume_and_index(file.as_raw_handle())).unwrap_or(UNKNOWN)
}

pub(crate) type Witness = OwnedHandle;

pub(super) fn witness() -> io::Result<Witness> {
    event()
}

/// Two handles of one event, which stays signalled until it is reset.
pub(crate) type FlagEnd = OwnedHandle;

pub(super) fn flag() -> io::Result<[FlagEnd; 2]> {
    let event = event()?;
    Ok([event.try_clone()?, event])
}

fn event() -> io::Result<OwnedHandle> {
    const BY_HAND: i32 = 1;
    // SAFETY: it has no attributes and no name.
    as_owned_handle(unsafe { CreateEventW(null(), BY_HAND, 0, null()) })
}

pub(super) fn raise(writer: &FlagEnd) {
    // SAFETY: the handle is open for as long as it is borrowed.
    unsafe { SetEvent(writer.as_raw_handle()) };
}

pub(super) fn lower(reader: &FlagEnd) {
    // SAFETY: the handle is open for as long as it is borrowed.
    unsafe { ResetEvent(reader.as_raw_handle()) };
}

pub(super) fn flag_number(_: &FlagEnd) -> Option<i32> {
    None
}

pub(super) fn flag_event(reader: &FlagEnd) -> Option<isize> {
    Some(reader.as_raw_handle().addr().cast_signed())
}

pub(super) fn write_if_ready(mut file: &File, line: &[u8]) -> bool {
    file.write(line).is_ok_and(|written| written == line.len())
}

pub(super) fn write_to_number_if_ready(_: i32, _: &[u8]) -> bool {
    false
}

/// What is locked cannot be read by others, so it is a byte where no file has one.
fn beyond_every_file() -> OVERLAPPED {
    let mut place = OVERLAPPED::default();
    place.Anonymous.Anonymous.Offset = u32::MAX - 1;
    place.Anonymous.Anonymous.OffsetHigh = u32::MAX >> 1;
    place
}

pub(super) fn lock_for_this_process(file: &File) -> io::Result<bool> {
    let (flags, mut place) = (LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, beyond_every_file());
    // SAFETY: the handle is open for as long as it is borrowed; it is not overlapped, so this returns when all is done.
    if unsafe { LockFileEx(file.as_raw_handle(), flags, 0, 1, 0, &raw mut place) } != 0 {
        return Ok(true);
    }
    let error = io::Error::last_os_error();
    if is_code(&error, ERROR_LOCK_VIOLATION) { Ok(false) } else { Err(error) }
}

pub(super) fn unlock(file: &File) {
    let mut place = beyond_every_file();
    // SAFETY: as for the lock.
    unsafe { UnlockFileEx(file.as_raw_handle(), 0, 1, 0, &raw mut place) };
}

/// With the right to append alone, each write goes to the end. That to the access list is for [`keep_from_others`], where
/// the owner leaves it to us.
pub(super) fn open_to_append(path: &Path, reads: bool) -> io::Result<File> {
    let reading = if reads { GENERIC_READ } else { FILE_READ_ATTRIBUTES };
    let access = FILE_APPEND_DATA | SYNCHRONIZE | reading;
    match open(path, access | WRITE_DAC, OPEN_ALWAYS, 0) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => open(path, access, OPEN_ALWAYS, 0),
        opened => opened,
    }
}

/// To write, and not to append: the right to append alone does not let a file be cut.
pub(super) fn open_own_file(path: &Path) -> io::Result<(File, bool)> {
    let open = |how| open(path, GENERIC_READ | GENERIC_WRITE, how, FILE_FLAG_OPEN_REPARSE_POINT);
    match open(CREATE_NEW) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let file = open(OPEN_EXISTING)?;
            if file.metadata()?.is_symlink() {
                return Err(io::Error::from_raw_os_error(ERROR_STOPPED_ON_SYMLINK.cast_signed()));
            }
            Ok((file, false))
        }
        Err(error) => Err(error),
    }
}

/// Opens a file; one that is made is the user's alone. Others may read, write and rename it meanwhile.
fn open(path: &Path, access: u32, how: u32, flags: u32) -> io::Result<File> {
    let (path, private) = (wide_path(path)?, SecurityDescriptor::of_the_user()?);
    let attributes = private.attributes();
    let sharing = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    // SAFETY: the path ends with a zero, and the attributes live as long as the call.
    let handle =
        unsafe { CreateFileW(path.as_ptr(), access, sharing, &raw const attributes, how, flags, null_mut()) };
    as_owned_handle(handle).map(File::from)
}

pub(super) fn create_private_file(path: &Path) -> io::Result<File> {
    open(path, GENERIC_WRITE, CREATE_NEW, FILE_FLAG_OPEN_REPARSE_POINT)
}

pub(super) fn is_refused_link(error: &io::Error) -> bool {
    is_code(error, ERROR_STOPPED_ON_SYMLINK)
}

pub(super) fn append(mut file: &File, text: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::End(0))?;
    file.write_all(text)
}

pub(super) fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    file.seek_read(bytes, place)
}

pub(super) fn kind_of_no_file(found: &Metadata) -> &'static str {
    if found.is_dir() { "a folder" } else { "a device" }
}

pub(super) fn keep_from_others(file: &File, _: &Metadata) -> io::Result<()> {
    match windows_rights::narrow(file.as_raw_handle()) {
        // The owner of the file decides.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other,
    }
}

pub(super) fn make_private_folder(path: &Path) -> io::Result<()> {
    let (path, private) = (wide_path(path)?, SecurityDescriptor::of_the_user()?);
    let attributes = private.attributes();
    // SAFETY: the path ends with a zero, and the attributes live as long as the call.
    let is_made = unsafe { CreateDirectoryW(path.as_ptr(), &raw const attributes) } != 0;
    if is_made { Ok(()) } else { Err(io::Error::last_os_error()) }
}

pub(super) fn refuse_shared(path: &Path, _: &Metadata) -> io::Result<()> {
    windows_rights::refuse_shared(path)
}

/// A folder cannot be synced; NTFS writes its names with the file's data.
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The roots that the user's store and the machine's have for servers.
pub(super) fn trusted_certificates() -> Option<Vec<Vec<u8>>> {
    let store = CertStore::open_current_user("ROOT").ok()?;
    Some(store.certs().filter(is_for_servers).map(|certificate| certificate.to_der().to_vec()).collect())
}

fn is_for_servers(certificate: &CertContext) -> bool {
    const SERVER_AUTHENTICATION: &str = "1.3.6.1.5.5.7.3.1";
    match certificate.valid_uses() {
        Ok(ValidUses::All) => true,
        Ok(ValidUses::Oids(uses)) => uses.iter().any(|used| used == SERVER_AUTHENTICATION),
        Err(_) => false,
    }
}

fn is_code(error: &io::Error, code: WIN32_ERROR) -> bool {
    error.raw_os_error() == Some(code.cast_signed())
}
