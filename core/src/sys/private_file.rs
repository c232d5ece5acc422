//! Files that hold ids and names of people: for their owner's eyes alone.

use std::fs::{File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

const PRIVATE: u32 = 0o600;
/// What anybody but the owner may do.
const OTHERS: u32 = 0o077;

/// Opens a file to append to, made if it is not there, that only its owner can read (0600), also where it was there with
/// wider rights. A terminal, a pipe or a device keeps its rights, and so does a file of somebody else.
pub(crate) fn append_private(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().append(true).create(true).mode(PRIVATE).open(path)?;
    let found = file.metadata()?;
    if found.is_file() && found.permissions().mode() & OTHERS != 0 {
        match file.set_permissions(Permissions::from_mode(PRIVATE)) {
            // Whoever owns the file decides.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
            other => other?,
        }
    }
    Ok(file)
}
