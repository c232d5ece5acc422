//! Shortens texts from outside for messages.

use std::fmt;

/// The most bytes that a text from outside may take of a message of 4 kB.
pub(crate) const LONGEST_REASON: usize = 3_600;
/// The most bytes of one value, name or cell.
pub(crate) const LONGEST_VALUE: usize = 256;

/// A text that is cut if it is too long. A note then gives its full length.
pub(crate) struct Excerpt<'a> {
    text: &'a str,
    most: usize,
}

impl<'a> Excerpt<'a> {
    pub(crate) const fn new(text: &'a str, most: usize) -> Self {
        Self { text, most }
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let begin = begin(self.text, self.most);
        f.write_str(begin)?;
        if begin.len() < self.text.len() {
            write!(f, "… ({} bytes in all)", self.text.len())?;
        }
        Ok(())
    }
}

/// The beginning of a text: at most `most` bytes, cut between characters.
#[inline(never)]
pub(crate) fn begin(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// A value in quotation marks, cut if it is too long.
#[inline(never)]
pub(crate) fn quoted_begin(text: &str) -> String {
    let begin = begin(text, LONGEST_VALUE);
    if begin.len() < text.len() {
        format!("{begin:?}… ({} bytes in all)", text.len())
    } else {
        format!("{begin:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters_and_says_so() {
        assert_eq!(Excerpt::new("zoë", 4).to_string(), "zoë");
        assert_eq!(Excerpt::new("zoë", 3).to_string(), "zo… (4 bytes in all)");
        assert_eq!(quoted_begin("a\n"), r#""a\n""#);
        assert!(quoted_begin(&"é".repeat(1_000_000)).len() < 600);
    }
}
