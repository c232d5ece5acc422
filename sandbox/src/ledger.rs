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
        let whole = whole_lines(&text);
        if whole.len() < text.len() {
            file.set_len(whole.len() as u64)?;
        }
        let recorded = whole.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
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

/// What a file of records says. A line without its end is still being written, or was when the sandbox was killed: a
/// kill can cut one write in two, and nobody was answered for it.
pub(crate) fn whole_lines(text: &str) -> &str {
    text.rfind('\n').and_then(|end| text.get(..=end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_a_kill_cut_short_is_dropped_and_the_next_one_is_whole() {
        let path = std::env::temp_dir().join(format!("seam-acs-ledger-{}", std::process::id()));
        let line = r#"{"acs_user_id":"u","acs_access_group_id":"g","member":true}"#;
        std::fs::write(&path, format!("{line}\n{}", &line[..20])).unwrap();
        let (mut ledger, recorded) = Ledger::open(&path).unwrap();
        assert_eq!(recorded.len(), 1);
        ledger.note(&recorded[0]).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{line}\n{line}\n"));
        std::fs::remove_file(&path).unwrap();
    }
}
