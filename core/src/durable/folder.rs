//! A folder that nobody but its owner can change, and the files in it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::sys::os::{
    lock_for_this_process, make_private_folder, open_own_file, refuse_shared, sync_folder, unlock,
};
use crate::sys::own_descriptor::OwnDescriptor;

/// A folder that is private to its owner.
#[derive(Debug)]
pub(crate) struct PrivateFolder {
    path: PathBuf,
}

/// A file that is locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct FileLock {
    file: OwnDescriptor<File>,
}

/// How long one waits for a lock that others hold for the time of one write. A sync can take many seconds on the card of a
/// panel, or while others fill the disk.
pub(crate) const LOCK_LIMIT: Duration = Duration::from_secs(30);

impl PrivateFolder {
    /// Makes the folder where it is missing, and refuses one that somebody else owns or can write to.
    pub(crate) fn open(path: &Path) -> io::Result<PrivateFolder> {
        match make_private_folder(path) {
            Ok(()) => sync_folder(folder_of(path))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
        let found = std::fs::symlink_metadata(path)?;
        if !found.is_dir() {
            return Err(io::Error::other("it is not a folder"));
        }
        refuse_shared(path, &found)?;
        Ok(PrivateFolder { path: path.to_owned() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Opens a file of the folder to append to, and makes it where it is missing.
    pub(crate) fn open_file(&self, name: &str) -> io::Result<File> {
        let path = self.file(name);
        let (file, is_new) = open_own_file(&path)?;
        if is_new {
            sync_folder(&self.path)?;
        }
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(io::Error::other(format!("{name} is not a file")));
        }
        refuse_shared(&path, &found)?;
        Ok(file)
    }

    /// Puts the names of new and renamed files on the disk.
    pub(crate) fn sync(&self) -> io::Result<()> {
        sync_folder(&self.path)
    }

    /// Locks a file of the folder; `None` if another one has it, for longer than a write takes if `waits`.
    pub(crate) fn lock(&self, name: &str, waits: bool) -> io::Result<Option<FileLock>> {
        let file = OwnDescriptor::new(self.open_file(name)?)?;
        let began = Instant::now();
        while !lock_for_this_process(file.opened())? {
            if !waits || began.elapsed() > LOCK_LIMIT {
                return Ok(None);
            }
            // Locks cannot be waited for with a limit, and each is held for one write.
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(Some(FileLock { file }))
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // A child that was forked meanwhile has the descriptor too, and closing ours would leave the lock with it.
        if let Some(file) = self.file.get() {
            unlock(file);
        }
    }
}

/// The folder that a path is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
