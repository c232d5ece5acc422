//! A JSON value as the text that it is.

use std::borrow::Cow;

use crate::ids::is_plain;

/// The string that stands there, or nothing where something else does. Only text with escapes has to be copied, and
/// only text that is not plain has to be parsed.
pub(crate) fn text_of(json: &str) -> Option<Cow<'_, str>> {
    if let Some(plain) = plain_text_of(json) {
        return Some(Cow::Borrowed(plain));
    }
    // Of null and the like no error is made, which would be thrown away.
    if !json.starts_with('"') {
        return None;
    }
    serde_json::from_str::<&str>(json)
        .map(Cow::Borrowed)
        .or_else(|_| serde_json::from_str::<String>(json).map(Cow::Owned))
        .ok()
}

/// The string that stands there, if it is a plain one.
pub(crate) fn plain_text_of(json: &str) -> Option<&str> {
    let between_quotes = json.strip_prefix('"')?.strip_suffix('"')?;
    is_plain(between_quotes).then_some(between_quotes)
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
}
