//! Which access systems a name means.

use indexmap::IndexMap;

use crate::base::excerpt::quoted_begin;
use crate::base::folding::composed;
use crate::base::nearest::{LIKE_ENOUGH, nearest};
use crate::model::problem::Problem;
use crate::model::response::{List, Record};

/// The access systems of a workspace.
#[derive(Debug, Default)]
pub(crate) struct Systems {
    names: IndexMap<String, String>,
}

impl Systems {
    pub(crate) fn of(list: &List) -> Systems {
        let id = |record: &Record| record.get("acs_system_id").unwrap_or_default();
        Systems { names: list.iter().map(|record| (id(record), name_of(record))).collect() }
    }

    /// The name of a system; `None` where it has none or is unknown.
    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str).filter(|name| !name.is_empty())
    }

    /// The ids of the systems with this name or id. There may be several: perhaps only one of them has what is meant.
    pub(crate) fn called(&self, text: &str) -> Result<Vec<&str>, Box<Problem>> {
        let text = composed(text.trim());
        let is_meant = |(id, name): &(&String, &String)| **id == text || **name == text;
        let found: Vec<&str> = self.names.iter().filter(is_meant).map(|(id, _)| id.as_str()).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let reason = format!("there is no access system {}", quoted_begin(&text));
        let near = nearest(&text, self.names.values().map(String::as_str), LIKE_ENOUGH);
        Err(Problem::new("system", &text, reason).or_rather(near.map(str::to_owned)))
    }
}

/// The name of a group or a system, as rosters write it.
pub(super) fn name_of(record: &Record) -> String {
    let name = record.get("name").or_else(|| record.get("display_name")).unwrap_or_default();
    composed(name.trim()).into_owned()
}
