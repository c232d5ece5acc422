//! Checks the ids inside a body: which fields hold them, and whether each is fit to be used as one.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::id::{holds_a_control, names_an_id, names_ids};

/// The bytes of memory that an entry of a list takes besides its text. If they were not counted, a body of 256 MiB that
/// holds nothing but `{}` would become gigabytes.
pub(crate) const ENTRY: usize = 128;

pub(crate) fn full(limit: usize) -> String {
    format!("the list has more entries than the option max_response_bytes has room for ({limit} bytes)")
}

/// Walks a value and refuses an id that holds a control character: in C a NUL would silently cut it.
#[derive(Clone, Copy)]
pub(crate) struct IdCheck {
    pub(crate) is_id: bool,
}

impl<'de> DeserializeSeed<'de> for IdCheck {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IdCheck {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if self.is_id && holds_a_control(text) {
            return Err(E::custom(format!("an id holds a control character: {text:?}")));
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(FieldName)? {
            map.next_value_seed(IdCheck { is_id: !matches!(name, Field::Other) })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
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
        Ok(match name {
            name if !names_an_id(name) && !names_ids(name) => Field::Other,
            "acs_user_id" => Field::AcsUserId,
            "user_identity_id" => Field::UserIdentityId,
            _ => Field::OtherId,
        })
    }
}
