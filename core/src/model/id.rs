//! Checks a text before it is sent as an id. An id decides who gets access, so a doubtful one is refused.

use std::borrow::Cow;

use super::error::Error;
use crate::base::json::is_plain;

const LONGEST: usize = 256;

/// Refuses an id that cannot be meant: the server would drop an empty one, and trim or cut others.
pub(crate) fn check_id(field: &str, id: &str) -> Result<(), Error> {
    let refuse = |reason: String| Err(Error::invalid_argument(field, reason));
    if id.is_empty() {
        return refuse("must not be empty".to_owned());
    }
    if id.len() > LONGEST {
        return refuse(format!("is {} bytes long, more than the {LONGEST} that an id can have", id.len()));
    }
    if is_plain(id) {
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

/// The canonical form of an id. A UUID is the same in capitals, in braces and behind `urn:uuid:`; any other id stays as
/// it is.
pub(crate) fn canonical(id: &str) -> Cow<'_, str> {
    let bare = match id.len() {
        UUID => id,
        BRACED => id.strip_prefix('{').and_then(|id| id.strip_suffix('}')).unwrap_or(id),
        URN => id
            .split_at_checked(URN_PREFIX.len())
            .map_or(id, |(prefix, bare)| if prefix.eq_ignore_ascii_case(URN_PREFIX) { bare } else { id }),
        _ => return Cow::Borrowed(id),
    };
    if !is_uuid(bare) {
        return Cow::Borrowed(id);
    }
    if bare.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(bare.to_ascii_lowercase());
    }
    Cow::Borrowed(bare)
}

/// Whether two texts are the same id.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// Whether a text is a UUID, in any of its forms.
pub(crate) fn looks_like_an_id(text: &str) -> bool {
    is_uuid(&canonical(text))
}

const URN_PREFIX: &str = "urn:uuid:";
const UUID: usize = 36;
const BRACED: usize = UUID + 2;
const URN: usize = URN_PREFIX.len() + UUID;

fn is_uuid(text: &str) -> bool {
    text.len() == UUID
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether a text has a control character. It decodes characters only if the text is not plain: a list has millions of
/// ids.
pub(crate) fn holds_a_control(text: &str) -> bool {
    !is_plain(text) && text.chars().any(char::is_control)
}

/// Whether a parameter or field of this name holds an id.
pub(crate) fn names_an_id(field: &str) -> bool {
    matches!(field.as_bytes(), [.., b'_', b'i', b'd'])
}

/// Whether a parameter or field of this name holds a list of ids.
pub(crate) fn names_ids(field: &str) -> bool {
    matches!(field.as_bytes(), [.., b'_', b'i', b'd', b's'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_one_id_however_it_is_written_and_another_id_stays_as_it_is() {
        let plain = "33333333-aaaa-4bcd-8def-333333333333";
        for same in [
            plain.to_owned(),
            plain.to_uppercase(),
            format!("{{{plain}}}"),
            format!("{{{}}}", plain.to_uppercase()),
            format!("urn:uuid:{plain}"),
            format!("URN:UUID:{}", plain.to_uppercase()),
        ] {
            assert_eq!(canonical(&same), plain, "{same}");
            assert!(is_same(&same, plain));
        }
        let others = ["", "ADA", "{x}", "urn:uuid:x", "33333333-AAAA-4BCD-8DEF-33333333333G", "é33333-AAAA"];
        for other in others {
            assert_eq!(canonical(other), other);
        }
        let nearly = format!("urn:uuie:{plain}");
        assert_eq!(canonical(&nearly), nearly);
    }
}
