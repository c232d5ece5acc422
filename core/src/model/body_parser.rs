//! Finds the parts of a response's body that matter, in one pass.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::id_check::{ENTRY, full};
use super::member_parser::Members;
use crate::base::memory::reserve;

/// The parts of a body that matter, borrowed from it.
pub(crate) struct TopLevel<'a> {
    pub(crate) ok: Option<bool>,
    pub(crate) value: Option<&'a RawValue>,
    pub(crate) pagination: Option<&'a RawValue>,
    pub(crate) has_members: bool,
}

pub(crate) struct TopLevelOf<'k, 'n> {
    pub(crate) key: &'k str,
    /// Takes the members under the key one by one, where the list is not to be kept.
    pub(crate) members: Option<Members<'n>>,
}

impl<'de> DeserializeSeed<'de> for TopLevelOf<'_, '_> {
    type Value = TopLevel<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TopLevelOf<'_, '_> {
    type Value = TopLevel<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = TopLevel { ok: None, value: None, pagination: None, has_members: false };
        let mut has_ok = false;
        while let Some(part) = map.next_key_seed(PartName { wanted: self.key })? {
            match part {
                Part::Ok if std::mem::replace(&mut has_ok, true) => {
                    return Err(serde::de::Error::custom("\"ok\" is there twice"));
                }
                Part::Ok => {
                    // Anything but a boolean is no confirmation.
                    let said: &RawValue = map.next_value()?;
                    found.ok = said.get().parse().ok();
                }
                Part::Wanted => {
                    match &mut self.members {
                        None => found.value = Some(map.next_value()?),
                        // The members were handed on and cannot be taken back.
                        Some(_) if found.has_members => {
                            return Err(serde::de::Error::custom("the list is there twice"));
                        }
                        Some(members) => map.next_value_seed(members)?,
                    }
                    found.has_members = self.members.is_some();
                }
                Part::Pagination => found.pagination = Some(map.next_value()?),
                Part::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// The part of a body that a name stands for.
enum Part {
    Ok,
    Wanted,
    Pagination,
    Other,
}

/// Reads a part's name without keeping it.
struct PartName<'k> {
    wanted: &'k str,
}

impl<'de> DeserializeSeed<'de> for PartName<'_> {
    type Value = Part;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Part, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for PartName<'_> {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Part, E> {
        Ok(match name {
            "ok" => Part::Ok,
            name if !self.wanted.is_empty() && name == self.wanted => Part::Wanted,
            "pagination" => Part::Pagination,
            _ => Part::Other,
        })
    }
}

/// Reads the entries of a list. More than the limit has room for are an error.
pub(crate) struct Entries<'m> {
    pub(crate) limit: usize,
    /// Set when the system has no memory for them.
    pub(crate) is_out_of_memory: &'m mut bool,
}

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = Vec<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = Vec<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let (mut entries, mut room) = (Vec::new(), self.limit);
        while let Some(entry) = seq.next_element::<&RawValue>()? {
            let Some(left) = room.checked_sub(entry.get().len().max(ENTRY)) else {
                return Err(serde::de::Error::custom(full(self.limit)));
            };
            room = left;
            if reserve(&mut entries, 1).is_err() {
                *self.is_out_of_memory = true;
                return Err(serde::de::Error::custom("no memory"));
            }
            entries.push(entry);
        }
        Ok(entries)
    }
}
