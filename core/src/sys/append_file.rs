//! A file that lines are appended to while somebody may rename it, remove it, or close its descriptor under us.

use std::error::Error;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::fork::ForkLocal;
use super::os::{keep_from_others, kind_of_no_file, open_to_append};
use super::own_descriptor::{FileIdentity, OwnDescriptor};

/// A regular file by its path. Only its owner can read one that is made here.
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
        let named = std::fs::metadata(&self.path).map(|found| FileIdentity::of_path(&self.path, &found)).ok();
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
    let file = match access {
        Access::Private => open_to_append(path, false)?,
        Access::SeesItsEnd => match open_to_append(path, true) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => open_to_append(path, false)?,
            opened => opened?,
        },
    };
    let found = file.metadata()?;
    refuse_others(&found)?;
    if access == Access::Private {
        keep_from_others(&file, &found)?;
    }
    Ok(file)
}

fn refuse_others(found: &Metadata) -> io::Result<()> {
    if found.is_file() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, NotRegular(kind_of_no_file(found))))
}

/// Whether it was refused because it is no regular file, which no time will mend.
pub(crate) fn is_not_regular(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<NotRegular>)
}
