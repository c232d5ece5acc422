//! Finds a value in a JSON text by its path, in one pass that keeps nothing else: a list has thousands of objects, and
//! they take several times as much memory parsed as they do as text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The text of the value at a path such as `access_schedule.starts_at` or `errors.0.error_code`. Of a repeated field
/// the last one counts. It goes down level by level and does not recurse: a thread may have a stack of 16 kB.
pub(crate) fn value_at<'a>(json: &'a str, path: &str) -> Option<&'a str> {
    path.split('.').try_fold(json, |value, part| {
        let mut parser = serde_json::Deserializer::from_str(value);
        parser.deserialize_any(Within { part }).ok().flatten()
    })
}

/// How many fields or items an object or a list has; 0 for another value.
pub(crate) fn count(json: &str) -> usize {
    if json.starts_with('[') {
        serde_json::from_str::<Vec<IgnoredAny>>(json).map_or(0, |items| items.len())
    } else {
        let mut names = 0;
        each_name(json, |_| names += 1);
        names
    }
}

/// The name of the field of an object that stands at a place, counted from 0.
pub(crate) fn key_of(json: &str, index: usize) -> Option<String> {
    let (mut place, mut found) = (0, None);
    each_name(json, |name| {
        if place == index {
            found = Some(name.to_owned());
        }
        place += 1;
    });
    found
}

fn each_name(json: &str, note: impl FnMut(&str)) {
    let mut parser = serde_json::Deserializer::from_str(json);
    // Another value has no names.
    let _ = parser.deserialize_map(Names(note));
}

struct Names<F>(F);

impl<'de, F: FnMut(&str)> Visitor<'de> for Names<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            (self.0)(&name);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Finds the value in one part of an object or a list.
struct Within<'p> {
    part: &'p str,
}

impl<'de> Visitor<'de> for Within<'_> {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(leads_on) = map.next_key_seed(IsNamed(self.part))? {
            if leads_on {
                found = Some(map.next_value::<&RawValue>()?.get());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let wanted = self.part.parse::<usize>().ok();
        for place in 0.. {
            if wanted == Some(place) {
                match seq.next_element::<&RawValue>()? {
                    Some(value) => found = Some(value.get()),
                    None => break,
                }
            } else if seq.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
        }
        Ok(found)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Compares the name of a field without keeping it.
struct IsNamed<'p>(&'p str);

impl<'de> DeserializeSeed<'de> for IsNamed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsNamed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as Tree, json};

    use super::*;

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let json = r#" {"a": {"b": [true, {"c": "x"}], "b.c": 1}, "": {"": null}, "l": [[1, 2]], "n\u0061me": -1.50} "#;
        for (path, expected) in [
            ("a.b.0", Some("true")),
            ("a.b.1.c", Some(r#""x""#)),
            ("a.b", Some(r#"[true, {"c": "x"}]"#)),
            ("l.0.1", Some("2")),
            ("l.+0.1", Some("2")),
            (".", Some("null")),
            ("name", Some("-1.50")),
            ("", Some(r#"{"": null}"#)),
            ("a.b.2", None),
            ("a.b.c", None),
            ("a.b.-1", None),
            ("a.b.0.c", None),
            ("a.b.1.c.0", None),
            ("a.b.c.d", None),
            ("name.0", None),
            ("x", None),
        ] {
            assert_eq!(value_at(json, path), expected, "{path}");
        }
    }

    #[test]
    fn names_and_items_are_counted() {
        for (json, expected) in [
            (r#"{"a": {"x": 1}, "n\u0061me": [1, 2], "c": null}"#, 3),
            ("[1, [2, 3], {}]", 3),
            ("{}", 0),
            ("[]", 0),
            ("7", 0),
            (r#""text""#, 0),
            ("null", 0),
        ] {
            assert_eq!(count(json), expected, "{json}");
        }
        let object = r#"{"a": {"x": 1}, "n\u0061me": [1, 2], "c": null}"#;
        let names: Vec<_> = (0..4).map(|index| key_of(object, index)).collect();
        assert_eq!(names, [Some("a".to_owned()), Some("name".to_owned()), Some("c".to_owned()), None]);
        assert_eq!(key_of("[1]", 0), None);
    }

    #[test]
    fn of_a_field_that_is_there_twice_the_last_one_counts() {
        assert_eq!(value_at(r#"{"a": 1, "b": 2, "a": 3}"#, "a"), Some("3"));
        assert_eq!(value_at(r#"{"a": {"b": 1}, "a": {"c": 2}}"#, "a.b"), None);
        assert_eq!(value_at(r#"{"a": {"b": 1}, "a": 2}"#, "a.b"), None);
    }

    #[test]
    fn broken_text_has_no_values() {
        for broken in ["", "{", r#"{"a": 1"#, r#"{"a": tru}"#, r#"{"a" 1}"#] {
            assert_eq!(value_at(broken, "a"), None, "{broken}");
        }
    }

    fn trees() -> impl Strategy<Value = Tree> {
        let leaf = prop_oneof![
            Just(Tree::Null),
            any::<bool>().prop_map(Tree::from),
            any::<i64>().prop_map(Tree::from),
            any::<f64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(Tree::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::from),
                prop::collection::btree_map("[a-c.]{0,2}", inner, 0..5)
                    .prop_map(|fields| Tree::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_found_is_what_stands_in_the_parsed_tree(tree in trees(), path in "([a-c0-2]?\\.){0,3}[a-c0-2]?") {
            let expected = path.split('.').try_fold(&tree, |value, part| match value {
                Tree::Object(fields) => fields.get(part),
                Tree::Array(items) => items.get(part.parse::<usize>().ok()?),
                _ => None,
            });
            let text = tree.to_string();
            prop_assert_eq!(value_at(&text, &path).map(str::to_owned), expected.map(Tree::to_string));
        }
    }
}
