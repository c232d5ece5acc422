//! What a plan may not do unless it is allowed: take out many at once, or leave a group empty.

use super::plan::{Group, Plan};
use crate::error::Error;

/// Refuses a plan that goes too far, saying all of what it would have done and which options allow it.
pub(super) fn check(made: &Plan) -> Result<(), Error> {
    let plan = &made.0;
    let mut objections = Vec::new();
    for group in &plan.groups {
        if !plan.allow_mass_removal && is_mass_removal(group.removes.len(), group.members.len()) {
            objections.push(format!(
                "{} would lose {} of its {} members, more than the larger of 5 people and 20 % \
                 (allow_mass_removal allows it)",
                words(group),
                group.removes.len(),
                group.members.len()
            ));
        }
        if !plan.allow_emptying && !group.to_be_emptied && is_emptied(group) {
            objections.push(format!(
                "{} would be left empty; it has {} members (allow_emptying allows it)",
                words(group),
                group.members.len()
            ));
        }
    }
    let removes: usize = plan.groups.iter().map(|group| group.removes.len()).sum();
    let members: usize = plan.groups.iter().map(|group| group.members.len()).sum();
    if !plan.allow_mass_removal && plan.groups.len() > 1 && is_mass_removal(removes, members) {
        objections.push(format!(
            "all {} groups together would lose {removes} of their {members} memberships, more than the larger of 5 \
             and 20 % (allow_mass_removal allows it)",
            plan.groups.len()
        ));
    }
    if objections.is_empty() {
        Ok(())
    } else {
        let reason = format!("a guard refused the plan: {}", objections.join("; "));
        Err(Error::Guard { reason, plan: Some(made.clone()) })
    }
}

fn is_mass_removal(removes: usize, members: usize) -> bool {
    removes > 5 && removes * 5 > members
}

fn is_emptied(group: &Group) -> bool {
    !group.members.is_empty() && group.staying() == 0 && group.added() == 0
}

fn words(group: &Group) -> String {
    format!("the group {:?} ({})", group.name, group.id)
}

#[cfg(test)]
mod tests {
    use super::is_mass_removal;

    #[test]
    fn the_larger_of_five_people_and_a_fifth_may_go() {
        for (removes, members, refused) in
            [(5, 5, false), (6, 29, true), (6, 30, false), (20, 100, false), (21, 100, true), (0, 0, false)]
        {
            assert_eq!(is_mass_removal(removes, members), refused, "{removes} of {members}");
        }
    }
}
