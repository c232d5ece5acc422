//! The building: who is where, what was recorded, and what the access control systems have.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use crate::clock;
use crate::ledger::Recorded;
use crate::push::{PushPlan, Pushed, Settled};
use crate::seed::{self, Seed};
use crate::switches::ListsShow;

/// A user's place in the order of the seed.
pub(crate) type UserNumber = usize;
/// A group's place in the order of the seed.
pub(crate) type GroupNumber = usize;

/// The state of one sandbox.
pub(crate) struct World {
    pub(crate) seed: Seed,
    pub(crate) users: Vec<User>,
    pub(crate) groups: Vec<Group>,
    user_numbers: HashMap<String, UserNumber>,
    group_numbers: HashMap<String, GroupNumber>,
    due: BTreeSet<(Instant, Subject)>,
}

pub(crate) struct User {
    pub(crate) record: seed::User,
    pub(crate) created_at: String,
    pub(crate) suspended: Pushed,
    pub(crate) errors: Vec<UserError>,
    /// Every group that this user is in, was in, or is on the way into or out of.
    groups: BTreeSet<GroupNumber>,
}

/// A push that failed, as it shows on the user.
pub(crate) struct UserError {
    pub(crate) created_at: String,
    pub(crate) message: String,
}

pub(crate) struct Group {
    pub(crate) record: seed::Group,
    /// Places of this group's entrances in the seed.
    pub(crate) entrances: BTreeSet<usize>,
    pub(crate) members: BTreeMap<UserNumber, Pushed>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Membership(UserNumber, GroupNumber),
    Suspension(UserNumber),
}

impl World {
    pub(crate) fn new(seed: &Seed) -> World {
        let mut world = World {
            seed: seed.clone(),
            users: Vec::new(),
            groups: Vec::new(),
            user_numbers: HashMap::new(),
            group_numbers: HashMap::new(),
            due: BTreeSet::new(),
        };
        for user in &seed.users {
            world.add_user(user.clone(), SEEDED_AT.to_owned());
        }
        for (number, record) in seed.groups.iter().enumerate() {
            world.group_numbers.insert(record.acs_access_group_id.clone(), number);
            world.groups.push(Group {
                record: record.clone(),
                entrances: entrances_named(seed, &record.entrances),
                members: BTreeMap::new(),
            });
            for member in &record.members {
                if let Some(user) = world.user_number(member) {
                    world.put(user, number, true);
                }
            }
        }
        world
    }

    pub(crate) fn add_user(&mut self, record: seed::User, created_at: String) -> UserNumber {
        let number = self.users.len();
        self.user_numbers.insert(record.acs_user_id.clone(), number);
        let suspended = Pushed::already(record.is_suspended);
        self.users.push(User { record, created_at, suspended, errors: Vec::new(), groups: BTreeSet::new() });
        number
    }

    pub(crate) fn user_number(&self, acs_user_id: &str) -> Option<UserNumber> {
        self.user_numbers.get(acs_user_id).copied()
    }

    pub(crate) fn group_number(&self, acs_access_group_id: &str) -> Option<GroupNumber> {
        self.group_numbers.get(acs_access_group_id).copied()
    }

    pub(crate) fn user(&self, number: UserNumber) -> Option<&User> {
        self.users.get(number)
    }

    pub(crate) fn group(&self, number: GroupNumber) -> Option<&Group> {
        self.groups.get(number)
    }

    /// Every group that was not deleted.
    pub(crate) fn known_groups(&self) -> impl Iterator<Item = (GroupNumber, &Group)> {
        let groups = self.groups.iter().enumerate();
        groups.filter(|(_, group)| self.group_number(&group.record.acs_access_group_id).is_some())
    }

    /// Forgets a group and who is in it. Its number stays taken.
    pub(crate) fn delete_group(&mut self, number: GroupNumber) {
        let Some(group) = self.groups.get_mut(number) else { return };
        group.members.clear();
        self.group_numbers.remove(&group.record.acs_access_group_id);
    }

    pub(crate) fn identity(&self, user_identity_id: &str) -> Option<&seed::UserIdentity> {
        self.seed.user_identities.iter().find(|identity| identity.answers_to(user_identity_id))
    }

    /// The user that an identity has in a system, also by an id that was merged.
    pub(crate) fn user_of_identity(&self, user_identity_id: &str, acs_system_id: &str) -> Option<UserNumber> {
        let current = self.identity(user_identity_id).map(|identity| identity.user_identity_id.as_str());
        let wanted = current.unwrap_or(user_identity_id);
        self.users.iter().position(|user| {
            user.record.user_identity_id.as_deref() == Some(wanted)
                && user.record.acs_system_id == acs_system_id
        })
    }

    /// Lets every push that is due by now arrive.
    pub(crate) fn settle(&mut self, now: Instant) {
        while let Some(&(due, subject)) = self.due.first() {
            if due > now {
                break;
            }
            self.due.pop_first();
            if self.pushed(subject).map(|pushed| pushed.settle(now)) == Some(Settled::Failed) {
                self.note_failure(subject);
            }
        }
    }

    /// Lets every push arrive now, also those that never would.
    pub(crate) fn finish_pushes(&mut self) {
        self.due.clear();
        for user in &mut self.users {
            user.suspended.finish();
        }
        for group in &mut self.groups {
            for membership in group.members.values_mut() {
                membership.finish();
            }
        }
    }

    pub(crate) fn wants(&self, user: UserNumber, group: GroupNumber) -> bool {
        self.membership(user, group).is_some_and(|membership| membership.wanted)
    }

    /// Records a membership; its push begins if that is a change.
    pub(crate) fn want(
        &mut self,
        user: UserNumber,
        group: GroupNumber,
        member: bool,
        plan: PushPlan,
        now: Instant,
    ) {
        if let Some(record) = self.users.get_mut(user) {
            record.groups.insert(group);
        }
        let Some(membership) = self.groups.get_mut(group).map(|group| group.members.entry(user).or_default())
        else {
            return;
        };
        if let Some(due) = membership.want(member, plan, now) {
            self.due.insert((due, Subject::Membership(user, group)));
        }
    }

    /// Makes a membership so, here and in the access control system, without a push.
    pub(crate) fn put(&mut self, user: UserNumber, group: GroupNumber, member: bool) {
        if let Some(record) = self.users.get_mut(user) {
            record.groups.insert(group);
        }
        if let Some(group) = self.groups.get_mut(group) {
            group.members.insert(user, Pushed::already(member));
        }
    }

    /// Gives a user or a group another name; false where there is neither.
    pub(crate) fn rename(&mut self, id: &str, name: &str) -> bool {
        if let Some(user) = self.user_number(id).and_then(|number| self.users.get_mut(number)) {
            name.clone_into(&mut user.record.full_name);
            return true;
        }
        let group = self.group_number(id).and_then(|number| self.groups.get_mut(number));
        group.map(|group| name.clone_into(&mut group.record.name)).is_some()
    }

    /// Makes a membership so that an earlier sandbox recorded. People whom only that one had are left out.
    pub(crate) fn put_again(&mut self, recorded: &Recorded) {
        let user = self.user_number(&recorded.acs_user_id);
        let group = self.group_number(&recorded.acs_access_group_id);
        if let (Some(user), Some(group)) = (user, group) {
            self.put(user, group, recorded.member);
        }
    }

    pub(crate) fn suspend(&mut self, user: UserNumber, suspended: bool, plan: PushPlan, now: Instant) {
        let Some(record) = self.users.get_mut(user) else { return };
        if let Some(due) = record.suspended.want(suspended, plan, now) {
            self.due.insert((due, Subject::Suspension(user)));
        }
    }

    /// The members of a group, in the order of the seed.
    pub(crate) fn members(&self, group: GroupNumber, which: ListsShow) -> Vec<UserNumber> {
        self.group(group).map_or_else(Vec::new, |group| {
            let shown = group.members.iter().filter(|(_, membership)| shows(membership, which));
            shown.map(|(user, _)| *user).collect()
        })
    }

    /// The groups that a user is in, in the order of the seed.
    pub(crate) fn groups_of(&self, user: UserNumber, which: ListsShow) -> Vec<GroupNumber> {
        let touched = self.memberships_of(user);
        touched.filter(|(_, membership)| shows(membership, which)).map(|(group, _)| group).collect()
    }

    /// Every membership of a user that is, was or will be.
    pub(crate) fn memberships_of(&self, user: UserNumber) -> impl Iterator<Item = (GroupNumber, &Pushed)> {
        let groups = self.user(user).into_iter().flat_map(|user| &user.groups);
        groups.filter_map(move |&group| Some((group, self.membership(user, group)?)))
    }

    /// Places of the entrances that a user can open now: those of the groups that the access control system has
    /// the user in, and none while the user is suspended there.
    pub(crate) fn entrances_of(&self, user: UserNumber) -> BTreeSet<usize> {
        if self.user(user).is_none_or(|user| user.suspended.applied) {
            return BTreeSet::new();
        }
        let groups = self.groups_of(user, ListsShow::Applied);
        groups
            .iter()
            .filter_map(|&group| self.group(group))
            .flat_map(|group| group.entrances.clone())
            .collect()
    }

    fn membership(&self, user: UserNumber, group: GroupNumber) -> Option<&Pushed> {
        self.group(group)?.members.get(&user)
    }

    fn pushed(&mut self, subject: Subject) -> Option<&mut Pushed> {
        match subject {
            Subject::Membership(user, group) => self.groups.get_mut(group)?.members.get_mut(&user),
            Subject::Suspension(user) => Some(&mut self.users.get_mut(user)?.suspended),
        }
    }

    fn note_failure(&mut self, subject: Subject) {
        let (number, what) = match subject {
            Subject::Membership(user, group) => {
                let name = self.group(group).map_or("", |group| &group.record.name);
                (user, format!("the membership in the access group {name}"))
            }
            Subject::Suspension(user) => (user, "the suspension".to_owned()),
        };
        if let Some(user) = self.users.get_mut(number) {
            user.errors.push(UserError {
                created_at: clock::timestamp(),
                message: format!("Failed to update {what} on the access control system."),
            });
        }
    }
}

/// When everything in a seed was made.
pub(crate) const SEEDED_AT: &str = "2025-01-15T08:30:00.000Z";

fn shows(membership: &Pushed, which: ListsShow) -> bool {
    match which {
        ListsShow::Wanted => membership.wanted,
        ListsShow::Applied => membership.applied,
    }
}

fn entrances_named(seed: &Seed, wanted: &[String]) -> BTreeSet<usize> {
    let place = |text: &String| {
        let is =
            |entrance: &seed::Entrance| &entrance.acs_entrance_id == text || &entrance.display_name == text;
        seed.entrances.iter().position(is)
    };
    wanted.iter().filter_map(place).collect()
}
