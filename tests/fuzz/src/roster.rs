//! Tables of rosters: the same rows in every encoding, and what we write is read back as it was.

use seam_acs_core::Roster;
use seam_acs_core::fuzzing::{rows, write_row};

pub(crate) fn run(data: &[u8]) {
    let Some((first, bytes)) = crate::choice(data) else { return };
    if first % 4 == 0 {
        written_rows_are_read_back(bytes);
    } else {
        every_encoding_says_the_same(bytes);
    }
}

fn every_encoding_says_the_same(bytes: &[u8]) {
    let parsed = Roster::parse(bytes);
    let Ok(text) = Roster::decode(bytes) else {
        assert!(parsed.is_err(), "rows in bytes that are no text");
        return;
    };
    if text.starts_with('\u{feff}') {
        // A second mark is a letter like any other, and would be the first in another encoding.
        return;
    }
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = ["\u{feff}".as_bytes(), text.as_bytes()].concat();
    for other in [utf16, marked] {
        match (&parsed, Roster::parse(&other)) {
            (Ok(one), Ok(other)) => assert_eq!(rows(one), rows(&other)),
            (Err(one), Err(other)) => assert_eq!(one.to_string(), other.to_string()),
            (one, other) => panic!("{one:?} in one encoding, {other:?} in another"),
        }
    }
}

/// Cells that end with a NUL, two a row: a name and a group.
fn written_rows_are_read_back(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let cells: Vec<&str> = text.split('\0').filter(|cell| could_be_a_name(cell)).collect();
    let mut csv = "name,group\r\n".to_owned();
    let pairs: Vec<&[&str]> = cells.chunks_exact(2).collect();
    for pair in &pairs {
        write_row(&mut csv, pair.iter().copied());
    }
    let roster = Roster::parse(csv.as_bytes()).expect("what we wrote ourselves");
    let read: Vec<(String, String)> =
        rows(&roster).into_iter().map(|(_, user, group)| (user, group)).collect();
    let written: Vec<(String, String)> =
        pairs.iter().map(|pair| (format!("Name {}", pair[0]), pair[1].to_owned())).collect();
    assert_eq!(read, written, "{csv}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    for cell in
        reader.records().flat_map(|record| record.expect("CSV").iter().map(str::to_owned).collect::<Vec<_>>())
    {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "a spreadsheet would calculate {cell:?}");
    }
}

fn could_be_a_name(cell: &str) -> bool {
    let length = 1..=256;
    length.contains(&cell.len()) && cell.trim() == cell && !cell.chars().any(char::is_control)
}
