//! The problems of a table, collected so that a person can fix all of them at once.

use std::fmt::Write;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::excerpt::{LONGEST_REASON, begin};
use crate::bulk::left_out::LeftOut;
use crate::model::error::Error;
use crate::model::problem::Problem;

/// The rows that were left out, as a saved plan has them.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedLeftOut {
    rows: Vec<SavedRow>,
    more: usize,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedRow {
    unit: String,
    row: Option<u32>,
    column: String,
    value: String,
    reason: String,
    nearest: Option<String>,
}

/// Every problem found so far, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Diagnostics {
    found: Vec<Problem>,
    more: usize,
    skips_unknown: bool,
    left_out: LeftOut,
}

/// More than anybody reads.
const MOST: usize = 1_000;
const MOST_LEFT_OUT: usize = 10_000;

impl SavedLeftOut {
    pub(super) fn of(left_out: &LeftOut) -> SavedLeftOut {
        let row = |problem: &Problem| SavedRow {
            unit: problem.unit.to_owned(),
            row: problem.row,
            column: problem.column.clone(),
            value: problem.value.clone(),
            reason: problem.reason.clone(),
            nearest: problem.nearest.clone(),
        };
        SavedLeftOut { rows: left_out.rows.iter().map(row).collect(), more: left_out.more }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn restore(self) -> LeftOut {
        let rows = self.rows.into_iter().map(SavedRow::restore).collect();
        LeftOut { rows, more: self.more }
    }
}

impl SavedRow {
    fn restore(self) -> Problem {
        let unit = ["line", "item"].into_iter().find(|unit| *unit == self.unit).unwrap_or("row");
        let problem = Problem::new(&self.column, &self.value, begin(&self.reason, LONGEST_REASON));
        Problem { unit, row: self.row, ..*problem.or_rather(self.nearest).of_unknown_person() }
    }
}

impl Problem {
    /// The error of a roster that has this one.
    pub(super) fn into_error(self: Box<Self>) -> Error {
        let mut problems = Diagnostics::default();
        problems.add(self);
        problems.into_result().err().unwrap_or_else(|| refuse("cannot be used"))
    }
}

impl Diagnostics {
    /// Whether rows of people whom nobody knows are left out, instead of refusing the table.
    pub(super) fn skip_unknown(&mut self, skip: bool) {
        self.skips_unknown = skip;
    }

    #[allow(clippy::boxed_local, reason = "problems are boxed where they are errors, so as to be small")]
    pub(super) fn add(&mut self, problem: Box<Problem>) {
        if self.skips_unknown && problem.is_unknown_person {
            if self.left_out.rows.len() < MOST_LEFT_OUT {
                self.left_out.rows.push(*problem);
            } else {
                self.left_out.more += 1;
            }
        } else if self.found.len() < MOST {
            self.found.push(*problem);
        } else {
            self.more += 1;
        }
    }

    /// Whether there are so few that a person reads each.
    pub(super) fn are_few(&self) -> bool {
        self.found.len() < 20
    }

    /// The rows that were left out; an error that names every problem, if there are any.
    pub(super) fn into_result(self) -> Result<LeftOut, Error> {
        if self.found.is_empty() {
            return Ok(self.left_out);
        }
        let mut reason = String::new();
        let mut told = 0;
        for problem in &self.found {
            let words = problem.to_string();
            let fits = reason.len() + words.len() < LONGEST_REASON - 100;
            if told > 0 && !fits {
                break;
            }
            let between = if told > 0 { "\n" } else { "" };
            reason.push_str(between);
            reason.push_str(begin(&words, LONGEST_REASON - 100));
            told += 1;
        }
        let untold = self.found.len() - told + self.more;
        if untold > 0 {
            // Writing to a String cannot fail.
            let _ = write!(reason, "\nand {untold} more");
        }
        Err(Error::InvalidArgument { field: "roster".to_owned(), reason, problems: Arc::from(self.found) })
    }
}

/// The error of a roster that cannot be used.
pub(super) fn refuse(reason: impl Into<String>) -> Error {
    Error::invalid_argument("roster", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_stand_one_a_line_in_at_most_four_kilobytes() {
        let mut problems = Diagnostics::default();
        for row in 1..5_000 {
            problems.add(Problem::new("email", "x", format!("row {row} is wrong")).at("line", row));
        }
        let error = problems.into_result().expect_err("many");
        let text = error.to_string();
        assert!(text.starts_with("roster line 1: row 1 is wrong\nline 2: row 2 is wrong\n"), "{text}");
        assert!(text.len() <= 4_096 && text.contains("more; nothing was sent"), "{text}");
        assert_eq!(error.problems().len(), MOST);
    }

    #[test]
    fn only_unknown_people_are_left_out() {
        let mut problems = Diagnostics::default();
        problems.skip_unknown(true);
        problems.add(Problem::new("email", "x", "nobody").at("line", 2).of_unknown_person());
        problems.add(Problem::new("group", "y", "no group").at("line", 3));
        let error = problems.into_result().expect_err("a group is unknown");
        assert_eq!(error.to_string(), "roster line 3: no group; nothing was sent");
    }
}
