//! JSON objects out of members.

use serde_json::{Map, Value};

/// Takes one member after the other. `collect` would sort them first, and bring a sort of its own, some 3 kB of a library
/// that panels keep in flash, to each place that calls it.
pub(crate) fn object_of(members: &mut dyn Iterator<Item = (String, Value)>) -> Map<String, Value> {
    let mut object = Map::new();
    for (name, value) in members {
        object.insert(name, value);
    }
    object
}
