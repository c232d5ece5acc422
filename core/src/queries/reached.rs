//! Collects the objects of several lists, each once, with the groups through which they are reached.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::model::error::Error;
use crate::model::response::{List, ListWriter, Record};

/// Users or entrances, in the order in which they were first seen. They are kept as text: parsed, they would take
/// several times as much memory.
#[derive(Default)]
pub(super) struct Reached<'a> {
    id_field: &'static str,
    objects: IndexMap<Cow<'a, str>, &'a Record>,
    /// The groups, in the form of the answer.
    ways: Vec<Value>,
    /// Places of an object and of a way to it.
    pairs: Vec<(usize, usize)>,
}

impl<'a> Reached<'a> {
    pub(super) fn by(id_field: &'static str) -> Self {
        Self { id_field, ..Self::default() }
    }

    /// Adds objects that are reached through a group.
    pub(super) fn through(&mut self, group: &Record, list: &'a List) {
        let way = self.ways.len();
        self.ways.push(way_through(&group.value()));
        for object in list {
            if let Some(place) = self.place_of(object) {
                self.pairs.push((place, way));
            }
        }
    }

    /// Adds objects that are reached without a group.
    pub(super) fn directly(&mut self, list: &'a List) {
        for object in list {
            self.place_of(object);
        }
    }

    /// The objects as Seam sent them, each with `through` (its groups) and the field that `finish` makes from its id
    /// and the object.
    pub(super) fn finish(
        mut self,
        finish: impl Fn(&str, &Value) -> (&'static str, Value),
    ) -> Result<List, Error> {
        let mut list = ListWriter::with_room(self.objects.len(), self.length());
        // The groups of each object keep their order: each was given the next number.
        self.pairs.sort_unstable();
        let mut pairs = self.pairs.into_iter().peekable();
        for (place, (id, record)) in self.objects.into_iter().enumerate() {
            let mut object = record.value();
            let (name, value) = finish(&id, &object);
            let mut through = Vec::new();
            while let Some((_, way)) = pairs.next_if(|(object, _)| *object == place) {
                through.extend(self.ways.get(way).cloned());
            }
            if let Value::Object(fields) = &mut object {
                fields.insert("through".to_owned(), through.into());
                fields.insert(name.to_owned(), value);
            }
            list.push(&object)?;
        }
        Ok(list.finish())
    }

    /// The place of an object; `None` if it has no id.
    fn place_of(&mut self, object: &'a Record) -> Option<usize> {
        let entry = self.objects.entry(object.text(self.id_field)?);
        let place = entry.index();
        entry.or_insert(object);
        Some(place)
    }

    /// The approximate length of the list's text, in bytes.
    fn length(&self) -> usize {
        const ADDED_FIELDS: usize = 40;
        let ways: Vec<usize> = self.ways.iter().map(|way| way.to_string().len() + 1).collect();
        let through = self.pairs.iter().filter_map(|(_, way)| ways.get(*way)).sum::<usize>();
        self.objects.values().map(|object| object.json().len() + ADDED_FIELDS).sum::<usize>() + through
    }
}

/// A group as a way to a door.
fn way_through(group: &Value) -> Value {
    let field = |name| group.get(name).cloned().unwrap_or_default();
    json!({
        "acs_access_group_id": field("acs_access_group_id"),
        "name": field("name"),
        "access_schedule": field("access_schedule"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(objects: &[&str]) -> List {
        List::new(objects.iter().map(|object| Record::from_json((*object).to_owned()).unwrap()).collect())
    }

    #[test]
    fn each_object_is_told_once_as_it_was_first_seen_with_its_groups_in_their_order() {
        let groups = list(&[
            r#"{"acs_access_group_id": "g", "name": "G", "more": 1}"#,
            r#"{"acs_access_group_id": "h"}"#,
        ]);
        let members = [
            list(&[r#"{"id": "b", "seen": 1, "new": [1.0]}"#, r#"{"id": "\u0061"}"#, r#"{"id": 5}"#]),
            list(&[r#"{"id": "a", "seen": 2}"#, r#"{"id": "b", "seen": 2}"#]),
        ];
        let alone = list(&[r#"{"id": "c"}"#, r#"{"id": "b", "seen": 3}"#]);
        let mut reached = Reached::by("id");
        for (group, members) in groups.iter().zip(&members) {
            reached.through(group, members);
        }
        reached.directly(&alone);
        let told = reached.finish(|id, object| ("said", json!([id, object.get("through")]))).unwrap();
        let g = r#"{"access_schedule":null,"acs_access_group_id":"g","name":"G"}"#;
        let h = r#"{"access_schedule":null,"acs_access_group_id":"h","name":null}"#;
        let expected = [
            format!(r#"{{"id":"b","new":[1.0],"said":["b",null],"seen":1,"through":[{g},{h}]}}"#),
            format!(r#"{{"id":"a","said":["a",null],"through":[{g},{h}]}}"#),
            r#"{"id":"c","said":["c",null],"through":[]}"#.to_owned(),
        ];
        assert!(told.iter().map(Record::json).eq(expected), "{}", told.to_json().expect("room"));
    }
}
