//! CSV as this library writes it: every spreadsheet can read it, and none evaluates a cell as a formula.

/// Adds one row to a CSV text.
///
/// A cell that a spreadsheet would evaluate as a formula is quoted and gets a leading apostrophe. Reading a table
/// removes that apostrophe again.
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

/// Whether a spreadsheet would evaluate this cell as a formula. A formula behind apostrophes of its own counts too:
/// without one more, reading would remove its own.
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
