//! Reads CSV as rows with line numbers. It is strict where leniency could read other people than were written.

use std::borrow::Cow;

use super::super::diagnostics::refuse;
use super::cells::{Cells, Rows};
use super::column::Column;
use super::header::Layout;
use super::options::CheckedOptions;
use super::records::{Records, line_ends, place_of_line};
use crate::base::csv::without_apostrophes;
use crate::base::excerpt::begin;
use crate::model::error::Error;
use crate::model::problem::Problem;

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// A gigabyte of rows is not a roster.
const LONGEST: usize = 1 << 30;
/// How many lines are searched for a header, to say where it is.
const PREAMBLE: u32 = 50;

/// Where a table begins, and its delimiter.
struct Start {
    place: usize,
    line: u64,
    delimiter: u8,
}

/// Passes each row's line and cells to `rows`, and returns the names of the columns that no row used.
pub(crate) fn read(text: &str, reading: &CheckedOptions, rows: Rows<'_>) -> Result<Vec<String>, Error> {
    if text.len() > LONGEST {
        return Err(refuse(format!("is longer than {} MiB", LONGEST >> 20)));
    }
    let start = Start::of(text, reading)?;
    let mut records = Records::new(text, start.place, start.line, start.delimiter);
    let mut cells = Vec::new();
    let Some(line) = records.next(&mut cells)? else {
        return Err(refuse(format!("line {}: there is no header, as the text is empty", start.line)));
    };
    let names: Vec<&str> = cells.iter().map(|name| name.trim()).collect();
    let mut layout = Layout::of_header(&names, line, reading)
        .map_err(|error| hint_at_header(error, text, &start, reading))?;
    while let Some(line) = records.next(&mut cells)? {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if let Some(problem) = wrong_width(&cells, &layout) {
            rows(line, Err(problem))?;
            continue;
        }
        for cell in &mut cells {
            if let Some(plain) = without_apostrophes(cell) {
                *cell = Cow::Owned(plain);
            }
        }
        let cell = |place: usize| cells.get(place).map_or("", |cell| &**cell);
        let counts = |(filter, place): (usize, &usize)| reading.lets_count(filter, cell(*place));
        if !layout.filters.iter().enumerate().all(counts) {
            continue;
        }
        let first = |columns: &[(Column, usize)]| {
            let filled = columns.iter().find(|(_, place)| !cell(*place).trim().is_empty());
            filled.or(columns.first()).copied()
        };
        let Some(user) = first(&layout.users) else { continue };
        let group = first(&layout.groups);
        let is_used = |place: usize| user.1 == place || group.is_some_and(|group| group.1 == place);
        layout.ignored.retain(|(place, _)| !is_used(*place));
        let (action, system) = (layout.action.map(cell), layout.system.map(cell));
        let group = group.map(|(column, place)| (column, cell(place)));
        rows(line, Ok(Cells { user: (user.0, cell(user.1)), group, action, system }))?;
    }
    Ok(layout.ignored.into_iter().map(|(_, name)| name).collect())
}

impl Start {
    fn of(text: &str, reading: &CheckedOptions) -> Result<Start, Error> {
        let said = said_delimiter(text);
        let line = reading.header_line.unwrap_or(if said.is_some() { 2 } else { 1 });
        let place = place_of_line(text, line).or((reading.header_line.is_none()).then_some(text.len()));
        let Some(place) = place else {
            let lines = line_ends(text.trim_end_matches(['\r', '\n'])) + 1;
            return Err(refuse(format!(
                "has {lines} lines, and header_line says that the header is line {line}"
            )));
        };
        let delimiter = said.unwrap_or_else(|| delimiter_of(text, place, reading));
        Ok(Start { place, line: line.into(), delimiter })
    }
}

/// The delimiter that a first line such as `sep=;` names. Spreadsheets write and follow such a line.
fn said_delimiter(text: &str) -> Option<u8> {
    let first = text.split(['\r', '\n']).next()?.trim_matches('"');
    let (word, delimiter) = first.split_at_checked(4)?;
    let [delimiter] = delimiter.as_bytes() else { return None };
    let is_sign = delimiter.is_ascii_punctuation() || matches!(delimiter, b'\t' | b' ');
    (word.eq_ignore_ascii_case("sep=") && is_sign && *delimiter != b'"').then_some(*delimiter)
}

/// The delimiter under which the header has the most columns that are understood.
fn delimiter_of(text: &str, place: usize, reading: &CheckedOptions) -> u8 {
    // `max_by_key` returns the last of equals, so the list is reversed: a comma is the most likely.
    let understood = |delimiter: &u8| understood(text, place, *delimiter, reading);
    DELIMITERS.into_iter().rev().max_by_key(understood).unwrap_or(b',')
}

/// How many columns of a header are understood.
fn understood(text: &str, place: usize, delimiter: u8, reading: &CheckedOptions) -> usize {
    let mut cells = Vec::new();
    match Records::new(text, place, 1, delimiter).next(&mut cells) {
        Ok(Some(_)) => cells.iter().filter(|cell| reading.column(cell).is_some()).count(),
        _ => 0,
    }
}

/// Says where the header may be, if it is further below.
fn hint_at_header(error: Error, text: &str, start: &Start, reading: &CheckedOptions) -> Error {
    let Error::InvalidArgument { reason, problems, field } = &error else { return error };
    let is_header = |place: usize| {
        let is_blank = text.get(place..).is_none_or(|line| line.starts_with(['\r', '\n']));
        !is_blank && understood(text, place, delimiter_of(text, place, reading), reading) > 1
    };
    if !problems.is_empty() || reading.header_line.is_some() || is_header(start.place) {
        return error;
    }
    let below = (1..=PREAMBLE).map_while(|line| Some((line, place_of_line(text, line)?)));
    match below.skip_while(|(_, place)| *place <= start.place).find(|(_, place)| is_header(*place)) {
        Some((line, _)) => {
            let reason =
                format!("{reason}; line {line} looks like a header: if it is, give header_line {line}");
            Error::invalid_argument(field.as_str(), reason)
        }
        None => error,
    }
}

/// The problem of a row with cells beyond the columns, or with fewer cells than it needs.
fn wrong_width(cells: &[Cow<'_, str>], layout: &Layout) -> Option<Box<Problem>> {
    let is_too_long = cells.iter().skip(layout.width).any(|cell| !cell.trim().is_empty());
    if cells.len() >= layout.needed && !is_too_long {
        return None;
    }
    let (has, width) = (cells.len(), layout.width);
    let found: Vec<&str> = cells.iter().take(20).map(|cell| begin(cell, 40)).collect();
    let found: String = found.join(" | ").chars().take(120).collect();
    let reason = format!("has {has} cells where the header has {width}: {found:?}");
    Some(Problem::new("", &found, reason))
}
