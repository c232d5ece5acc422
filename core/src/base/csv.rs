//! CSV as this library writes it: readable by every spreadsheet, calculated by none.

/// Adds one row to a CSV text.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe in front and quotation marks around; reading
/// a table drops that apostrophe again.
pub(crate) fn write_row<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        let formula = looks_like_a_formula(cell);
        if formula || cell.contains([',', ';', '\t', '"', '\r', '\n']) {
            text.push('"');
            text.push_str(if formula { "'" } else { "" });
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet would calculate this cell. One that has apostrophes of its own in front of a formula counts as
/// well: it gets one more, or reading would drop its own.
pub(crate) fn looks_like_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
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
}
