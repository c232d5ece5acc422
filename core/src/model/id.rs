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
    match digits_of_uuid(bare) {
        NO_DIGIT.. => Cow::Borrowed(id),
        CAPITAL => Cow::Owned(bare.to_ascii_lowercase()),
        _ => Cow::Borrowed(bare),
    }
}

/// Whether two texts are the same id.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

/// Whether a text is a UUID, in any of its forms.
pub(crate) fn looks_like_an_id(text: &str) -> bool {
    digits_of_uuid(&canonical(text)) < NO_DIGIT
}

const URN_PREFIX: &str = "urn:uuid:";
const UUID: usize = 36;
const BRACED: usize = UUID + 2;
const URN: usize = URN_PREFIX.len() + UUID;

/// The worst of a UUID's digits: 0, [`CAPITAL`] or, for a text that is no UUID, [`NO_DIGIT`].
fn digits_of_uuid(text: &str) -> u8 {
    let Ok(bytes) = <&[u8; UUID]>::try_from(text.as_bytes()) else { return NO_DIGIT };
    if [bytes[8], bytes[13], bytes[18], bytes[23]] != [b'-'; 4] {
        return NO_DIGIT;
    }
    let digits = [&bytes[..8], &bytes[9..13], &bytes[14..18], &bytes[19..23], &bytes[24..]];
    let of = |byte: &u8| DIGITS.get(usize::from(*byte)).copied().unwrap_or(NO_DIGIT);
    digits.into_iter().flatten().fold(0, |worst, byte| worst | of(byte))
}

const CAPITAL: u8 = 1;
const NO_DIGIT: u8 = 2;
/// What each byte is as a hexadecimal digit: 0 for one of the canonical form. A table, because each change has its ids
/// looked at several times.
const DIGITS: [u8; 256] = {
    let mut digits = [NO_DIGIT; 256];
    let mut rest: &mut [u8] = &mut digits;
    let mut byte = 0;
    while let Some((digit, behind)) = rest.split_first_mut() {
        *digit = match byte {
            b'0'..=b'9' | b'a'..=b'f' => 0,
            b'A'..=b'F' => CAPITAL,
            _ => NO_DIGIT,
        };
        (rest, byte) = (behind, byte.wrapping_add(1));
    }
    digits
};

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
