//! What is wrong with a table, gathered so that a person can mend all of it at once.

use std::fmt::{self, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::Error;
use crate::excerpt::{LONGEST_REASON, LONGEST_VALUE, begin, quoted_begin};

/// What is wrong with one row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, or the place of the item, from 1; `None` for what is wrong with no row alone.
    pub row: Option<u32>,
    /// The column, by the name that this library knows it by; empty where no column is to blame.
    pub column: String,
    /// What stands there, at most 256 bytes of it.
    pub value: String,
    /// What is wrong, as a phrase.
    pub reason: String,
    /// What may be meant.
    pub nearest: Option<String>,
    /// Who or what answers to the value, where several do.
    pub candidates: Vec<Candidate>,
    /// What the table calls a row.
    pub(super) unit: &'static str,
    /// Whether the row names somebody whom nobody knows, and could be left out.
    pub(super) is_unknown_person: bool,
}

/// One of several that answer to a value; at most 256 bytes of each text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The id.
    pub id: String,
    /// The name; empty where it is not known.
    pub name: String,
    /// The e-mail address of a person; empty where it is not known.
    pub email: String,
    /// The access control system, by name where it is known, else by id.
    pub system: String,
}

/// Rows that were left out of a plan or a list because nobody knows the person.
#[derive(Debug, Clone, Default)]
pub struct LeftOut {
    rows: Vec<Problem>,
    more: usize,
}

/// The same in a saved plan.
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

/// Where every row counts.
pub(crate) static NOTHING_LEFT_OUT: LeftOut = LeftOut { rows: Vec::new(), more: 0 };

/// Every problem found so far, in the order of the rows.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<Problem>,
    more: usize,
    skips_unknown: bool,
    left_out: LeftOut,
}

/// More than anybody reads.
const MOST: usize = 1_000;
const MOST_LEFT_OUT: usize = 10_000;
const MOST_CANDIDATES: usize = 10;

impl Problem {
    /// A problem of a value in a column; the row is given by [`at`](Self::at).
    pub(super) fn new(column: &str, value: &str, reason: impl Into<String>) -> Box<Problem> {
        Box::new(Problem {
            row: None,
            column: begin(column, LONGEST_VALUE).to_owned(),
            value: begin(value, LONGEST_VALUE).to_owned(),
            reason: reason.into(),
            nearest: None,
            candidates: Vec::new(),
            unit: "row",
            is_unknown_person: false,
        })
    }

    pub(super) fn at(mut self: Box<Self>, unit: &'static str, row: u32) -> Box<Problem> {
        (self.row, self.unit) = (Some(row), unit);
        self
    }

    pub(super) fn or_rather(mut self: Box<Self>, nearest: Option<String>) -> Box<Problem> {
        self.nearest = nearest;
        self
    }

    pub(super) fn among(mut self: Box<Self>, candidates: impl Iterator<Item = Candidate>) -> Box<Problem> {
        let cut = |text: String| begin(&text, LONGEST_VALUE).to_owned();
        self.candidates = candidates
            .take(MOST_CANDIDATES)
            .map(|Candidate { id, name, email, system }| Candidate {
                id: cut(id),
                name: cut(name),
                email: cut(email),
                system: cut(system),
            })
            .collect();
        self
    }

    /// That of a person whom nobody knows.
    pub(super) fn of_unknown_person(mut self: Box<Self>) -> Box<Problem> {
        self.is_unknown_person = true;
        self
    }

    /// The error of a roster that has this one.
    pub(super) fn into_error(self: Box<Self>) -> Error {
        let mut problems = Problems::default();
        problems.add(self);
        problems.into_result().err().unwrap_or_else(|| refuse("cannot be used"))
    }

    /// As one JSON object: `row`, `column`, `value`, `reason`, `nearest` and `candidates`.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    pub(crate) fn to_value(&self) -> Value {
        let candidates = self.candidates.iter().map(|candidate| {
            let Candidate { id, name, email, system } = candidate;
            json!({ "id": id, "name": name, "email": email, "system": system })
        });
        json!({
            "row": self.row,
            "column": Some(&self.column).filter(|column| !column.is_empty()),
            "value": self.value,
            "reason": self.reason,
            "nearest": self.nearest,
            "candidates": candidates.collect::<Vec<_>>(),
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(row) = self.row {
            write!(f, "{} {row}: ", self.unit)?;
        }
        f.write_str(&self.reason)?;
        for (place, candidate) in self.candidates.iter().enumerate() {
            write!(f, "{} {candidate}", if place == 0 { ":" } else { "," })?;
        }
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean {}?", quoted_begin(nearest)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(begin(&self.id, 64))?;
        let system = format!("system {}", begin(&self.system, 64));
        let parts = [begin(&self.name, 64), begin(&self.email, 64), &system];
        let known: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        write!(f, " ({})", known.join(", "))
    }
}

impl LeftOut {
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.more
    }

    /// Whether none was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each row with what was wrong with it; of more than ten thousand rows only these.
    #[must_use]
    pub fn rows(&self) -> &[Problem] {
        &self.rows
    }

    pub(super) fn to_saved(&self) -> SavedLeftOut {
        let row = |problem: &Problem| SavedRow {
            unit: problem.unit.to_owned(),
            row: problem.row,
            column: problem.column.clone(),
            value: problem.value.clone(),
            reason: problem.reason.clone(),
            nearest: problem.nearest.clone(),
        };
        SavedLeftOut { rows: self.rows.iter().map(row).collect(), more: self.more }
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Array(self.rows.iter().map(Problem::to_value).collect())
    }

    /// The rows as a JSON array of the objects that [`Problem::to_json`] gives.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }
}

impl SavedLeftOut {
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

impl Problems {
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

    /// Whether a person may still read each of them.
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
        let mut problems = Problems::default();
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
        let mut problems = Problems::default();
        problems.skip_unknown(true);
        problems.add(Problem::new("email", "x", "nobody").at("line", 2).of_unknown_person());
        problems.add(Problem::new("group", "y", "no group").at("line", 3));
        let error = problems.into_result().expect_err("a group is unknown");
        assert_eq!(error.to_string(), "roster line 3: no group; nothing was sent");
    }
}
