//! Checks a plan against its guards: it must not remove or add too many, leave a group empty, or be made from a
//! roster without anybody.

use super::guards::{Guards, without_permission};
use super::limit::Limit;
use super::plan::{GroupPlan, Plan};
use crate::model::error::Error;

/// Refuses a plan that goes too far. The message says everything that it would do and which options allow it.
pub(super) fn check(made: &Plan) -> Result<(), Error> {
    let (plan, guards) = (&made.inner, &made.guards);
    let mut objections = Vec::new();
    if plan.names_nobody && !guards.allow_emptying && !plan.groups.iter().any(|group| group.to_be_emptied) {
        objections.push("the roster names nobody (allow_emptying allows it)".to_owned());
    }
    for group in &plan.groups {
        let counts = Counts {
            who: words(group),
            adds: group.added(),
            removes: group.removes.len(),
            members: group.members.len(),
            unit: Unit::People,
        };
        objections.extend(counts.objections(guards));
        if !guards.allow_emptying && !group.to_be_emptied && is_emptied(group) {
            objections.push(format!(
                "{} would be left empty; it has {} members (allow_emptying allows it)",
                words(group),
                group.members.len()
            ));
        }
    }
    if plan.groups.len() > 1 {
        let counts = Counts {
            who: format!("all {} groups together", plan.groups.len()),
            adds: made.adds(),
            removes: made.removes(),
            members: made.members(),
            unit: Unit::Memberships,
        };
        objections.extend(counts.objections(guards));
    }
    if objections.is_empty() {
        Ok(())
    } else {
        let reason = format!("a guard refused the plan: {}", objections.join("; "));
        Err(Error::Guard(reason))
    }
}

/// What would be done to a group, or to all of them.
struct Counts {
    who: String,
    adds: usize,
    removes: usize,
    members: usize,
    unit: Unit,
}

#[derive(Clone, Copy)]
enum Unit {
    People,
    Memberships,
}

impl Counts {
    fn objections(&self, guards: &Guards) -> Vec<String> {
        let Counts { who, adds, removes, members, .. } = self;
        let (of_whom, five) = match self.unit {
            Unit::People => ("members", "5 people"),
            Unit::Memberships => ("memberships", "5"),
        };
        let mut objections = Vec::new();
        if !guards.allow_mass_removal && *removes > without_permission(*members) {
            objections.push(format!(
                "{who} would lose {removes} of {its} {members} {of_whom}, more than the larger of {five} and 20 % \
                 (allow_mass_removal allows it)",
                its = self.its()
            ));
        }
        if let Some(limit) = guards.max_removals.filter(|limit| *removes > limit.of(*members)) {
            objections.push(format!(
                "{who} would lose {removes} of {its} {members} {of_whom}, and max_removals is {}",
                shown(limit, *members),
                its = self.its()
            ));
        }
        if let Some(limit) = guards.max_additions.filter(|limit| *adds > limit.of(*members)) {
            objections.push(format!(
                "{who} would get {adds} more than {its} {members} {of_whom}, and max_additions is {}",
                shown(limit, *members),
                its = self.its()
            ));
        }
        objections
    }

    fn its(&self) -> &'static str {
        match self.unit {
            Unit::People => "its",
            Unit::Memberships => "their",
        }
    }
}

/// A limit as it was given, and what it comes to.
fn shown(limit: Limit, members: usize) -> String {
    let (given, most) = (limit.to_string(), limit.of(members));
    if given == most.to_string() { given } else { format!("{given}, which is {most}") }
}

/// Whether no user whom the system is known to have would be left: an identity has no user there yet.
fn is_emptied(group: &GroupPlan) -> bool {
    !group.members.is_empty() && group.staying() == 0 && group.adds.is_empty()
}

fn words(group: &GroupPlan) -> String {
    format!("the group {:?} ({})", group.name, group.id)
}
