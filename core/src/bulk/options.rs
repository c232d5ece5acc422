//! How a list is applied.

use std::path::PathBuf;
use std::time::Duration;

use crate::config::json_options::NamedValues;
use crate::model::error::Error;

/// How a list is applied.
#[derive(Debug, Clone, Default)]
pub struct ApplyOptions {
    /// The most requests under way at once, 1 to 1024; `None`: the client's `max_concurrency`.
    pub ceiling: Option<u32>,
    /// Exactly so many at once, without adapting.
    pub fixed: Option<u32>,
    /// A deadline for the whole list; `None` or zero: none. Each change has the client's deadline of its own.
    pub deadline: Option<Duration>,
    /// A file that every outcome is appended to, and that a later run goes on from: of a list, also one that was
    /// edited, what is recorded is [`RecordedEarlier`](crate::ItemOutcome::RecordedEarlier), and what a run that was
    /// killed may have sent is read before anything is sent for its pair. A plan takes from it only which requests may
    /// still arrive. A journal whose run ended with everything as asked is renamed to `.1`, and a new one begun.
    pub journal: Option<PathBuf>,
}

impl ApplyOptions {
    /// The names that [`from_json`](Self::from_json) knows.
    pub(crate) const NAMES: [&'static str; 4] = ["ceiling", "fixed", "deadline_ms", "journal"];

    /// Reads `{"ceiling": 32, "fixed": 8, "deadline_ms": 60000, "journal": "path"}`, each member optional.
    ///
    /// # Errors
    /// [`Error::Options`] for an unknown name (the message names the nearest) and for a value out of range.
    pub fn from_json(text: &str) -> Result<ApplyOptions, Error> {
        Self::of(&NamedValues::parse(text, &Self::NAMES)?)
    }

    /// Refuses what is out of range.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, value) in [("ceiling", self.ceiling), ("fixed", self.fixed)] {
            if let Some(value) = value.filter(|value| !(1..=MOST_AT_ONCE).contains(value)) {
                let reason = format!("must be from 1 to {MOST_AT_ONCE}, not {value}");
                return Err(Error::invalid_argument(name, reason));
            }
        }
        Ok(())
    }

    /// The deadline for the whole list, if it has one.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.deadline.filter(|deadline| !deadline.is_zero())
    }

    pub(crate) fn of(values: &NamedValues) -> Result<ApplyOptions, Error> {
        let deadline = values.number("deadline_ms", 0, u32::MAX)?;
        Ok(ApplyOptions {
            ceiling: values.number("ceiling", 1, MOST_AT_ONCE)?,
            fixed: values.number("fixed", 1, MOST_AT_ONCE)?,
            deadline: deadline.map(|milliseconds| Duration::from_millis(milliseconds.into())),
            journal: values.text("journal")?.map(PathBuf::from),
        })
    }
}

/// More requests than this are never under way at once.
const MOST_AT_ONCE: u32 = 1024;
