//! Which access groups a roster means.

use std::collections::HashMap;

use super::rows::{Roster, Target};
use super::system_index::{Systems, name_of};
use crate::base::excerpt::quoted_begin;
use crate::base::folding::composed;
use crate::base::interner::NONE;
use crate::base::nearest::{LIKE_ENOUGH, nearest};
use crate::model::id::canonical;
use crate::model::problem::{Candidate, Problem};
use crate::model::response::{List, Record};

/// The groups and systems of a workspace.
#[derive(Debug)]
pub(super) struct Groups {
    all: Vec<IndexedGroup>,
    /// Places in the list of all.
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
    systems: Systems,
}

/// What is said of groups beside the roster.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupScope {
    /// The group of the rows that name none.
    pub(super) group: Option<String>,
    /// The system of that group, of the groups to be emptied, and of the rows that name none.
    pub(super) system: Option<String>,
}

/// Why a name names no group.
enum Wrong {
    /// It may be misspelt.
    Unknown(Box<Problem>),
    Other(Box<Problem>),
}

/// An access group.
#[derive(Debug, Clone)]
pub(super) struct IndexedGroup {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) system: String,
    /// The name of its system where it is known, else the id.
    pub(super) system_name: String,
}

impl Groups {
    /// From the lists of groups and, as far as it was read, of systems.
    pub(super) fn new(groups: &List, systems_read: Option<&List>) -> Self {
        let text = |record: &Record, field: &str| record.get(field).unwrap_or_default();
        let systems = systems_read.map(Systems::of).unwrap_or_default();
        let group = |record: &Record| {
            let system = text(record, "acs_system_id");
            let system_name = systems.name(&system).unwrap_or(&system).to_owned();
            IndexedGroup {
                id: text(record, "acs_access_group_id"),
                name: name_of(record),
                system,
                system_name,
            }
        };
        let all: Vec<IndexedGroup> = groups.iter().map(group).collect();
        let id = |group: &IndexedGroup| canonical(&group.id).into_owned();
        let by_id = all.iter().enumerate().map(|(place, group)| (id(group), place)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, group) in all.iter().enumerate() {
            by_name.entry(group.name.clone()).or_default().push(place);
        }
        Self { all, by_id, by_name, systems }
    }

    /// The group that a row means; else what is wrong, with a guess if it is one of few.
    pub(super) fn find(
        &self,
        roster: &Roster,
        target: Target,
        scope: &GroupScope,
        one_of_few: bool,
    ) -> Result<&IndexedGroup, Box<Problem>> {
        let wrong = |value: &str, reason: String| Err(Problem::new("group", value, reason));
        let name = match (target.group, scope.group.as_deref()) {
            (NONE, Some(given)) => given,
            (NONE, None) => {
                return wrong("", "names no access group, and none is given beside the roster".to_owned());
            }
            (number, Some(_)) => {
                let named = roster.texts.get(number);
                let reason =
                    format!("names the access group {named:?}, although one is given beside the roster");
                return wrong(named, reason);
            }
            (number, None) => roster.texts.get(number),
        };
        let system = if target.system == NONE {
            scope.system.as_deref()
        } else {
            Some(roster.texts.get(target.system))
        };
        self.named(name, target.by_id, system).map_err(|wrong| match wrong {
            Wrong::Unknown(problem) if one_of_few => self.guess(problem, name),
            Wrong::Unknown(problem) | Wrong::Other(problem) => problem,
        })
    }

    /// The group with an id.
    pub(super) fn with_id(&self, id: &str) -> Option<&IndexedGroup> {
        self.by_id.get(&*canonical(id)).and_then(|place| self.all.get(*place))
    }

    /// The group that an option means; else what is wrong, as a phrase.
    pub(super) fn given(&self, name: &str, scope: &GroupScope) -> Result<&IndexedGroup, String> {
        let name = composed(name);
        self.named(&name, false, scope.system.as_deref()).map_err(|wrong| match wrong {
            Wrong::Unknown(problem) => self.guess(problem, &name).to_string(),
            Wrong::Other(problem) => problem.to_string(),
        })
    }

    fn named(&self, name: &str, by_id: bool, system: Option<&str>) -> Result<&IndexedGroup, Wrong> {
        let homes = system.map(|system| self.systems.called(system)).transpose().map_err(Wrong::Other)?;
        let here =
            |group: &&IndexedGroup| homes.as_ref().is_none_or(|homes| homes.contains(&group.system.as_str()));
        let namesakes = self.by_name.get(name).filter(|_| !by_id).into_iter().flatten();
        let found: Vec<&IndexedGroup> =
            namesakes.filter_map(|place| self.all.get(*place)).filter(here).collect();
        let column = if by_id { "acs_access_group_id" } else { "group" };
        match found.as_slice() {
            [one] => Ok(one),
            [] => {
                let place = self.by_id.get(&*canonical(name));
                place.and_then(|place| self.all.get(*place)).filter(here).ok_or_else(|| {
                    let place = system.map_or(String::new(), |system| format!(" in the system {system:?}"));
                    let reason = format!("there is no access group {}{place}", quoted_begin(name));
                    Wrong::Unknown(Problem::new(column, name, reason))
                })
            }
            several => {
                let candidate = |group: &&IndexedGroup| Candidate {
                    id: group.id.clone(),
                    name: String::new(),
                    email: String::new(),
                    system: group.system_words(),
                };
                let reason = format!("several access groups are named {}", quoted_begin(name));
                Err(Wrong::Other(Problem::new(column, name, reason).among(several.iter().map(candidate))))
            }
        }
    }

    /// The same problem with what may be meant: another name, or several groups in one cell.
    fn guess(&self, mut problem: Box<Problem>, name: &str) -> Box<Problem> {
        for separator in [";", ",", "|", "/"] {
            let mut parts = name.split(separator).map(str::trim).filter(|part| !part.is_empty());
            if name.contains(separator) && parts.all(|part| self.by_name.contains_key(part)) {
                let reason = format!(
                    "{}, but each of its parts is one: if it means them all, give group_separator {separator:?}",
                    problem.reason
                );
                problem.reason = reason;
                return problem;
            }
        }
        let near = nearest(name, self.all.iter().map(|group| group.name.as_str()), LIKE_ENOUGH);
        problem.or_rather(near.map(str::to_owned))
    }
}

impl IndexedGroup {
    /// Its system by name and id.
    fn system_words(&self) -> String {
        if self.system_name == self.system {
            return self.system.clone();
        }
        format!("{} {}", self.system_name, self.system)
    }
}
