//! A CSV text as rows with line numbers. Strict where leniency would read other people than were written.

use csv::{ReaderBuilder, StringRecord};

use super::columns::{Column, Layout};
use super::problems::refuse;
use super::rows::Cells;
use crate::error::Error;

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Hands over the header's layout, then each row's line and cells.
pub(super) fn read(
    text: &str,
    mut row: impl FnMut(u64, Cells<'_>) -> Result<(), Error>,
) -> Result<Layout, Error> {
    let mut record = StringRecord::new();
    let mut lines = Lines::new(text, delimiter_of(text))?;
    let Some(line) = lines.next(&mut record)? else {
        return Err(refuse("line 1: there is no header, as the text is empty"));
    };
    let layout = Layout::of_header(&record.iter().map(str::trim).collect::<Vec<_>>(), line)?;
    while let Some(line) = lines.next(&mut record)? {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() != layout.width {
            let (has, width, found) = (record.len(), layout.width, excerpt(&record));
            return Err(refuse(format!(
                "line {line}: has {has} cells where the header has {width}: {found}"
            )));
        }
        let cell = |place: usize| plain(record.get(place).unwrap_or_default());
        let cells = Cells {
            user: (layout.user.0, cell(layout.user.1)),
            group: layout.group.map(|(column, place)| (column, cell(place))),
            action: layout.action.map(cell),
            system: layout.system.map(cell),
        };
        row(line, cells)?;
    }
    Ok(layout)
}

/// The delimiter under which the header has the most columns that are understood.
fn delimiter_of(text: &str) -> u8 {
    let understood = |delimiter: u8| {
        let mut record = StringRecord::new();
        let mut reader = reader(text, delimiter);
        match reader.read_record(&mut record) {
            Ok(true) => record.iter().filter(|cell| Column::of_name(cell).is_some()).count(),
            _ => 0,
        }
    };
    // Of equals the last wins, so the list is turned round: a comma is the most likely.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| understood(*delimiter)).unwrap_or(b',')
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Records with the line that each begins in.
struct Lines<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    /// Where the next record begins, as a place in the text and as a line.
    place: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, delimiter: u8) -> Result<Self, Error> {
        if text.len() > LONGEST {
            return Err(refuse(format!("is longer than {} MiB", LONGEST >> 20)));
        }
        Ok(Self { text, reader: reader(text, delimiter), place: 0, line: 1 })
    }

    /// Reads the next record and gives the line that it begins in.
    fn next(&mut self, record: &mut StringRecord) -> Result<Option<u64>, Error> {
        let there_is_one = self
            .reader
            .read_record(record)
            .map_err(|error| refuse(format!("line {}: cannot be read: {error}", self.line)))?;
        if !there_is_one {
            return Ok(None);
        }
        let end = usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX);
        let raw = self.text.as_bytes().get(self.place..end).unwrap_or_default();
        let blank =
            raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
        let begins_in = self.line + blank.count() as u64;
        let (mut breaks, mut quotes) = (0, 0_u64);
        for place in memchr::memchr2_iter(b'\n', b'"', raw) {
            let is_break = raw.get(place) == Some(&b'\n');
            breaks += u64::from(is_break);
            quotes += u64::from(!is_break);
        }
        if quotes % 2 == 1 {
            return Err(refuse(format!(
                "line {begins_in}: has a quotation mark without its partner: {}",
                excerpt(record)
            )));
        }
        // The reader stops between the two halves of a Windows line end; the rest counts for the next record.
        self.line += breaks;
        self.place = end;
        Ok(Some(begins_in))
    }
}

/// A gigabyte of rows is not a roster.
const LONGEST: usize = 1 << 30;

/// A cell without the apostrophe that keeps a spreadsheet from calculating it.
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| super::written_csv::looks_like_a_formula(rest)).unwrap_or(cell)
}

fn excerpt(record: &StringRecord) -> String {
    let text: String = record.iter().collect::<Vec<_>>().join(" | ").chars().take(120).collect();
    format!("{text:?}")
}
