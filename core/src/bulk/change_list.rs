//! A list of changes, kept small: each id once, a few bytes a change.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexSet;
use serde_json::{Value, json};

use super::labels::Labels;
use super::left_out::{LeftOut, NOTHING_LEFT_OUT};
use crate::base::digest::Fingerprint;
use crate::base::hash::Hashing;
use crate::model::call::{Call, Membership, User};
use crate::model::error::Error;
use crate::model::id::{canonical, check_id};
use crate::model::response::Response;

/// What is done to a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Puts the user into the group.
    Add,
    /// Takes the user out of the group.
    Remove,
}

/// One change of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// What is done.
    pub action: Action,
    /// To whom.
    pub user: User<'a>,
    /// In which group.
    pub acs_access_group_id: &'a str,
}

/// A list of changes, in the order in which they were pushed. At most a million.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    users: Ids,
    groups: Ids,
    items: Vec<StoredChange>,
    /// What they are called, where that is known.
    labels: Option<Arc<Labels>>,
}

/// Each once.
type Ids = IndexSet<Arc<str>, Hashing>;

/// Places in the two sets; the ids themselves stand there once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StoredChange {
    action: Action,
    by_identity: bool,
    user: u32,
    group: u32,
}

/// The pair that a change is about, comparable within its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PairKey {
    by_identity: bool,
    user: u32,
    group: u32,
}

const MOST: usize = 1_000_000;

impl Action {
    /// `add` or `remove`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Action::Add => "add",
            Action::Remove => "remove",
        }
    }

    /// The action of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Action> {
        [Action::Add, Action::Remove].into_iter().find(|action| action.name() == name)
    }
}

impl Response {
    /// The changes with their ids, for a table that was looked up.
    #[must_use]
    pub fn changes(&self) -> Option<&Changes> {
        self.artifact()
    }
}

impl Changes {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a change at the end.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id, and beyond a million changes.
    pub fn push(&mut self, action: Action, user: User<'_>, acs_access_group_id: &str) -> Result<(), Error> {
        if self.items.len() >= MOST {
            return Err(Error::invalid_argument("changes", format!("are more than {MOST}: split the list")));
        }
        let (field, user_id) = user.parts();
        let by_identity = matches!(user, User::Identity(_));
        check_id(field, user_id)?;
        check_id("acs_access_group_id", acs_access_group_id)?;
        let (user_id, acs_access_group_id) = (&*canonical(user_id), &*canonical(acs_access_group_id));
        let before = self.items.last().map(|item| item.group);
        let is_the_same = |group: &u32| {
            self.groups.get_index(*group as usize).is_some_and(|id| **id == *acs_access_group_id)
        };
        // Most lists go group by group.
        let group = match before.filter(is_the_same) {
            Some(group) => group,
            None => place(&mut self.groups, acs_access_group_id)?,
        };
        let user = place(&mut self.users, user_id)?;
        self.items.push(StoredChange { action, by_identity, user, group });
        Ok(())
    }

    /// How many changes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The change at a place, from 0.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Change<'_>> {
        let item = self.items.get(index)?;
        let user = item.user(self.users.get_index(item.user as usize)?);
        let group = self.groups.get_index(item.group as usize)?;
        Some(Change { action: item.action, user, acs_access_group_id: group })
    }

    /// The changes in order.
    pub fn iter(&self) -> impl Iterator<Item = Change<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// What the change at a place is called beside its ids, under the names of a table's columns: `name`, `email`,
    /// `group` and `system`. What was not looked up is empty.
    #[must_use]
    pub fn called(&self, index: usize) -> [(&'static str, &str); 4] {
        let group = self.get(index).map(|change| change.acs_access_group_id);
        let labels = self.labels.as_deref().zip(group);
        let called = labels.map(|(labels, group)| labels.of(index, group)).unwrap_or_default();
        [("name", called.name), ("email", called.email), ("group", called.group), ("system", called.system)]
    }

    /// The rows of the table that have no change, because nobody knows the person.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        self.labels().map_or(&NOTHING_LEFT_OUT, Labels::left_out)
    }

    /// The changes as one JSON array of objects, which a [`Roster`](crate::Roster) reads back.
    #[must_use]
    pub fn to_json(&self) -> String {
        let objects = self.iter().map(|change| {
            let (field, user) = change.user.parts();
            json!({ "action": change.action.name(), field: user, "acs_access_group_id": change.acs_access_group_id })
        });
        Value::Array(objects.collect()).to_string()
    }

    /// The same changes with what they are called.
    pub(crate) fn labelled(mut self, labels: Labels) -> Changes {
        self.labels = Some(Arc::new(labels));
        self
    }

    pub(crate) fn labels(&self) -> Option<&Labels> {
        self.labels.as_deref()
    }

    /// The call that makes the change at a place. Its ids were checked when it was pushed, and are shared.
    pub(crate) fn call(&self, index: usize) -> Option<Call> {
        let (membership, action) = self.membership(index)?;
        Some(Call::change(membership, action == Action::Add))
    }

    /// What the change at a place is about, and what it does to it.
    pub(crate) fn membership(&self, index: usize) -> Option<(Membership, Action)> {
        let item = self.items.get(index)?;
        let user_id = Arc::clone(self.users.get_index(item.user as usize)?);
        let group_id = Arc::clone(self.groups.get_index(item.group as usize)?);
        let (user_field, _) = item.user(&user_id).parts();
        Some((Membership { user_field, user_id, group_id }, item.action))
    }

    /// The pair and action at a place.
    pub(crate) fn key(&self, index: usize) -> Option<(PairKey, Action)> {
        let StoredChange { action, by_identity, user, group } = *self.items.get(index)?;
        Some((PairKey { by_identity, user, group }, action))
    }

    /// For each change the number of the person whom it is about, comparable within the list. `users`: the ACS users of
    /// user identities, as far as reads have shown that they are one person.
    pub(crate) fn people(&self, users: &HashMap<String, String>) -> Vec<u32> {
        let number = |item: &StoredChange| {
            let identity = self.users.get_index(item.user as usize).filter(|_| item.by_identity);
            let user =
                identity.and_then(|identity| self.users.get_index_of(users.get(&**identity)?.as_str()));
            user.and_then(|place| u32::try_from(place).ok()).unwrap_or(item.user)
        };
        self.items.iter().map(number).collect()
    }

    /// A fingerprint of the whole list, in hex: equal lists have equal ones.
    pub(crate) fn digest(&self) -> String {
        let mut fingerprint = Fingerprint::new();
        for change in self.iter() {
            let (kind, user) = change.user.parts();
            // Ids hold no control characters, so the separators cannot be faked.
            for part in
                [change.action.name(), "\x1f", kind, "\x1f", user, "\x1f", change.acs_access_group_id, "\x1e"]
            {
                fingerprint.add(part);
            }
        }
        fingerprint.finish()
    }
}

impl StoredChange {
    /// The user with this id, which is of the kind that the change names.
    fn user(self, id: &str) -> User<'_> {
        if self.by_identity { User::Identity(id) } else { User::Acs(id) }
    }
}

fn place(ids: &mut Ids, id: &str) -> Result<u32, Error> {
    let index = match ids.get_index_of(id) {
        Some(index) => index,
        None => ids.insert_full(id.into()).0,
    };
    u32::try_from(index).map_err(|_| Error::internal("more ids than changes"))
}
