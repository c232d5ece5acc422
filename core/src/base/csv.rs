//! CSV as this library writes it: every spreadsheet can read it, and none evaluates a cell as a formula.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

/// Adds one row to a CSV text.
///
/// What a spreadsheet would take for a formula gets an apostrophe in front, and its cell quotation marks around; reading
/// a table drops that apostrophe again.
pub(crate) fn write_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    write_cells(text, cells.into_iter().map(neutralised));
}

/// The same with the cells as they are, also those that a spreadsheet would calculate.
pub(crate) fn write_row_raw<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    write_cells(text, cells.into_iter().map(Cow::Borrowed));
}

fn write_cells<'a>(text: &mut String, cells: impl Iterator<Item = Cow<'a, str>>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        if matches!(cell, Cow::Owned(_)) || cell.contains([',', ';', '\t', '"', '\r', '\n']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// A cell with an apostrophe in front of each formula; borrowed where there is none.
///
/// A spreadsheet of another locale parts cells at another separator, and then takes quotation marks for letters: so what
/// stands behind any separator or line end counts as the begin of a cell. A formula that has apostrophes of its own in
/// front gets one more, or reading would drop its own.
fn neutralised(cell: &str) -> Cow<'_, str> {
    if !cell.contains(is_sign) {
        return Cow::Borrowed(cell);
    }
    let neutral = rewritten(cell, |apostrophes| apostrophes + 1);
    if neutral == cell { Cow::Borrowed(cell) } else { Cow::Owned(neutral) }
}

/// A cell without the apostrophes that keep a spreadsheet from calculating it; `None` where it has none.
pub(crate) fn without_apostrophes(cell: &str) -> Option<String> {
    if !cell.contains('\'') || !cell.contains(is_sign) {
        return None;
    }
    Some(rewritten(cell, |apostrophes| apostrophes.saturating_sub(1)))
}

/// A cell with another number of apostrophes in front of each formula.
fn rewritten(cell: &str, count: fn(usize) -> usize) -> String {
    let mut text = String::with_capacity(cell.len() + 2);
    let mut letters = cell.chars().peekable();
    let mut is_begin = true;
    loop {
        let apostrophes = if is_begin { take_apostrophes(&mut letters) } else { 0 };
        let Some(letter) = letters.next() else {
            text.extend(std::iter::repeat_n('\'', apostrophes));
            return text;
        };
        let is_formula = is_begin && is_sign(letter);
        text.extend(std::iter::repeat_n('\'', if is_formula { count(apostrophes) } else { apostrophes }));
        text.push(letter);
        // Spaces and quotation marks in front do not keep a spreadsheet from it.
        let stays = apostrophes == 0 && is_begin && (letter.is_whitespace() || letter == '"');
        is_begin = stays || matches!(letter, ',' | ';' | '\t' | '\r' | '\n');
    }
}

fn take_apostrophes(letters: &mut Peekable<Chars<'_>>) -> usize {
    let mut count = 0;
    while letters.next_if_eq(&'\'').is_some() {
        count += 1;
    }
    count
}

/// Whether a formula begins with this letter, also in the full width of East Asian writing.
fn is_sign(letter: char) -> bool {
    matches!(letter, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_a_spreadsheet_would_calculate_are_quoted() {
        let mut text = String::new();
        write_row(&mut text, ["plain", "=1+1", "+46", "-x", "@y", "'+z", "a,\"b\"", ""]);
        assert_eq!(text, "plain,\"'=1+1\",\"'+46\",\"'-x\",\"'@y\",\"''+z\",\"a,\"\"b\"\"\",\r\n");
    }

    #[test]
    fn a_formula_is_one_behind_the_separator_of_any_locale_and_in_full_width() {
        for (cell, neutral) in [
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("Ada;=1", "Ada;'=1"),
            ("Ada\t+1", "Ada\t'+1"),
            ("Ada\n@x", "Ada\n'@x"),
            ("Ada, -1", "Ada, '-1"),
            ("Ada;\"=1\"", "Ada;\"'=1\""),
            (" =1", " '=1"),
        ] {
            assert_eq!(neutralised(cell), neutral);
            assert_eq!(without_apostrophes(neutral).as_deref(), Some(cell));
        }
        for plain in ["a=b", "x-y", "'quoted'", "O'Neil;x", "a;'b", ""] {
            assert_eq!(neutralised(plain), plain);
        }
    }

    #[test]
    fn a_raw_row_has_its_cells_as_they_are() {
        let mut text = String::new();
        write_row_raw(&mut text, ["=1+1", "a;=b"]);
        assert_eq!(text, "=1+1,\"a;=b\"\r\n");
    }

    #[test]
    fn whatever_is_neutralised_is_read_back() {
        let mut random = fastrand::Rng::with_seed(9);
        let letters = [',', ';', '\'', '"', '=', '-', '\u{ff20}', 'a', ' ', '\n', '\t'];
        for _ in 0..20_000 {
            let cell: String =
                (0..random.usize(..8)).map(|_| letters[random.usize(..letters.len())]).collect();
            let written = neutralised(&cell);
            let read = without_apostrophes(&written).unwrap_or_else(|| written.clone().into_owned());
            assert_eq!(read, cell, "{written:?}");
        }
    }
}
