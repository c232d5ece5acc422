//! What the changes of a list are called beside their ids, for people who read its report.

use std::sync::Arc;

use super::left_out::LeftOut;
use crate::base::excerpt::{LONGEST_VALUE, begin};
use crate::base::interner::{Interner, NONE};

/// What is known of the changes of one list, in its order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    texts: Arc<Interner>,
    changes: Vec<Label>,
    /// The ids of the groups, and the name and the system of each.
    group_ids: Interner,
    groups: Vec<(String, String)>,
    left_out: LeftOut,
}

/// What is known of one change: places of texts, and the line that asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    pub(crate) line: u32,
    pub(crate) name: u32,
    pub(crate) email: u32,
}

/// The same in words; what is not known is empty. A name comes from elsewhere, and stands in as many rows of a report as
/// it likes, so that only its begin is told.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Called<'a> {
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) group: &'a str,
    pub(crate) system: &'a str,
    pub(crate) line: Option<u32>,
}

impl Labels {
    pub(crate) fn new(texts: Arc<Interner>, left_out: LeftOut) -> Labels {
        Labels { texts, left_out, ..Labels::default() }
    }

    pub(crate) fn push(&mut self, label: Label) {
        self.changes.push(label);
    }

    pub(crate) fn name_group(&mut self, id: &str, name: &str, system: &str) {
        if self.group_ids.find(id).is_none() {
            self.group_ids.intern(id);
            self.groups.push((name.to_owned(), system.to_owned()));
        }
    }

    /// The rows that have no change, because nobody knows the person.
    pub(crate) fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// What the change at a place is called, which is about the group of this id.
    pub(crate) fn of(&self, index: usize, group: &str) -> Called<'_> {
        let (name, system) = self
            .group_ids
            .find(group)
            .and_then(|place| self.groups.get(place as usize))
            .map_or(("", ""), |(name, system)| (name, system));
        let [group, system] = [name, system].map(|text| begin(text, LONGEST_VALUE));
        let mut called = Called { group, system, ..Called::default() };
        if let Some(label) = self.changes.get(index) {
            called.name = begin(self.texts.get(label.name), LONGEST_VALUE);
            called.email = begin(self.texts.get(label.email), LONGEST_VALUE);
            called.line = Some(label.line).filter(|line| *line != NONE);
        }
        called
    }

    /// The labels of some of the changes, in this order.
    pub(crate) fn some(&self, places: &[usize]) -> Labels {
        let changes = places.iter().filter_map(|place| self.changes.get(*place)).copied().collect();
        Labels {
            changes,
            texts: Arc::clone(&self.texts),
            group_ids: self.group_ids.clone(),
            groups: self.groups.clone(),
            left_out: LeftOut::default(),
        }
    }
}
