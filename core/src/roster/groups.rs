//! Which access groups a roster means.

use std::collections::HashMap;

use super::rows::{Roster, Target};
use super::texts::NONE;
use crate::answer::{List, Record};

/// The groups and systems of a workspace.
#[derive(Debug)]
pub(super) struct Groups {
    all: Vec<Group>,
    /// Places in the list of all.
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    systems: Vec<System>,
}

/// What is wrong with a name, as a phrase.
enum Problem {
    /// It may be misspelt.
    Unknown(String),
    Other(String),
}

/// An access group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) system: String,
}

#[derive(Debug)]
struct System {
    id: String,
    name: String,
}

impl Groups {
    /// From the lists of groups and, where rows name systems, of systems.
    pub(super) fn new(groups: &List, systems: Option<&List>) -> Self {
        let text = |record: &Record, field: &str| record.get(field).unwrap_or_default();
        let named = |record: &Record| {
            let name = record.get("name").or_else(|| record.get("display_name"));
            name.unwrap_or_default().trim().to_owned()
        };
        let group = |record: &Record| Group {
            id: text(record, "acs_access_group_id"),
            name: named(record),
            system: text(record, "acs_system_id"),
        };
        let system = |record: &Record| System { id: text(record, "acs_system_id"), name: named(record) };
        let all: Vec<Group> = groups.iter().map(group).collect();
        let by_id = all.iter().enumerate().map(|(place, group)| (group.id.clone(), place)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, group) in all.iter().enumerate() {
            by_name.entry(group.name.clone()).or_default().push(place);
        }
        Self { all, by_id, by_name, systems: systems.into_iter().flatten().map(system).collect() }
    }

    /// The group that a row means; else what is wrong, as a phrase, with a guess if it is one of few.
    pub(super) fn find(
        &self,
        roster: &Roster,
        target: Target,
        given: Option<&str>,
        one_of_few: bool,
    ) -> Result<&Group, String> {
        let name = match (target.group, given) {
            (NONE, Some(given)) => given,
            (NONE, None) => {
                return Err("names no access group, and none is given beside the roster".to_owned());
            }
            (number, Some(_)) => {
                let named = roster.texts.get(number);
                return Err(format!(
                    "names the access group {named:?}, although one is given beside the roster"
                ));
            }
            (number, None) => roster.texts.get(number),
        };
        let system = (target.system != NONE).then(|| roster.texts.get(target.system));
        self.named(name, target.by_id, system).map_err(|problem| match problem {
            Problem::Unknown(problem) if one_of_few => format!("{problem}{}", self.nearest(name)),
            Problem::Unknown(problem) | Problem::Other(problem) => problem,
        })
    }

    /// The group with an id.
    pub(super) fn with_id(&self, id: &str) -> Option<&Group> {
        self.by_id.get(id).and_then(|place| self.all.get(*place))
    }

    /// The group that an option means; else what is wrong, as a phrase.
    pub(super) fn given(&self, name: &str) -> Result<&Group, String> {
        self.named(name, false, None).map_err(|problem| match problem {
            Problem::Unknown(problem) => format!("{problem}{}", self.nearest(name)),
            Problem::Other(problem) => problem,
        })
    }

    fn named(&self, name: &str, by_id: bool, system: Option<&str>) -> Result<&Group, Problem> {
        let home = system.map(|system| self.system(system)).transpose()?;
        let here = |group: &&Group| home.is_none_or(|home| group.system == home);
        let namesakes = self.by_name.get(name).filter(|_| !by_id).into_iter().flatten();
        let found: Vec<&Group> = namesakes.filter_map(|place| self.all.get(*place)).filter(here).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => {
                let place = self.by_id.get(name);
                place.and_then(|place| self.all.get(*place)).filter(here).ok_or_else(|| {
                    let place = system.map_or(String::new(), |system| format!(" in the system {system:?}"));
                    Problem::Unknown(format!("there is no access group {name:?}{place}"))
                })
            }
            several => {
                let words = |group: &&Group| format!("{} (system {})", group.id, group.system);
                let candidates = several.iter().map(words).collect::<Vec<_>>().join(", ");
                Err(Problem::Other(format!("several access groups are named {name:?}: {candidates}")))
            }
        }
    }

    fn system(&self, name: &str) -> Result<&str, Problem> {
        let matching = self.systems.iter().filter(|system| system.id == name || system.name == name);
        let found: Vec<&str> = matching.map(|system| system.id.as_str()).collect();
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(Problem::Other(format!("there is no access system {name:?}"))),
            several => {
                let candidates = several.join(", ");
                Err(Problem::Other(format!("several access systems are named {name:?}: {candidates}")))
            }
        }
    }

    fn nearest(&self, name: &str) -> String {
        let likeness = |group: &Group| strsim::normalized_damerau_levenshtein(&group.name, name);
        let near = self.all.iter().map(|group| (likeness(group), group));
        let near =
            near.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(likeness, _)| *likeness > 0.6);
        near.map_or(String::new(), |(_, group)| format!("; did you mean {:?}?", group.name))
    }
}
