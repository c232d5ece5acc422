//! New files with the names of people, for programs that write them.

use std::fs::File;
use std::io;
use std::path::Path;

use super::os;
use super::own_descriptor::FileIdentity;

/// Makes a file that its owner alone can read and write (0600, or an access list on Windows), and opens it to write.
///
/// # Errors
/// `AlreadyExists` where something has that name, also a symbolic link; else what the system says.
pub fn create_private_file(path: &Path) -> io::Result<File> {
    os::create_private_file(path)
}

/// Whether two paths lead to one regular file that is there.
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    let identity = |path: &Path| {
        let found = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
        Some(FileIdentity::of_path(path, &found))
    };
    identity(one).is_some_and(|one| identity(other) == Some(one))
}
