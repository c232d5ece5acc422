//! A file of frames that several processes append to, one at a time: who holds the lock of its folder.
//!
//! Each append is one frame and is on the disk when it returns. So no more than the last frame can be torn, and a torn
//! one is cut off. A bad frame with another one behind it is damage: the file is then left as it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::folder::PrivateFolder;
use super::frame::{content_of, frame, split_line};
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
    /// A bad frame with another one behind it.
    Damaged {
        offset: u64,
    },
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
    /// Opens the file, or makes it. The caller holds the lock.
    pub(crate) fn open(folder: &PrivateFolder, name: &'static str) -> Result<AppendLog, LogError> {
        let file = OwnDescriptor::new(folder.open_file(name)?)?;
        Ok(AppendLog { name, file, known: 0, is_synced: false, is_broken: false })
    }

    /// Whether there may be something that is not known, without reading it.
    pub(crate) fn has_news(&self, folder: &PrivateFolder) -> bool {
        let there = std::fs::symlink_metadata(folder.file(self.name));
        there.is_ok_and(|there| {
            there.len() != self.known || FileIdentity::of_metadata(&there) != self.file.identity()
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
            *self = Self::open(folder, self.name)?;
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
        if let Err(error) = self.get()?.write_all(line) {
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
        const FRESH: &str = "log.new";
        let line = frame(content);
        match std::fs::remove_file(folder.file(FRESH)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let mut fresh = folder.open_file(FRESH)?;
        fresh.write_all(&line)?;
        fresh.sync_all()?;
        std::fs::rename(folder.file(FRESH), folder.file(self.name))?;
        folder.sync()?;
        let file = OwnDescriptor::new(fresh)?;
        *self =
            AppendLog { name: self.name, file, known: line.len() as u64, is_synced: true, is_broken: false };
        Ok(())
    }

    fn is_replaced(&self, folder: &PrivateFolder) -> bool {
        let there = std::fs::symlink_metadata(folder.file(self.name));
        there.map_or(true, |there| FileIdentity::of_metadata(&there) != self.file.identity())
    }

    fn get(&self) -> io::Result<&File> {
        self.file
            .get()
            .ok_or_else(|| io::Error::other("this program has closed its descriptor: open it anew"))
    }
}

/// The frames of a text that begins at an offset of its file, and how many of its bytes are whole frames.
fn parse<T: DeserializeOwned>(text: &[u8], offset: u64) -> Result<(Vec<T>, usize), LogError> {
    let mut frames = Vec::new();
    let mut rest = text;
    while let Some((line, behind)) = split_line(rest) {
        match content_of(line) {
            Some(content) => frames.push(content),
            None if holds_a_frame(behind) => {
                return Err(LogError::Damaged { offset: offset + (text.len() - rest.len()) as u64 });
            }
            None => break,
        }
        rest = behind;
    }
    Ok((frames, text.len() - rest.len()))
}

/// Whether a whole frame stands anywhere in the lines of a text.
fn holds_a_frame(mut text: &[u8]) -> bool {
    while let Some((line, behind)) = split_line(text) {
        if super::frame::unsealed(line).is_some() {
            return true;
        }
        text = behind;
    }
    false
}
