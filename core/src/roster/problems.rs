//! What is wrong with a roster, gathered so that a person can mend all of it at once.

use crate::error::Error;

/// Every problem found so far, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<String>,
    left_out: usize,
}

/// More than anybody reads.
const MOST: usize = 1_000;

impl Problems {
    pub(super) fn add(&mut self, problem: String) {
        if self.found.len() < MOST {
            self.found.push(problem);
        } else {
            self.left_out += 1;
        }
    }

    /// Whether a person may still read each of them.
    pub(super) fn are_few(&self) -> bool {
        self.found.len() < 20
    }

    /// An error that names them all, if there are any.
    pub(super) fn into_result(self) -> Result<(), Error> {
        if self.found.is_empty() {
            return Ok(());
        }
        let more = if self.left_out > 0 { format!("; and {} more", self.left_out) } else { String::new() };
        Err(refuse(format!("{}{more}", self.found.join("; "))))
    }
}

/// The error of a roster that cannot be used.
pub(super) fn refuse(reason: impl Into<String>) -> Error {
    Error::invalid_argument("roster", reason)
}
