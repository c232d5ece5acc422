//! The comparison of a roster with the members of its groups.

use std::sync::Arc;

use super::account::Account;
use super::people::{Meant, People, get, put};
use super::plan::{Group, Inner, Mode, Plan, PlanOptions};
use super::roll::Roll;
use super::rows::Roster;
use super::survey::Survey;
use crate::error::Error;

/// The comparison. Time and memory grow with rows and members, whatever the number of groups.
pub(super) fn compare(
    roster: Roster,
    survey: Survey,
    options: &PlanOptions,
    account: Account,
) -> Result<Plan, Error> {
    let mut roster = roster;
    let Survey { groups: seen, targets, empties, members, users, mut problems } = survey;
    let mut people = People::default();
    for (system, list) in &users {
        people.note_system(&mut roster.texts, system, list)?;
    }
    drop(users);
    let mut groups = Vec::with_capacity(seen.len());
    let mut homes = Vec::with_capacity(seen.len());
    for ((group, list), to_be_emptied) in seen.into_iter().zip(members).zip(empties) {
        let home = roster.texts.intern(&group.system);
        let mut members = Vec::with_capacity(list.len());
        members.extend(list.iter().map(|(user, _)| people.note_member(&mut roster.texts, user, home)));
        homes.push(home);
        let (adds, add_identities, removes) = Default::default();
        groups.push(Group {
            id: group.id,
            name: group.name,
            to_be_emptied,
            members,
            adds,
            add_identities,
            removes,
        });
    }
    let mut wanted: Vec<Vec<Meant>> = vec![Vec::new(); groups.len()];
    for row in &roster.rows {
        let place = targets.get(row.target as usize).copied().flatten();
        let Some((place, home)) = place.and_then(|place| Some((place, *homes.get(place)?))) else { continue };
        match people.find(&roster.texts, row, home) {
            Ok(meant) => wanted.get_mut(place).into_iter().for_each(|wanted| wanted.push(meant)),
            Err(problem) => problems.add(format!("{}: {problem}", roster.place(row.line))),
        }
    }
    problems.into_result()?;
    let mut stamps = Stamps::default();
    for (number, (group, wanted)) in (0..).zip(groups.iter_mut().zip(&wanted)) {
        stamps.note(number, group, wanted, options.mode);
    }
    let made_at = humantime::format_rfc3339_millis(std::time::SystemTime::now()).to_string();
    Ok(Plan(Arc::new(Inner {
        texts: roster.texts,
        names: people.into_names(),
        account,
        made_at,
        mode: options.mode,
        order: options.order,
        allow_mass_removal: options.allow_mass_removal,
        allow_emptying: options.allow_emptying,
        groups,
    })))
}

/// For each text the last group that has, or wants, the person: one look instead of a set for each group.
#[derive(Default)]
struct Stamps {
    has: Vec<u32>,
    wants: Vec<u32>,
    wants_identity: Vec<u32>,
}

impl Stamps {
    fn note(&mut self, number: u32, group: &mut Group, wanted: &[Meant], mode: Mode) {
        group.members.retain(|member| stamp(&mut self.has, *member, number));
        for meant in wanted {
            match *meant {
                Meant::User(user) => {
                    if stamp(&mut self.wants, user, number) && get(&self.has, user) != number {
                        group.adds.push(user);
                    }
                }
                Meant::Identity(identity) => {
                    if stamp(&mut self.wants_identity, identity, number) {
                        group.add_identities.push(identity);
                    }
                }
            }
        }
        if mode == Mode::Exact || group.to_be_emptied {
            let unwanted = group.members.iter().filter(|member| get(&self.wants, **member) != number);
            group.removes = unwanted.copied().collect();
        }
    }
}

/// Notes a number at a text's place, and says whether another stood there.
fn stamp(stamps: &mut Vec<u32>, text: u32, number: u32) -> bool {
    let is_new = get(stamps, text) != number;
    if is_new {
        put(stamps, text, number);
    }
    is_new
}
