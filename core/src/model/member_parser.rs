//! Reads the members of a group by their ids alone, in one pass over the body: a list of ten thousand people takes
//! megabytes, of which two ids per person are needed.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::id::holds_a_control;
use super::id_check::{ENTRY, Field, FieldName, check_ids, full};
use crate::base::json::{plain_text_of, text_of};

/// Receives each member's user id, and the identity id where there is one. After an error, what it received before must
/// not be used.
pub(crate) type Note<'n> = &'n mut dyn FnMut(&str, Option<&str>);

/// Reads a list of members. Every id in it is checked, as in a list that is kept.
pub(crate) struct Members<'n> {
    pub(crate) note: Note<'n>,
    pub(crate) limit: usize,
}

struct Member<'m, 'n>(&'m mut Members<'n>);

impl<'de> DeserializeSeed<'de> for &mut Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut room = self.limit / ENTRY;
        while seq.next_element_seed(Member(self))?.is_some() {
            room = room.checked_sub(1).ok_or_else(|| A::Error::custom(full(self.limit)))?;
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Member<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Member<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut user, mut identity) = (None, None);
        while let Some(name) = map.next_key_seed(FieldName)? {
            let place = match name {
                Field::AcsUserId => &mut user,
                Field::UserIdentityId => &mut identity,
                Field::OtherId | Field::Other => {
                    let value = map.next_value::<&RawValue>()?;
                    check_ids(value.get(), matches!(name, Field::OtherId)).map_err(A::Error::custom)?;
                    continue;
                }
            };
            if place.replace(map.next_value::<&RawValue>()?).is_some() {
                return Err(A::Error::custom("a user with the same id field twice"));
            }
        }
        let user = user.map(id_of).transpose().map_err(A::Error::custom)?.flatten();
        let identity = identity.map(id_of).transpose().map_err(A::Error::custom)?.flatten();
        match user.as_deref() {
            None | Some("") => Err(A::Error::custom("a user without acs_user_id")),
            Some(user) => {
                (self.0.note)(user, identity.as_deref());
                Ok(())
            }
        }
    }
}

/// An id that is fit to be used as one; `None` if the value is not a string.
fn id_of(value: &RawValue) -> Result<Option<Cow<'_, str>>, String> {
    if let Some(plain) = plain_text_of(value.get()) {
        return Ok(Some(Cow::Borrowed(plain)));
    }
    let text = text_of(value.get());
    let is_fit = text.as_deref().is_some_and(|text| !holds_a_control(text));
    if !is_fit {
        check_ids(value.get(), true)?;
    }
    Ok(text)
}
