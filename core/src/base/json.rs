//! Reads strings from JSON text, and parses only those that need it.

use std::borrow::Cow;

/// The string that the JSON text is, or `None` if it is another value. Only a string with escapes is copied, and only
/// one that is not plain is parsed.
pub(crate) fn text_of(json: &str) -> Option<Cow<'_, str>> {
    if let Some(plain) = plain_text_of(json) {
        return Some(Cow::Borrowed(plain));
    }
    // For null and the like, parsing would make an error only to drop it.
    if !json.starts_with('"') {
        return None;
    }
    serde_json::from_str::<&str>(json)
        .map(Cow::Borrowed)
        .or_else(|_| serde_json::from_str::<String>(json).map(Cow::Owned))
        .ok()
}

/// The string that the JSON text is, if it is plain.
pub(crate) fn plain_text_of(json: &str) -> Option<&str> {
    let between_quotes = json.strip_prefix('"')?.strip_suffix('"')?;
    is_plain(between_quotes).then_some(between_quotes)
}

/// Whether a text consists of graphic ASCII without `"` and `\`, as nearly all ids do. Such a text is fit to be an id,
/// and JSON holds it without escapes. This looks at eight bytes at a time, because every change is checked four times,
/// and every member of a list twice.
pub(crate) fn is_plain(text: &str) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP_BITS: u64 = 0x80 * EACH;
    let mut rest = text.as_bytes();
    loop {
        let (bytes, behind) = rest
            .split_first_chunk()
            .map_or_else(|| (padded(rest), None), |(bytes, behind)| (*bytes, Some(behind)));
        // A byte that borrows from its neighbour or carries into it is marked itself, so the result is right.
        let word = u64::from_ne_bytes(bytes);
        let below_graphic = word.wrapping_sub(EACH * u64::from(b'!'));
        let above_graphic = word.wrapping_add(EACH);
        let is_quote = (word ^ (EACH * u64::from(b'"'))).wrapping_sub(EACH);
        let is_backslash = (word ^ (EACH * u64::from(b'\\'))).wrapping_sub(EACH);
        if (word | below_graphic | above_graphic | is_quote | is_backslash) & TOP_BITS != 0 {
            return false;
        }
        match behind {
            Some(behind) => rest = behind,
            None => return true,
        }
    }
}

/// The last bytes of a text, padded with plain ones.
fn padded(rest: &[u8]) -> [u8; 8] {
    let mut bytes = [b'x'; 8];
    if let Some(place) = bytes.get_mut(..rest.len()) {
        place.copy_from_slice(rest);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_is_read_as_it_was_written() {
        for text in ["", "33333333-3333-3333-3333-333333333333", "Zoë", "\"", "a\\b", "\u{1}", "\u{7f}"] {
            let json = serde_json::to_string(text).expect("it is written");
            assert_eq!(text_of(&json).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_plain_is_told_of_every_letter_in_every_place() {
        for letter in (0..=u32::from(u16::MAX)).filter_map(char::from_u32) {
            let plain = letter.is_ascii_graphic() && letter != '"' && letter != '\\';
            for place in 0..10 {
                let text = format!("{}{letter}{}", "a".repeat(place), "~".repeat(9 - place));
                assert_eq!(is_plain(&text), plain, "{text:?}");
            }
        }
    }
}
