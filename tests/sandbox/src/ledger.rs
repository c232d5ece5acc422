//! A file that has every membership as it was recorded, before the change is answered: what a sandbox knew outlives
//! its sudden end.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// An open file of recorded memberships: one JSON line each, written by one write.
pub(crate) struct Ledger {
    file: File,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Recorded {
    pub(crate) acs_user_id: String,
    pub(crate) acs_access_group_id: String,
    pub(crate) member: bool,
}

impl Ledger {
    /// Opens or makes the file, and gives what is recorded in it.
    pub(crate) fn open(path: &Path) -> io::Result<(Ledger, Vec<Recorded>)> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut text = String::new();
        if file.metadata()?.is_file() {
            file.read_to_string(&mut text)?;
        }
        let recorded = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        Ok((Ledger { file }, recorded))
    }

    pub(crate) fn note(&mut self, recorded: &Recorded) -> io::Result<()> {
        let mut line = serde_json::to_vec(recorded)?;
        line.push(b'\n');
        match self.file.write(&line)? {
            written if written == line.len() => Ok(()),
            _ => Err(io::Error::from(io::ErrorKind::WriteZero)),
        }
    }

    /// Forgets all of it, as the sandbox starts over.
    pub(crate) fn empty(&self) -> io::Result<()> {
        self.file.set_len(0)
    }
}
