//! What a text must be before it is sent as an id: an id is an access right, and a bent one is a wrong grant.

use crate::error::Error;

const LONGEST: usize = 256;

/// Refuses what cannot be meant: the server would drop an empty id and trim or cut others.
pub(crate) fn check_id(field: &str, id: &str) -> Result<(), Error> {
    let refuse = |reason: String| Err(Error::invalid_argument(field, reason));
    if id.is_empty() {
        return refuse("must not be empty".to_owned());
    }
    if id.len() > LONGEST {
        return refuse(format!("is {} bytes long, more than the {LONGEST} that an id can have", id.len()));
    }
    if id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    if holds_a_control(id) {
        return refuse(format!("contains a control character: {id:?}"));
    }
    if id.trim() != id {
        return refuse(format!("begins or ends with white space: {id:?}"));
    }
    Ok(())
}

/// Whether a text has a control character. It looks at the letters only where a byte could begin one: a list has
/// millions of ids.
pub(crate) fn holds_a_control(text: &str) -> bool {
    let suspects = |byte: u8| byte.is_ascii_control() || byte == 0xC2;
    text.bytes().any(suspects) && text.chars().any(char::is_control)
}

/// Whether a parameter or field of this name holds an id.
pub(crate) fn names_an_id(field: &str) -> bool {
    matches!(field.as_bytes(), [.., b'_', b'i', b'd'])
}

/// Whether a parameter or field of this name holds a list of ids.
pub(crate) fn names_ids(field: &str) -> bool {
    matches!(field.as_bytes(), [.., b'_', b'i', b'd', b's'])
}
