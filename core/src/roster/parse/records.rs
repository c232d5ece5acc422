//! Reads CSV as records of cells, each with the line that it begins in. Cells borrow from the text.

use std::borrow::Cow;

use super::super::diagnostics::refuse;
use crate::base::excerpt::begin;
use crate::model::error::Error;

/// The records of a text.
pub(crate) struct Records<'a> {
    text: &'a str,
    delimiter: u8,
    /// Where the next record begins, as a place in the text and as a line.
    place: usize,
    line: u64,
}

/// As many columns as a spreadsheet can have.
const MOST_CELLS: usize = 16_384;

/// How a cell ended.
#[derive(PartialEq, Eq)]
enum RecordEnd {
    Cell,
    Record,
}

impl<'a> Records<'a> {
    /// The records from a place in the text on, which is the beginning of a line.
    pub(crate) fn new(text: &'a str, place: usize, line: u64, delimiter: u8) -> Self {
        Self { text, delimiter, place, line }
    }

    /// Reads the next record and returns the line that it begins in; `None` at the end. Empty lines are skipped.
    pub(crate) fn next(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Result<Option<u64>, Error> {
        cells.clear();
        while let Some(length) = line_end(self.rest()) {
            self.place += length;
            self.line += 1;
        }
        if self.rest().is_empty() {
            return Ok(None);
        }
        let (began_in, began_at) = (self.line, self.place);
        let mut quotes = 0;
        loop {
            if cells.len() == MOST_CELLS {
                return Err(refuse(format!("line {began_in}: has more than {MOST_CELLS} cells")));
            }
            let (cell, end) = self.cell(&mut quotes);
            cells.push(cell);
            if end == RecordEnd::Record {
                break;
            }
        }
        if quotes % 2 == 1 {
            let found = begin(self.text.get(began_at..).unwrap_or_default(), 120);
            return Err(refuse(format!(
                "line {began_in}: has a quotation mark without its partner: {found:?}"
            )));
        }
        Ok(Some(began_in))
    }

    /// Reads a cell and what ends it.
    fn cell(&mut self, quotes: &mut u64) -> (Cow<'a, str>, RecordEnd) {
        if self.rest().first() != Some(&b'"') {
            let (text, end) = self.plain(quotes);
            return (Cow::Borrowed(text), end);
        }
        let within = self.quoted(quotes);
        // Text between the closing quotation mark and the delimiter belongs to the cell.
        let (behind, end) = self.plain(quotes);
        (if behind.is_empty() { within } else { Cow::Owned(within.into_owned() + behind) }, end)
    }

    /// Reads up to a delimiter or the end of the line.
    fn plain(&mut self, quotes: &mut u64) -> (&'a str, RecordEnd) {
        let (delimiter, rest) = (self.delimiter, self.rest());
        let mut length = 0;
        for byte in rest {
            if *byte == delimiter || matches!(byte, b'\n' | b'\r') {
                break;
            }
            *quotes += u64::from(*byte == b'"');
            length += 1;
        }
        let text = self.text.get(self.place..self.place + length).unwrap_or_default();
        self.place += length;
        if self.rest().first() == Some(&delimiter) {
            self.place += 1;
            return (text, RecordEnd::Cell);
        }
        if let Some(length) = line_end(self.rest()) {
            self.place += length;
            self.line += 1;
        }
        (text, RecordEnd::Record)
    }

    /// Reads up to the closing quotation mark; a doubled one belongs to the text.
    fn quoted(&mut self, quotes: &mut u64) -> Cow<'a, str> {
        self.place += 1;
        *quotes += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let length = memchr::memchr(b'"', rest).unwrap_or(rest.len());
            let part = self.text.get(self.place..self.place + length).unwrap_or_default();
            self.line += line_ends(part);
            self.place += length;
            if text.is_empty() {
                text = Cow::Borrowed(part);
            } else {
                text.to_mut().push_str(part);
            }
            match self.rest() {
                [b'"', b'"', ..] => {
                    *quotes += 2;
                    self.place += 2;
                    text.to_mut().push('"');
                }
                [b'"', ..] => {
                    *quotes += 1;
                    self.place += 1;
                    return text;
                }
                _ => return text,
            }
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.place..).unwrap_or_default()
    }
}

/// The place where a line of this number begins, from 1; `None` if there are fewer lines.
pub(crate) fn place_of_line(text: &str, number: u32) -> Option<usize> {
    let mut place = 0;
    for _ in 1..number {
        let rest = text.as_bytes().get(place..)?;
        let end = memchr::memchr2(b'\n', b'\r', rest)?;
        place += end + line_end(rest.get(end..)?)?;
    }
    Some(place).filter(|place| *place < text.len() || number == 1)
}

/// How many lines end in a text, by any kind of line end.
pub(crate) fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let is_end = |place: &usize| bytes.get(*place) == Some(&b'\n') || bytes.get(place + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', bytes).filter(is_end).count() as u64
}

/// The length of the line end that a text begins with: that of Unix, of Windows, or of old Macs.
fn line_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r' | b'\n', ..] => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let (mut records, mut cells, mut found) = (Records::new(text, 0, 1, b','), Vec::new(), Vec::new());
        while let Some(line) = records.next(&mut cells).expect("records") {
            found.push((line, cells.iter().map(ToString::to_string).collect()));
        }
        found
    }

    #[test]
    fn every_kind_of_line_end_is_one() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n\"x\ny\",\"1\"\"2\"\"\"\n,\nlast,".replace('\n', end);
            let expected = [
                (1, vec!["a".to_owned(), "b".to_owned()]),
                (3, vec![format!("x{end}y"), "1\"2\"".to_owned()]),
                (5, vec![String::new(), String::new()]),
                (6, vec!["last".to_owned(), String::new()]),
            ];
            assert_eq!(records(&text), expected, "{end:?}");
            assert_eq!(place_of_line(&text, 6).and_then(|place| text.get(place..)), Some("last,"), "{end:?}");
            assert_eq!(place_of_line(&text, 7), None);
            assert_eq!(line_ends(&text), 5);
        }
    }

    #[test]
    fn whatever_is_written_is_read_as_the_crate_csv_reads_it() {
        let mut random = fastrand::Rng::with_seed(9);
        let letters = [',', '"', '"', '\n', '\r', 'a', 'é', ' ', ';'];
        for _ in 0..4_000 {
            let text: String =
                (0..random.usize(..14)).map(|_| letters[random.usize(..letters.len())]).collect();
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
                .collect();
            let (mut records, mut cells, mut ours) =
                (Records::new(&text, 0, 1, b','), Vec::new(), Vec::new());
            while let Ok(Some(_)) = records.next(&mut cells) {
                ours.push(cells.iter().map(ToString::to_string).collect::<Vec<_>>());
            }
            // A record with an odd quotation mark is refused, and ends what is read.
            assert_eq!(theirs.get(..ours.len()), Some(ours.as_slice()), "{text:?}");
        }
    }
}
