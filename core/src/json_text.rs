//! A JSON value as the text that it is.

use std::borrow::Cow;

/// The string that stands there, or nothing where something else does. Only text with escapes has to be copied.
pub(crate) fn text_of(json: &str) -> Option<Cow<'_, str>> {
    serde_json::from_str::<&str>(json)
        .map(Cow::Borrowed)
        .or_else(|_| serde_json::from_str::<String>(json).map(Cow::Owned))
        .ok()
}
