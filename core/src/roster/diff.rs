//! The comparison of a roster with the members of its groups.

use std::sync::Arc;
use std::time::SystemTime;

use super::diagnostics::Diagnostics;
use super::identities::Identities;
use super::plan::{GroupPlan, Mode, Plan, PlanData, PlanOptions};
use super::plan_scope::PlanScope;
use super::rows::Roster;
use super::seal::{Seal, SealKey};
use super::snapshot::Snapshot;
use super::user_index::{ResolvedUser, UserIndex, get, put};
use crate::model::error::Error;
use crate::sys::time::timestamp;

/// Makes the diff. Time and memory grow with rows and members, whatever the number of groups.
pub(super) fn compare(
    mut roster: Roster,
    snapshot: Snapshot,
    identities: &Identities,
    options: &PlanOptions,
    (account, key): (PlanScope, SealKey),
) -> Result<Plan, Error> {
    let Snapshot { groups: seen, targets, empties, members, users, mut problems } = snapshot;
    let mut people = UserIndex::default();
    identities.note_ids(&mut roster.texts);
    for (system, list) in &users {
        people.note_system(&mut roster.texts, system, list)?;
    }
    drop(users);
    identities.tell(&mut people, &mut roster.texts)?;
    let homes: Vec<u32> = seen.iter().map(|group| roster.texts.intern(&group.system)).collect();
    let mut groups = Vec::with_capacity(seen.len());
    for (((group, member_ids), to_be_emptied), home) in seen.into_iter().zip(members).zip(empties).zip(&homes)
    {
        let mut members = Vec::with_capacity(member_ids.len());
        members.extend(member_ids.iter().map(|(user, _)| people.note_member(&mut roster.texts, user, *home)));
        let (id, name, system) = (group.id, group.name, group.system_name);
        groups.push(GroupPlan { id, name, system, to_be_emptied, members, ..GroupPlan::default() });
    }
    problems.skip_unknown(options.skip_unknown);
    let wanted = wanted(&roster, &people, &targets, &homes, &mut problems);
    let left_out = problems.into_result()?;
    let mut stamps = Stamps::default();
    for (number, (group, wanted)) in (0..).zip(groups.iter_mut().zip(&wanted)) {
        stamps.settle(number, group, wanted, options.mode);
    }
    let guards = options.guards();
    let (names, emails) = people.into_names_and_emails();
    let inner = PlanData {
        names_nobody: roster.rows.is_empty(),
        texts: Arc::new(roster.texts),
        names,
        emails,
        left_out,
        account,
        made_at: timestamp(SystemTime::now()),
        mode: options.mode,
        order: options.order,
        made_with: guards,
        seal: Seal::Own(key),
        groups,
    };
    Ok(Plan { inner: Arc::new(inner), guards })
}

/// For each group the users that the roster names, and in which lines.
fn wanted(
    roster: &Roster,
    people: &UserIndex,
    targets: &[Option<usize>],
    homes: &[u32],
    problems: &mut Diagnostics,
) -> Vec<Vec<(ResolvedUser, u32)>> {
    let mut wanted = vec![Vec::new(); homes.len()];
    for row in &roster.rows {
        let place = targets.get(row.target as usize).copied().flatten();
        let found = place.and_then(|place| Some((wanted.get_mut(place)?, *homes.get(place)?)));
        // The snapshot has reported the groups that it did not find.
        let Some((wanted, home)) = found else { continue };
        match people.find(&roster.texts, row, home, problems.are_few()) {
            Ok(meant) => wanted.push((meant, row.line)),
            Err(problem) => problems.add(problem.at(roster.unit, row.line)),
        }
    }
    wanted
}

/// For each text the last group that has, or should have, the person: one lookup instead of a set for each group.
#[derive(Default)]
struct Stamps {
    has: Vec<u32>,
    wants: Vec<u32>,
    wants_identity: Vec<u32>,
}

impl Stamps {
    /// Says who is added to a group and who is taken out.
    fn settle(&mut self, number: u32, group: &mut GroupPlan, wanted: &[(ResolvedUser, u32)], mode: Mode) {
        group.members.retain(|member| stamp(&mut self.has, *member, number));
        for (meant, line) in wanted {
            match *meant {
                ResolvedUser::User(user) => {
                    if stamp(&mut self.wants, user, number) && get(&self.has, user) != number {
                        group.adds.push(user);
                        group.add_lines.push(*line);
                    }
                }
                ResolvedUser::Identity(identity) => {
                    if stamp(&mut self.wants_identity, identity, number) {
                        group.add_identities.push(identity);
                        group.identity_lines.push(*line);
                    }
                }
            }
        }
        let is_named = |member: &u32| get(&self.wants, *member) == number;
        if mode == Mode::Exact || group.to_be_emptied {
            group.removes = group.members.iter().copied().filter(|member| !is_named(member)).collect();
        } else {
            group.named = group.members.iter().copied().filter(is_named).collect();
        }
    }
}

/// Sets the number at a text's place, and returns whether another was there.
fn stamp(stamps: &mut Vec<u32>, text: u32, number: u32) -> bool {
    let is_new = get(stamps, text) != number;
    if is_new {
        put(stamps, text, number);
    }
    is_new
}
