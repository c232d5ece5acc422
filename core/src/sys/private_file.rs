//! Files that hold ids and names of people: only their owner may read them.

use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

const PRIVATE: u32 = 0o600;
/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// Opens a file for appending, and creates it if it is missing. Only its owner can read it (0600); an existing file
/// with wider permissions is narrowed to that. A terminal, a pipe or a device keeps its permissions, and so does a file
/// of somebody else.
pub(crate) fn append_private(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create(true).mode(PRIVATE).open(path)?;
    let found = file.metadata()?;
    if found.is_file() && found.permissions().mode() & OTHERS != 0 {
        match file.set_permissions(Permissions::from_mode(PRIVATE)) {
            // The owner of the file decides.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            other => other?,
        }
    }
    Ok(file)
}
