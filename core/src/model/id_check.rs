//! Checks the ids inside a body: which fields hold them, and whether each is fit to be used as one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use super::id::{holds_a_control, names_an_id, names_ids};
use crate::base::json::text_of;

/// The bytes of memory that an entry of a list takes besides its text. If they were not counted, a body of 256 MiB that
/// holds nothing but `{}` would become gigabytes.
pub(crate) const ENTRY: usize = 128;

pub(crate) fn full(limit: usize) -> String {
    format!("the list has more entries than the option max_response_bytes has room for ({limit} bytes)")
}

/// Refuses a value that has an id with a control character in it: in C a NUL would silently cut it. What a later reader
/// would stumble over is refused too: too many levels, a text or a number that cannot be represented.
///
/// `json` was found to be JSON. `is_id` says whether the value itself is an id. This does not recurse: an answer may be
/// as deep as a reader allows, and the thread that asks for it may have a stack of 16 kB.
pub(crate) fn check_ids(json: &str, is_id: bool) -> Result<(), String> {
    let mut levels = Levels::default();
    let (mut is_id, mut is_name) = (is_id, false);
    let mut place = 0;
    while let Some(byte) = json.as_bytes().get(place) {
        let end = match byte {
            b'"' => {
                let end = end_of_text(json, place);
                let text = json.get(place..end).unwrap_or_default();
                if std::mem::take(&mut is_name) {
                    is_id = !matches!(Field::of(&decoded(text)?), Field::Other);
                } else {
                    check_text(text, is_id)?;
                }
                end
            }
            b'-' | b'0'..=b'9' => {
                let end = end_of_number(json, place);
                check_number(json.get(place..end).unwrap_or_default())?;
                end
            }
            _ => place + 1,
        };
        match byte {
            b'{' | b'[' => {
                is_name = *byte == b'{';
                levels.open(is_name, is_id)?;
            }
            b'}' | b']' => {
                is_name = false;
                levels.close();
            }
            b',' => (is_name, is_id) = levels.innermost(),
            _ => {}
        }
        place = end;
    }
    Ok(())
}

/// The objects and lists around a place, one bit each, the innermost last.
#[derive(Default)]
struct Levels {
    count: u32,
    objects: u128,
    lists_of_ids: u128,
}

impl Levels {
    fn open(&mut self, is_object: bool, is_id: bool) -> Result<(), String> {
        if self.count == DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} levels deep"));
        }
        self.count += 1;
        self.objects = self.objects << 1 | u128::from(is_object);
        self.lists_of_ids = self.lists_of_ids << 1 | u128::from(is_id && !is_object);
        Ok(())
    }

    fn close(&mut self) {
        self.count = self.count.saturating_sub(1);
        self.objects >>= 1;
        self.lists_of_ids >>= 1;
    }

    /// Whether a name follows in the innermost, and whether the values in it are ids.
    fn innermost(&self) -> (bool, bool) {
        (self.objects & 1 == 1, self.lists_of_ids & 1 == 1)
    }
}

/// As many as `serde_json` reads.
const DEEPEST: u32 = 127;

/// Behind the quotation mark that ends the text which begins at `start`.
fn end_of_text(json: &str, start: usize) -> usize {
    let mut place = start + 1;
    loop {
        let rest = json.as_bytes().get(place..).unwrap_or_default();
        match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            Some(skipped) if rest.get(skipped) == Some(&b'"') => return place + skipped + 1,
            Some(skipped) => place += skipped + 2,
            None => return json.len(),
        }
    }
}

fn end_of_number(json: &str, start: usize) -> usize {
    let rest = json.as_bytes().get(start..).unwrap_or_default();
    let length = rest.iter().position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
    start + length.unwrap_or(rest.len())
}

fn check_text(quoted: &str, is_id: bool) -> Result<(), String> {
    // Nearly all texts have neither.
    if is_id || quoted.contains('\\') {
        let text = decoded(quoted)?;
        if is_id && holds_a_control(&text) {
            return Err(format!("an id holds a control character: {text:?}"));
        }
    }
    Ok(())
}

fn decoded(quoted: &str) -> Result<Cow<'_, str>, String> {
    text_of(quoted).ok_or_else(|| "a text has an escape that is no character".to_owned())
}

/// One of usual length without an exponent always has a value.
fn check_number(number: &str) -> Result<(), String> {
    const USUAL: usize = 300;
    let is_usual = number.len() < USUAL && !number.contains(['e', 'E']);
    if is_usual || serde_json::from_str::<serde_json::Number>(number).is_ok() {
        Ok(())
    } else {
        Err("a number is too large".to_owned())
    }
}

/// What the name of a field says about its value.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    AcsUserId,
    UserIdentityId,
    /// Another id, or a list of ids.
    OtherId,
    Other,
}

impl Field {
    fn of(name: &str) -> Self {
        match name {
            name if !names_an_id(name) && !names_ids(name) => Field::Other,
            "acs_user_id" => Field::AcsUserId,
            "user_identity_id" => Field::UserIdentityId,
            _ => Field::OtherId,
        }
    }
}

/// Reads a field's name without keeping it: a list has millions.
pub(crate) struct FieldName;

impl<'de> DeserializeSeed<'de> for FieldName {
    type Value = Field;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for FieldName {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Field, E> {
        Ok(Field::of(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_wherever_they_stand_and_nothing_else_is_one() {
        for fit in [
            r#"{"acs_user_id": "a", "name": "line\nend", "x": [1, -2.5e3, true, null, "\u0000"]}"#,
            r#"{"acs_user_ids": ["a", "b"], "names": ["\u0001"], "after_id": {"name": "\t"}, "list": [[["\n"]]]}"#,
            r#"{"acs_user_ids": [{"name": "\n"}, "b"], "a\"b": "\n"}"#,
            r#""\n""#,
            "[]",
            "7",
        ] {
            assert_eq!(check_ids(fit, false), Ok(()), "{fit}");
        }
        for unfit in [
            r#"{"acs_user_id": "a\nb"}"#,
            r#"{"x": {"y": [{"acs_user_id": "a\u0000b"}]}}"#,
            r#"{"acs_user_ids": ["a", "b\n"]}"#,
            r#"{"acs_user_ids": [{"name": "x"}, "b\n"]}"#,
            r#"{"acs_user_ids": [["x", "b\n"]]}"#,
            r#"{"acs_user_\u0069d": "a\nb"}"#,
            "{\"acs_user_id\": \"a\u{7f}b\"}",
        ] {
            assert!(check_ids(unfit, false).is_err_and(|reason| reason.contains("control")), "{unfit}");
        }
        assert!(check_ids(r#""a\n""#, true).is_err());
    }

    #[test]
    fn what_a_later_reader_would_stumble_over_is_refused() {
        let nested = |levels: usize| format!("{}1{}", r#"[{"a":"#.repeat(levels), "}]".repeat(levels));
        let deepest = format!("[{}]", nested(63));
        assert_eq!(check_ids(&deepest, false), Ok(()));
        assert!(serde_json::from_str::<serde_json::Value>(&deepest).is_ok());
        for unfit in [
            nested(64),
            nested(100_000),
            r#"{"a": "\ud800"}"#.to_owned(),
            "[1e999]".to_owned(),
            "9".repeat(400),
        ] {
            assert!(check_ids(&unfit, false).is_err(), "{}", unfit.get(..20).unwrap_or(&unfit));
            assert!(serde_json::from_str::<serde_json::Value>(&unfit).is_err());
        }
    }
}
