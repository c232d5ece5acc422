//! A JSON array of objects as rows: the same names as the columns of a table.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::columns::{Column, GROUPS, USERS};
use super::problems::refuse;
use super::rows::Cells;
use crate::error::Error;

/// Hands over each object's number, from 1, and its cells; gives the names that mean nothing.
pub(super) fn read(
    text: &str,
    mut row: impl FnMut(u64, Cells<'_>) -> Result<(), Error>,
) -> Result<Vec<String>, Error> {
    let (mut ignored, mut refused) = (Vec::new(), None);
    let mut parser = serde_json::Deserializer::from_str(text);
    let outcome =
        parser.deserialize_seq(Rows { row: &mut row, ignored: &mut ignored, refused: &mut refused });
    match (refused, outcome.and_then(|()| parser.end())) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(refuse(format!("must be a JSON array of objects: {error}"))),
        (None, Ok(())) => Ok(ignored),
    }
}

struct Rows<'a, F> {
    row: &'a mut F,
    ignored: &'a mut Vec<String>,
    /// The parser's own errors cannot carry ours.
    refused: &'a mut Option<Error>,
}

impl<'de, F: FnMut(u64, Cells<'_>) -> Result<(), Error>> Visitor<'de> for Rows<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element::<Item<'de>>()? {
            number += 1;
            if let Err(error) = item.hand_over(number, self.row, self.ignored) {
                *self.refused = Some(error);
                return Err(serde::de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

/// The members of one object, in its order.
struct Item<'a>(Vec<(Cow<'a, str>, Value)>);

impl<'de> serde::Deserialize<'de> for Item<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ItemVisitor)
    }
}

struct ItemVisitor;

impl<'de> Visitor<'de> for ItemVisitor {
    type Value = Item<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            fields.push((name, map.next_value()?));
        }
        Ok(Item(fields))
    }
}

impl Item<'_> {
    fn hand_over(
        &self,
        number: u64,
        row: &mut impl FnMut(u64, Cells<'_>) -> Result<(), Error>,
        ignored: &mut Vec<String>,
    ) -> Result<(), Error> {
        let user = self.first(number, &USERS)?;
        let Some(user) = user else {
            return Err(refuse(format!(
                "item {number}: has none of acs_user_id, user_identity_id, email, name"
            )));
        };
        let group = self.first(number, &GROUPS)?;
        let action = self.cell(number, Column::Action)?;
        let system = self.cell(number, Column::System)?;
        let taken = [Some(user.0), group.map(|group| group.0), Some(Column::Action), Some(Column::System)];
        for (name, _) in self.0.iter().filter(|(_, value)| !value.is_null()) {
            let is_used = Column::of_name(name).is_some_and(|column| taken.contains(&Some(column)));
            if !is_used && !ignored.iter().any(|other| *other == **name) {
                ignored.push(name.clone().into_owned());
            }
        }
        row(number, Cells { user, group, action, system })
    }

    /// The first of these that the object has.
    fn first(&self, number: u64, columns: &[Column]) -> Result<Option<(Column, &str)>, Error> {
        for column in columns {
            if let Some(text) = self.cell(number, *column)? {
                return Ok(Some((*column, text)));
            }
        }
        Ok(None)
    }

    /// The text of a member; null is absent.
    fn cell(&self, number: u64, column: Column) -> Result<Option<&str>, Error> {
        let mut found = self.0.iter().filter(|(name, _)| Column::of_name(name) == Some(column));
        let value = found.next().map(|(_, value)| value);
        if found.next().is_some() {
            return Err(refuse(format!("item {number}: has {} twice", column.name())));
        }
        match value {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => {
                Err(refuse(format!("item {number}: {} must be a text, not {other}", column.name())))
            }
        }
    }
}
