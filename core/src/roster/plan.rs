//! A plan: who would be added to groups, who removed, and who stays.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::guards::Guards;
use super::limit::Limit;
use super::plan_scope::PlanScope;
use super::seal::Seal;
use super::user_index::get;
use crate::base::interner::{Interner, NONE};
use crate::bulk::change_list::{Action, Changes};
use crate::bulk::labels::{Label, Labels};
use crate::bulk::left_out::LeftOut;
use crate::engine::operation::Operation;
use crate::model::call::User;
use crate::model::error::Error;
use crate::model::response::Response;

/// What is done to members whom the roster does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They are removed: the group becomes what the roster says.
    #[default]
    Exact,
    /// They stay.
    Additive,
}

impl Mode {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Mode::Exact => "exact",
            Mode::Additive => "additive",
        }
    }
}

/// Which changes come first when a plan is applied. The second part begins when the first has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Additions: somebody who moves from one group to another is in at least one of them all the time.
    #[default]
    AddsFirst,
    /// Removals: somebody who moves is never in both.
    RemovesFirst,
}

impl Order {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Order::AddsFirst => "adds_first",
            Order::RemovesFirst => "removes_first",
        }
    }
}

/// How a roster is compared, and which guards are turned off.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    /// The group, by name or id, of a roster without groups. It is planned even when the roster is empty.
    pub group: Option<String>,
    /// The access system, by name or id, of `group`, of `empties` and of rows that name none.
    pub system: Option<String>,
    /// What is done to members whom the roster does not name.
    pub mode: Mode,
    /// Which changes come first.
    pub order: Order,
    /// Groups, by name or id, that the roster does not name and that are to be emptied. More than 5 people still
    /// need `allow_mass_removal`.
    pub empties: Vec<String>,
    /// Allows taking out more than the larger of 5 people and 20 % of the members.
    pub allow_mass_removal: bool,
    /// Allows leaving a group that has members without any, and a roster without anybody.
    pub allow_emptying: bool,
    /// The most additions, to each group and to all of them together; `None`: any number.
    pub max_additions: Option<Limit>,
    /// The most removals, from each group and from all of them together. It holds in addition to the limit that
    /// `allow_mass_removal` turns off, and also when that one is off.
    pub max_removals: Option<Limit>,
    /// Leaves out rows of people whom nobody knows, instead of refusing the roster: [`Plan::left_out`] has them, and
    /// applying the plan ends as [`Error::Partial`].
    pub skip_unknown: bool,
}

/// What applying a roster would do. Making a plan changes nothing. Clones share it.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) inner: Arc<PlanData>,
    /// Those of the caller who made or loaded it.
    pub(super) guards: Guards,
}

#[derive(Debug)]
pub(super) struct PlanData {
    pub(super) texts: Arc<Interner>,
    /// For each text that is an ACS user id, the text of the person's name.
    pub(super) names: Vec<u32>,
    /// The same for the e-mail address.
    pub(super) emails: Vec<u32>,
    pub(super) left_out: LeftOut,
    pub(super) account: PlanScope,
    pub(super) made_at: String,
    pub(super) mode: Mode,
    pub(super) order: Order,
    /// Whether the roster had no rows.
    pub(super) names_nobody: bool,
    /// The guards that it was made with, for display only.
    pub(super) made_with: Guards,
    pub(super) seal: Seal,
    pub(super) groups: Vec<GroupPlan>,
}

/// One group of a plan. Its numbers are those of texts.
#[derive(Debug, Default)]
pub(super) struct GroupPlan {
    pub(super) id: String,
    pub(super) name: String,
    /// The name of its system, else the id; empty where it is not known.
    pub(super) system: String,
    pub(super) to_be_emptied: bool,
    pub(super) members: Vec<u32>,
    pub(super) adds: Vec<u32>,
    /// User identities that have no user in the group's system.
    pub(super) add_identities: Vec<u32>,
    pub(super) removes: Vec<u32>,
    /// In a plan that only adds, the members whom the roster names; empty in a plan that was read from a text.
    pub(super) named: Vec<u32>,
    /// The lines that ask for the additions; empty in a plan that was read from a text.
    pub(super) add_lines: Vec<u32>,
    pub(super) identity_lines: Vec<u32>,
}

/// What a plan does to one group.
#[derive(Debug, Clone, Copy)]
pub struct PlannedGroup<'a> {
    pub(super) plan: &'a PlanData,
    pub(super) group: &'a GroupPlan,
    guards: Guards,
}

/// Somebody in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedUser<'a> {
    /// The id, of either kind.
    pub user: User<'a>,
    /// The name, where it is known; else empty.
    pub name: &'a str,
}

impl Response {
    /// The plan, if the call made one.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.artifact()
    }
}

impl Operation {
    /// The plan that was made, once the operation is done. A plan that a guard refused can be read here too.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        // The comparison that makes the plan is left to the first caller who asks.
        let _ = self.result();
        self.artifact()
    }
}

impl Plan {
    /// How many memberships would be added.
    #[must_use]
    pub fn adds(&self) -> usize {
        self.inner.groups.iter().map(GroupPlan::added).sum()
    }

    /// How many memberships would be removed.
    #[must_use]
    pub fn removes(&self) -> usize {
        self.inner.groups.iter().map(|group| group.removes.len()).sum()
    }

    /// How many memberships would stay.
    #[must_use]
    pub fn stays(&self) -> usize {
        self.inner.groups.iter().map(GroupPlan::staying).sum()
    }

    /// The most memberships that may be added in all; `None`: any number.
    #[must_use]
    pub fn most_adds(&self) -> Option<usize> {
        self.guards.most_adds(self.members())
    }

    /// The most memberships that may be removed in all; `None`: any number.
    #[must_use]
    pub fn most_removes(&self) -> Option<usize> {
        self.guards.most_removes(self.members())
    }

    /// How many memberships the groups had when they were read.
    pub(super) fn members(&self) -> usize {
        self.inner.groups.iter().map(|group| group.members.len()).sum()
    }

    /// Whether applying it would change nothing: nobody would be added, and nobody taken out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.adds() == 0 && self.removes() == 0
    }

    /// The rows that were left out because nobody knows the person, where
    /// [`skip_unknown`](PlanOptions::skip_unknown) asked for it.
    #[must_use]
    pub fn left_out(&self) -> &LeftOut {
        &self.inner.left_out
    }

    /// When it was made, RFC 3339 in UTC.
    #[must_use]
    pub fn made_at(&self) -> &str {
        &self.inner.made_at
    }

    /// What comes first when it is applied.
    #[must_use]
    pub fn order(&self) -> Order {
        self.inner.order
    }

    /// The groups in the order of the roster.
    pub fn groups(&self) -> impl Iterator<Item = PlannedGroup<'_>> {
        let guards = self.guards;
        self.inner.groups.iter().map(move |group| PlannedGroup { plan: &self.inner, group, guards })
    }

    /// The changes in the order in which they are to be made.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] beyond a million changes.
    pub fn changes(&self) -> Result<Changes, Error> {
        let mut changes = Changes::new();
        let mut labels = Labels::new(Arc::clone(&self.inner.texts), self.inner.left_out.clone());
        let actions = match self.inner.order {
            Order::AddsFirst => [Action::Add, Action::Remove],
            Order::RemovesFirst => [Action::Remove, Action::Add],
        };
        for action in actions {
            for group in self.groups() {
                labels.name_group(group.acs_access_group_id(), group.name(), &group.group.system);
                let users: &mut dyn Iterator<Item = PlannedUser<'_>> = match action {
                    Action::Add => &mut group.adds(),
                    Action::Remove => &mut group.removes(),
                };
                for (place, planned) in users.enumerate() {
                    changes.push(action, planned.user, group.acs_access_group_id())?;
                    labels.push(self.inner.label(group.group, action, place));
                }
            }
        }
        Ok(changes.labelled(labels))
    }

    /// The place of the first change of the second part.
    pub(super) fn second_part(&self) -> usize {
        match self.inner.order {
            Order::AddsFirst => self.adds(),
            Order::RemovesFirst => self.removes(),
        }
    }
}

impl<'a> PlannedGroup<'a> {
    /// Its id.
    #[must_use]
    pub fn acs_access_group_id(&self) -> &'a str {
        &self.group.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.group.name
    }

    /// The name of its access system, else the id; empty where it is not known.
    #[must_use]
    pub fn system(&self) -> &'a str {
        &self.group.system
    }

    /// The most people who may be added; `None`: any number.
    #[must_use]
    pub fn most_adds(&self) -> Option<usize> {
        self.guards.most_adds(self.group.members.len())
    }

    /// The most people who may be taken out; `None`: any number.
    #[must_use]
    pub fn most_removes(&self) -> Option<usize> {
        self.guards.most_removes(self.group.members.len())
    }

    /// Who would be added.
    pub fn adds(&self) -> impl Iterator<Item = PlannedUser<'a>> + use<'a> {
        let plan = self.plan;
        let identity = |number: &u32| PlannedUser { user: User::Identity(plan.texts.get(*number)), name: "" };
        self.users(&self.group.adds).chain(self.group.add_identities.iter().map(identity))
    }

    /// Who would be taken out.
    pub fn removes(&self) -> impl Iterator<Item = PlannedUser<'a>> + use<'a> {
        self.users(&self.group.removes)
    }

    /// Who is in it and stays.
    pub fn stays(&self) -> impl Iterator<Item = PlannedUser<'a>> + use<'a> {
        let gone: HashSet<u32> = self.group.removes.iter().copied().collect();
        let (plan, members) = (self.plan, self.group.members.iter());
        members.filter(move |user| !gone.contains(*user)).map(move |user| plan.user(*user))
    }

    fn users(&self, numbers: &'a [u32]) -> impl Iterator<Item = PlannedUser<'a>> + use<'a> {
        let plan = self.plan;
        numbers.iter().map(move |number| plan.user(*number))
    }
}

impl PlanOptions {
    pub(super) fn guards(&self) -> Guards {
        Guards {
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: self.max_additions,
            max_removals: self.max_removals,
        }
    }
}

impl PlanData {
    /// The label of the change at a place of a group's additions or removals.
    fn label(&self, group: &GroupPlan, action: Action, place: usize) -> Label {
        let number = |numbers: &[u32], place: usize| numbers.get(place).copied().unwrap_or(NONE);
        let (user, line) = match (action, place.checked_sub(group.adds.len())) {
            (Action::Remove, _) => (number(&group.removes, place), NONE),
            (Action::Add, None) => (number(&group.adds, place), number(&group.add_lines, place)),
            (Action::Add, Some(place)) => (NONE, number(&group.identity_lines, place)),
        };
        Label { line, name: get(&self.names, user), email: get(&self.emails, user) }
    }

    fn user(&self, number: u32) -> PlannedUser<'_> {
        PlannedUser {
            user: User::Acs(self.texts.get(number)),
            name: self.texts.get(get(&self.names, number)),
        }
    }
}

impl GroupPlan {
    /// Whether a name or id from an option means this group.
    pub(super) fn answers_to(&self, name_or_id: &str) -> bool {
        self.id == name_or_id || self.name == name_or_id
    }

    pub(super) fn added(&self) -> usize {
        self.adds.len() + self.add_identities.len()
    }

    pub(super) fn staying(&self) -> usize {
        self.members.len().saturating_sub(self.removes.len())
    }
}
