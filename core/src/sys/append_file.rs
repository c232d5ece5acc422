//! A file that lines are appended to while somebody may rename it, remove it, or close its descriptor under us.

use std::error::Error;
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::fork::ForkLocal;
use super::own_descriptor::{FileIdentity, OwnDescriptor};

const PRIVATE: u32 = 0o600;
/// The permissions of everybody but the owner.
const OTHERS: u32 = 0o077;

/// A regular file by its path. Only its owner can read one that is made here (0600).
#[derive(Debug)]
pub(crate) struct AppendFile {
    path: PathBuf,
    access: Access,
    /// A child of `fork()` opens it anew.
    open: ForkLocal<Mutex<Option<OwnDescriptor<File>>>>,
}

/// How the file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A file that was there with wider permissions is narrowed, unless it is somebody else's.
    Private,
    /// For reading too, to see how it ends, where that is allowed. Its permissions are its owner's affair.
    SeesItsEnd,
}

/// What is in the place of a file.
#[derive(Debug)]
pub(crate) struct NotRegular(&'static str);

impl std::fmt::Display for NotRegular {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it is {}, and must be a regular file", self.0)
    }
}

impl Error for NotRegular {}

impl AppendFile {
    /// The file at a path, which counts from here on: a daemon goes to another folder. Nothing is opened yet.
    pub(crate) fn at(path: &str, access: Access) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
        Self { path, access, open: ForkLocal::empty() }
    }

    /// Works with the file, which is opened anew if it is not the one of that path any more, or its descriptor is not
    /// ours; the work is told whether that was so. One thread works at a time.
    pub(crate) fn with_file<T>(&self, work: impl FnOnce(&File, bool) -> io::Result<T>) -> io::Result<T> {
        let open = self.open.get_or_make(Mutex::default);
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = self.see_to(&mut open)?;
        match &*open {
            Some(open) => work(open.opened(), is_new),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }

    /// Opens it if that has to be, and says whether it had to be.
    fn see_to(&self, open: &mut Option<OwnDescriptor<File>>) -> io::Result<bool> {
        let named = std::fs::metadata(&self.path).map(|found| FileIdentity::of_metadata(&found)).ok();
        if open.as_ref().is_some_and(|open| named == Some(open.identity()) && open.is_ours()) {
            return Ok(false);
        }
        *open = None;
        *open = Some(OwnDescriptor::new(open_regular(&self.path, self.access)?)?);
        Ok(true)
    }
}

/// Opens the file, and makes it if it is missing. A pipe would wait for its other end, a terminal become the daemon's
/// own, and a device do who knows what: they are not even opened.
fn open_regular(path: &Path, access: Access) -> io::Result<File> {
    if let Ok(found) = std::fs::metadata(path) {
        refuse_others(&found)?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(PRIVATE).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = match access {
        Access::Private => options.open(path)?,
        Access::SeesItsEnd => match options.clone().read(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => options.open(path)?,
            opened => opened?,
        },
    };
    let found = file.metadata()?;
    refuse_others(&found)?;
    if access == Access::Private {
        narrow(&file, &found)?;
    }
    Ok(file)
}

fn refuse_others(found: &Metadata) -> io::Result<()> {
    let kind = found.file_type();
    let what = match () {
        () if kind.is_file() => return Ok(()),
        () if kind.is_dir() => "a folder",
        () if kind.is_fifo() => "a pipe (FIFO)",
        () if kind.is_socket() => "a socket",
        () => "a device",
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, NotRegular(what)))
}

/// Whether it was refused because it is no regular file, which no time will mend.
pub(crate) fn is_not_regular(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<NotRegular>)
}

fn narrow(file: &File, found: &Metadata) -> io::Result<()> {
    if found.permissions().mode() & OTHERS == 0 {
        return Ok(());
    }
    match file.set_permissions(Permissions::from_mode(PRIVATE)) {
        // The owner of the file decides.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other,
    }
}
