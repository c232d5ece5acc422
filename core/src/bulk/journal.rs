//! A file that remembers what became of each change, so that a run that was killed can be taken up again.
//!
//! JSON lines: a first one that says for which list and which server it is, then one for each outcome as it happens.
//! A later line about a change replaces an earlier one. Before changes are sent, a line says how far the list may have
//! been begun, and a last one says that the run came to its end: so a change without an outcome is known to have been
//! left alone, or it is in doubt because the process ended in the middle of it.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::changes::Changes;
use super::report::{Entry, ItemOutcome};
use crate::error::Error;
use crate::platform::lock_for_this_process;

/// An open journal. Lines are gathered and written aside by [`flush`](Self::flush).
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Arc<Mutex<File>>,
    waiting: Mutex<Vec<u8>>,
    /// Changes before this place may be sent: it is on the disk that they may have been begun.
    begun: tokio::sync::Mutex<usize>,
    /// Whether something could not be written: then nothing more is to be done.
    is_broken: AtomicBool,
}

/// What an earlier run left.
#[derive(Debug, Default)]
pub(crate) struct Remembered {
    pub(crate) outcomes: Vec<(usize, Entry)>,
    /// Changes before this place may have been begun by a run that did not come to its end.
    pub(crate) begun: usize,
}

#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    journal: String,
    endpoint: String,
    digest: String,
    changes: usize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Change(ChangeLine),
    /// Changes before this place may be begun from now on.
    Begun {
        begun: usize,
    },
    /// Nothing is under way, and what has no outcome was not begun.
    Ended {
        ended: bool,
    },
}

#[derive(Debug, Serialize, Deserialize)]
struct ChangeLine {
    change: usize,
    outcome: String,
    attempts: u32,
    duration_ms: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// For people: an error cannot be made again from its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

const FORMAT: &str = "seam-acs/1";
/// So many changes are begun for one line that says so, as each of these lines waits for the disk.
const BEGUN_TOGETHER: usize = 64;

impl Journal {
    /// Opens or makes the journal of this list, and gives what it remembers.
    pub(crate) fn open(
        path: &Path,
        changes: &Changes,
        endpoint: &str,
    ) -> Result<(Journal, Remembered), Error> {
        let head = Head {
            journal: FORMAT.to_owned(),
            endpoint: endpoint.to_owned(),
            digest: changes.digest(),
            changes: changes.len(),
        };
        let trouble = |error: std::io::Error| refuse(path, &format!("cannot be used: {error}"));
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).append(true).create(true).mode(0o600).open(path).map_err(trouble)?;
        // A device can be read for ever.
        if !file.metadata().map_err(trouble)?.is_file() {
            return Err(refuse(path, "is not a file"));
        }
        if !lock_for_this_process(&file) {
            return Err(refuse(path, "is in use by another run"));
        }
        let (remembered, whole) = read(path, &file, &head, changes.len())?;
        // A line that was cut by the end of the process says nothing.
        file.set_len(whole).map_err(trouble)?;
        if whole == 0 {
            file.write_all(&line(&head)).and_then(|()| file.sync_data()).map_err(trouble)?;
        }
        let journal = Journal {
            path: path.to_owned(),
            file: Arc::new(Mutex::new(file)),
            waiting: Mutex::default(),
            begun: tokio::sync::Mutex::default(),
            is_broken: AtomicBool::new(false),
        };
        Ok((journal, remembered))
    }

    /// Notes an outcome, to be written with the next flush.
    pub(crate) fn note(&self, change: usize, entry: &Entry) {
        self.add(&Line::Change(ChangeLine {
            change,
            outcome: entry.outcome.name().to_owned(),
            attempts: entry.attempts,
            duration_ms: entry.duration_ms,
            request_id: entry.request_id.as_deref().map(str::to_owned),
            error: entry.error.as_ref().map(ToString::to_string),
        }));
    }

    /// Returns when it is on the disk that the change at this place may have been begun.
    pub(crate) async fn begin(&self, change: usize) -> Result<(), Error> {
        let mut before = self.begun.lock().await;
        if change >= *before {
            let begun = change.saturating_add(BEGUN_TOGETHER);
            self.add(&Line::Begun { begun });
            self.flush().await?;
            *before = begun;
        }
        Ok(())
    }

    /// Writes that nothing is under way any more, and what waits before it.
    pub(crate) async fn end(&self) -> Result<(), Error> {
        self.add(&Line::Ended { ended: true });
        self.flush().await
    }

    /// Whether something could not be written.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Acquire)
    }

    fn add(&self, content: &Line) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).extend(line(content));
    }

    /// Writes what waits, aside, and returns when it is on the disk.
    pub(crate) async fn flush(&self) -> Result<(), Error> {
        if self.is_broken() {
            return Err(refuse(&self.path, "could not be written before"));
        }
        let lines = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if lines.is_empty() {
            return Ok(());
        }
        let file = Arc::clone(&self.file);
        let writing = tokio::task::spawn_blocking(move || {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.write_all(&lines).and_then(|()| file.sync_data())
        });
        let written = writing.await.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        written.map_err(|error| {
            self.is_broken.store(true, Ordering::Release);
            refuse(&self.path, &format!("could not be written: {error}"))
        })
    }
}

/// What is remembered, and how many bytes of the file are whole lines.
fn read(path: &Path, file: &File, head: &Head, changes: usize) -> Result<(Remembered, u64), Error> {
    let trouble = |error: std::io::Error| refuse(path, &format!("cannot be read: {error}"));
    let mut reader = BufReader::new(file);
    reader.seek(SeekFrom::Start(0)).map_err(trouble)?;
    let (mut remembered, mut whole) = (Remembered::default(), 0);
    for number in 1_u64.. {
        let mut text = Vec::new();
        let length = reader.read_until(b'\n', &mut text).map_err(trouble)?;
        if length == 0 || text.last() != Some(&b'\n') {
            break;
        }
        whole += length as u64;
        let strange = |what: &str| refuse(path, &format!("has a line {number} that {what}"));
        if number == 1 {
            let found: Head =
                serde_json::from_slice(&text).map_err(|_| strange("is not the head of a journal"))?;
            if found != *head {
                return Err(refuse(path, "belongs to another list of changes, or to another server"));
            }
            continue;
        }
        let line = match serde_json::from_slice(&text).map_err(|_| strange("is not an outcome"))? {
            Line::Change(line) => line,
            Line::Begun { begun } => {
                remembered.begun = remembered.begun.max(begun.min(changes));
                continue;
            }
            Line::Ended { .. } => {
                remembered.begun = 0;
                continue;
            }
        };
        let outcome = ItemOutcome::from_name(&line.outcome).ok_or_else(|| strange("has no known outcome"))?;
        if line.change >= changes {
            return Err(strange("is about a change that the list does not have"));
        }
        remembered.outcomes.push((
            line.change,
            Entry {
                outcome,
                attempts: line.attempts,
                duration_ms: line.duration_ms,
                request_id: line.request_id.map(Into::into),
                error: None,
            },
        ));
    }
    Ok((remembered, whole))
}

fn line(content: &impl Serialize) -> Vec<u8> {
    // Strings and numbers always serialize.
    let mut line = serde_json::to_vec(content).unwrap_or_default();
    line.push(b'\n');
    line
}

fn refuse(path: &Path, what: &str) -> Error {
    Error::invalid_argument("journal", format!("{} {what}", path.display()))
}
