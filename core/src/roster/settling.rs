//! Changes that a plan needs only because a request that may still arrive would undo what the snapshot shows.

use super::plan::{Mode, PlanData};
use crate::bulk::change_list::{Action, Changes};
use crate::engine::marks::Marks;
use crate::model::call::User;
use crate::model::error::Error;

/// Adds them to the changes of a plan: a removal of somebody who is out and whom a late request would put in, and an
/// addition of somebody who is in and whom one would take out.
pub(super) fn add_settling(plan: &PlanData, origin: &str, changes: &mut Changes) -> Result<(), Error> {
    // What a plan that only adds leaves alone, it does not want to be so or so.
    if plan.mode == Mode::Additive {
        return Ok(());
    }
    for mark in Marks::of_this_process().all(origin) {
        let User::Acs(user) = mark.membership.user() else { continue };
        let Some(group) = plan.groups.iter().find(|group| group.id == *mark.membership.group_id) else {
            continue;
        };
        let has = |list: &[u32]| list.iter().any(|number| plan.texts.get(*number) == user);
        if has(&group.adds) || has(&group.removes) {
            continue;
        }
        if has(&group.members) != mark.wanted {
            let action = if mark.wanted { Action::Remove } else { Action::Add };
            changes.push(action, User::Acs(user), &group.id)?;
        }
    }
    Ok(())
}
