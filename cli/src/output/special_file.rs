//! Files that are written in their place, as they cannot be replaced: pipes, terminals and devices, and what stands in
//! somebody else's folder.

use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

/// For their owner's eyes alone.
const PRIVATE: u32 = 0o600;

/// Opens a pipe, a terminal or a device. A pipe that nobody reads would make the command wait before it does anything.
pub(super) fn open_without_waiting(path: &Path) -> io::Result<File> {
    let flags = i32::try_from((OFlags::NONBLOCK | OFlags::NOCTTY).bits()).unwrap_or_default();
    let file = OpenOptions::new().write(true).custom_flags(flags).open(path).map_err(|error| {
        if error.raw_os_error() == Some(Errno::NXIO.raw_os_error()) {
            io::Error::other("it is a pipe that nobody reads, or a socket")
        } else {
            error
        }
    })?;
    // What is written later may wait.
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

/// Makes a file its owner's alone.
pub(super) fn narrow(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(PRIVATE))
}
