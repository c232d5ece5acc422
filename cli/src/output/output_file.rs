//! Files that hold ids and names of people, opened before anything is sent and written when it has ended.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use seam_acs_core::create_private_file;

use super::special_file::{narrow, open_without_waiting};
use crate::failure::Failure;

/// A file that will be written. What is there already stays until all of it is written.
#[derive(Debug)]
pub(crate) struct OutputFile {
    file: File,
    /// As it was given.
    path: PathBuf,
    /// The temporary file, and what it is renamed to; none for a terminal, a pipe or a device.
    renaming: Option<(PathBuf, PathBuf)>,
}

/// Another file of the same command, and the word that gave it.
pub(crate) type Named<'a> = (&'static str, Option<&'a Path>);

impl OutputFile {
    /// Opens a file, which may be none of the others.
    pub(crate) fn open(flag: &str, path: &Path, others: &[Named<'_>]) -> Result<OutputFile, Failure> {
        let same = others.iter().find(|(_, other)| other.is_some_and(|other| is_same_file(path, other)));
        if let Some((word, _)) = same {
            let sentence = format!("{flag} names the same file as {word}: {}", path.display());
            return Err(Failure::Usage(sentence));
        }
        Self::begin(path)
            .map_err(|error| Failure::Usage(format!("{flag} cannot be written: {}: {error}", path.display())))
    }

    fn begin(path: &Path) -> io::Result<OutputFile> {
        // What a link points to is replaced, and not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let found = fs::metadata(&target).ok();
        if found.as_ref().is_some_and(|found| !found.is_file()) {
            let file = open_without_waiting(&target)?;
            return Ok(OutputFile { file, path: path.to_owned(), renaming: None });
        }
        let temporary = beside(&target)?;
        match create_private_file(&temporary) {
            Ok(file) => Ok(OutputFile { file, path: path.to_owned(), renaming: Some((temporary, target)) }),
            // The folder is somebody else's, and the file is not.
            Err(_) if found.is_some() => {
                let file = OpenOptions::new().write(true).open(&target)?;
                Ok(OutputFile { file, path: path.to_owned(), renaming: None })
            }
            Err(error) => Err(error),
        }
    }

    /// Writes all of it. The sentence of an error names the file.
    pub(crate) fn write(mut self, content: &str) -> Result<(), String> {
        self.put(content).map_err(|error| format!("{} could not be written: {error}", self.path.display()))
    }

    fn put(&mut self, content: &str) -> io::Result<()> {
        let Some((temporary, target)) = &self.renaming else {
            if self.file.metadata()?.is_file() {
                // Before anything is in it.
                narrow(&self.file)?;
                self.file.set_len(0)?;
                self.file.rewind()?;
            }
            return self.file.write_all(content.as_bytes());
        };
        self.file.write_all(content.as_bytes())?;
        self.file.sync_all()?;
        fs::rename(temporary, target)?;
        self.renaming = None;
        Ok(())
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some((temporary, _)) = &self.renaming {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A name in the same folder, which nobody has by chance.
fn beside(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    let mut temporary = OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.new", std::process::id()));
    Ok(target.with_file_name(temporary))
}

/// Whether two paths lead to one file, also where it is not there yet.
fn is_same_file(one: &Path, other: &Path) -> bool {
    if is_there(one) || is_there(other) {
        // A device may well be named twice.
        return seam_acs_core::is_same_file(one, other);
    }
    place(one).is_some_and(|one| Some(one) == place(other))
}

fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok()
}

/// The folder and the name of a file that is not there.
fn place(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}
