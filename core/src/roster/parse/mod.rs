//! Reads a roster from what people have: CSV, JSON, JSON Lines or a report.

pub(crate) mod cells;
pub(crate) mod column;
pub(crate) mod csv;
pub(crate) mod encoding;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod options;
pub(crate) mod records;

use std::borrow::Cow;

use super::diagnostics::Diagnostics;
use super::rows::{MOST, Roster, line_number, too_long};
use crate::model::error::Error;
use crate::model::problem::Problem;
use cells::Cells;
use options::TableOptions;

impl Roster {
    /// Reads CSV (UTF-8, or UTF-16 with a byte order mark; commas, semicolons or tabs, or what a first line such as
    /// `sep=;` says), a JSON array of objects, JSON Lines, or a [`Report`](crate::Report) that was written as either.
    ///
    /// Columns are found by name, ignoring case: one of `acs_user_id`, `user_identity_id`, `email`, `name` (where there
    /// are several, the first of this list that is filled counts), one of `acs_access_group_id`, `group` (may be absent
    /// where the group is given beside the roster), and optionally `action` (`add` or `remove`) and `system`. A column
    /// whose name is nearly one of these is refused, as it may change what a row means. A row may have more cells than
    /// the header if they are empty, and may lack cells at its end whose columns mean nothing here.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming line and value of every row that cannot be read.
    pub fn parse(bytes: &[u8]) -> Result<Roster, Error> {
        Self::parse_with(bytes, &TableOptions::default())
    }

    /// As [`parse`](Self::parse), with what the table does not say itself.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse), and [`Error::Options`] for options that fit no table.
    pub fn parse_with(bytes: &[u8], options: &TableOptions) -> Result<Roster, Error> {
        let reading = options.checked()?;
        let text = encoding::decode(bytes)?;
        let form = json::Form::of(&text);
        let unit = form.as_ref().map_or("line", json::Form::unit);
        let (mut roster, mut problems) = (Roster { unit, ..Roster::new() }, Diagnostics::default());
        let mut take = |line: u64, cells: Result<Cells<'_>, Box<Problem>>| {
            if roster.rows.len() >= MOST {
                return Err(too_long());
            }
            if let Err(problem) = cells.and_then(|cells| roster.push_cells(line, cells, &reading)) {
                problems.add(problem.at(unit, line_number(line)));
            }
            Ok(())
        };
        let ignored = match form {
            Some(form) => json::read(&form, &reading, &mut take)?,
            None => csv::read(&text, &reading, &mut take)?,
        };
        problems.into_result()?;
        roster.ignored = ignored;
        Ok(roster)
    }

    /// The bytes of a file as the text that [`parse`](Self::parse) reads in them.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the line, for other encodings than [`parse`](Self::parse) takes.
    pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
        encoding::decode(bytes)
    }
}
