//! What a text must be before it is sent as an id: an id is an access right, and a bent one is a wrong grant.

use std::borrow::Cow;

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

/// The one form of an id: a UUID is the same in capitals, in braces and behind `urn:uuid:`. Another id is as it is.
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

/// Whether two texts are one id.
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

/// Whether a text has nothing but graphic ASCII, and neither `"` nor `\`, as nearly all ids: then it is fit to be one,
/// and stands in JSON as it is. It looks at eight bytes at a time, because every change comes here four times, and every
/// member of a list twice.
pub(crate) fn is_plain(text: &str) -> bool {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP_BITS: u64 = 0x80 * EACH;
    let mut rest = text.as_bytes();
    loop {
        let (bytes, behind) = rest
            .split_first_chunk()
            .map_or_else(|| (padded(rest), None), |(bytes, behind)| (*bytes, Some(behind)));
        // A byte that borrows from the next one or carries into it is marked itself, so the answer is right.
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

/// The last bytes of a text, with something plain behind them.
fn padded(rest: &[u8]) -> [u8; 8] {
    let mut bytes = [b'x'; 8];
    if let Some(place) = bytes.get_mut(..rest.len()) {
        place.copy_from_slice(rest);
    }
    bytes
}

/// Whether a text has a control character. It looks at the letters only where the text is not plain: a list has millions
/// of ids.
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
