//! Files that are written in their place, as they cannot be replaced: pipes and devices, and what stands in somebody else's
//! folder.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a pipe or a device. One that is busy is refused by the system.
pub(super) fn open_without_waiting(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Whose access list this is not to be changed: the folder is somebody else's.
pub(super) fn narrow(_: &File) -> io::Result<()> {
    Err(io::Error::other("on Windows it must be in a folder that you can write to"))
}
