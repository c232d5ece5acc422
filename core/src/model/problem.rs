//! What is wrong with one row of a table, for the person who fixes it.

use std::fmt;

use serde_json::{Value, json};

use crate::base::excerpt::{LONGEST_VALUE, begin, quoted_begin};

/// What is wrong with one row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, or the place of the item, from 1; `None` for a problem that no single row has.
    pub row: Option<u32>,
    /// The column, by this library's name for it; empty where no column is at fault.
    pub column: String,
    /// The value there, at most 256 bytes of it.
    pub value: String,
    /// What is wrong, as a phrase.
    pub reason: String,
    /// The value that may be meant.
    pub nearest: Option<String>,
    /// The users or groups that match the value, where several do.
    pub candidates: Vec<Candidate>,
    /// What messages call a row of this table.
    pub(crate) unit: &'static str,
    /// Whether the row names a person whom nobody knows, so that it could be left out.
    pub(crate) is_unknown_person: bool,
}

/// One of several matches for a value; at most 256 bytes of each text.
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

const MOST_CANDIDATES: usize = 10;

impl Problem {
    /// A problem of a value in a column; the row is given by [`at`](Self::at).
    pub(crate) fn new(column: &str, value: &str, reason: impl Into<String>) -> Box<Problem> {
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

    pub(crate) fn at(mut self: Box<Self>, unit: &'static str, row: u32) -> Box<Problem> {
        (self.row, self.unit) = (Some(row), unit);
        self
    }

    pub(crate) fn or_rather(mut self: Box<Self>, nearest: Option<String>) -> Box<Problem> {
        self.nearest = nearest;
        self
    }

    pub(crate) fn among(mut self: Box<Self>, candidates: impl Iterator<Item = Candidate>) -> Box<Problem> {
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

    /// Marks the problem as that of a person whom nobody knows.
    pub(crate) fn of_unknown_person(mut self: Box<Self>) -> Box<Problem> {
        self.is_unknown_person = true;
        self
    }

    /// The problem as one JSON object: `row`, `column`, `value`, `reason`, `nearest` and `candidates`.
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
