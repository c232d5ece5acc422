//! A file of frames that several processes append to, one at a time: who holds the lock of its folder.
//!
//! Each append is one frame and is on the disk when it returns. So no more than the last frame can be torn, and a torn
//! one is cut off. The first one is on the disk before the file has its name, so it is never torn. A bad first frame, and
//! a bad one with another one behind it, is damage: the file is then left as it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::folder::PrivateFolder;
use super::frame::{frame, holds_a_frame, parsed, split_line, unsealed};
use crate::sys::os::append;
use crate::sys::own_descriptor::{FileIdentity, OwnDescriptor};

/// The file of a folder.
#[derive(Debug)]
pub(crate) struct AppendLog {
    name: &'static str,
    file: OwnDescriptor<File>,
    /// So far it was read, or written by this process.
    known: u64,
    /// Others may have written without a sync: then the disk decides in which order their frames and ours get there.
    is_synced: bool,
    /// After a write that failed nobody knows what is on the disk.
    is_broken: bool,
}

/// What is wrong with a log.
#[derive(Debug)]
pub(crate) enum LogError {
    Io(io::Error),
    /// A bad frame that no power cut leaves.
    Damaged {
        offset: u64,
    },
    /// A good frame that this version does not understand.
    Foreign,
}

impl From<io::Error> for LogError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What stands in a log behind what is known of it.
#[derive(Debug)]
pub(crate) struct News<T> {
    pub(crate) frames: Vec<T>,
    /// The file is another one than before, so the frames are all that there is.
    pub(crate) is_anew: bool,
}

impl AppendLog {
    /// Opens the file, or makes it with its first frame. The caller holds the lock.
    pub(crate) fn open(
        folder: &PrivateFolder,
        name: &'static str,
        first: &impl Serialize,
    ) -> Result<AppendLog, LogError> {
        match std::fs::symlink_metadata(folder.file(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_whole(folder, name, &frame(first))?;
            }
            _ => {}
        }
        Self::open_existing(folder, name)
    }

    /// Opens the file that is there.
    pub(crate) fn open_existing(folder: &PrivateFolder, name: &'static str) -> Result<AppendLog, LogError> {
        let file = OwnDescriptor::new(folder.open_file(name)?)?;
        Ok(AppendLog { name, file, known: 0, is_synced: false, is_broken: false })
    }

    /// Whether there may be something that is not known, without reading it.
    pub(crate) fn has_news(&self, folder: &PrivateFolder) -> bool {
        let path = folder.file(self.name);
        let there = std::fs::symlink_metadata(&path);
        there.is_ok_and(|there| {
            there.len() != self.known || FileIdentity::of_path(&path, &there) != self.file.identity()
        })
    }

    pub(crate) fn length(&self) -> u64 {
        self.known
    }

    /// Reads what others have written, from its begin where they have replaced the file. The caller holds the lock, so
    /// what is torn is left of a process that ended, or of a power cut.
    pub(crate) fn read_news<T: DeserializeOwned>(
        &mut self,
        folder: &PrivateFolder,
    ) -> Result<News<T>, LogError> {
        let mut is_anew = self.known == 0;
        if self.is_replaced(folder) {
            *self = Self::open_existing(folder, self.name)?;
            is_anew = true;
        }
        let mut text = Vec::new();
        let mut file = self.get()?;
        file.seek(SeekFrom::Start(self.known))?;
        file.read_to_end(&mut text)?;
        let (frames, whole) = parse(&text, self.known)?;
        if whole < text.len() {
            self.get()?.set_len(self.known + whole as u64)?;
            self.get()?.sync_data()?;
        } else if whole > 0 {
            self.is_synced = false;
        }
        self.known += whole as u64;
        Ok(News { frames, is_anew })
    }

    /// Appends one frame, which is on the disk when this returns. The caller holds the lock and knows all that is there.
    pub(crate) fn append(&mut self, content: &impl Serialize) -> Result<(), LogError> {
        let line = frame(content);
        if self.is_broken {
            return Err(io::Error::other("a write to it failed before: open it anew").into());
        }
        if let Err(error) = self.write_to_disk(&line) {
            return Err(error.into());
        }
        self.known += line.len() as u64;
        self.is_synced = true;
        Ok(())
    }

    fn write_to_disk(&mut self, line: &[u8]) -> io::Result<()> {
        // Until all of it has ended well: the kernel forgets that a sync failed.
        self.is_broken = true;
        if !self.is_synced {
            self.get()?.sync_data()?;
        }
        if let Err(error) = append(self.get()?, line) {
            // A disk that is full may have a part of it. Nothing stands behind it, so it can be cut off.
            self.get()?.set_len(self.known)?;
            self.is_broken = false;
            return Err(error);
        }
        self.get()?.sync_data()?;
        self.is_broken = false;
        Ok(())
    }

    /// Puts another content in place of the whole file. The caller holds the lock.
    pub(crate) fn replace(
        &mut self,
        folder: &PrivateFolder,
        content: &impl Serialize,
    ) -> Result<(), LogError> {
        let line = frame(content);
        let file = OwnDescriptor::new(write_whole(folder, self.name, &line)?)?;
        *self =
            AppendLog { name: self.name, file, known: line.len() as u64, is_synced: true, is_broken: false };
        Ok(())
    }

    fn is_replaced(&self, folder: &PrivateFolder) -> bool {
        let path = folder.file(self.name);
        let there = std::fs::symlink_metadata(&path);
        there.map_or(true, |there| FileIdentity::of_path(&path, &there) != self.file.identity())
    }

    fn get(&self) -> io::Result<&File> {
        self.file
            .get()
            .ok_or_else(|| io::Error::other("this program has closed its descriptor: open it anew"))
    }
}

/// Gives a file its name when all of it is on the disk.
fn write_whole(folder: &PrivateFolder, name: &str, line: &[u8]) -> io::Result<File> {
    const FRESH: &str = "log.new";
    match std::fs::remove_file(folder.file(FRESH)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut fresh = folder.open_file(FRESH)?;
    fresh.write_all(line)?;
    fresh.sync_all()?;
    std::fs::rename(folder.file(FRESH), folder.file(name))?;
    folder.sync()?;
    Ok(fresh)
}

/// The frames of a text that begins at an offset of its file, and how many of its bytes are whole frames.
pub(crate) fn parse<T: DeserializeOwned>(text: &[u8], offset: u64) -> Result<(Vec<T>, usize), LogError> {
    let mut frames = Vec::new();
    let mut rest = text;
    while let Some((line, behind)) = split_line(rest) {
        let Some(json) = unsealed(line) else { break };
        frames.push(parsed(json).ok_or(LogError::Foreign)?);
        rest = behind;
    }
    let whole = text.len() - rest.len();
    let is_first = offset == 0 && whole == 0;
    if is_first || holds_a_frame(rest) {
        return Err(LogError::Damaged { offset: offset + whole as u64 });
    }
    Ok((frames, whole))
}
