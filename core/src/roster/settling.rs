//! Changes that a plan needs only because a request that may still arrive would undo what the snapshot shows.

use super::plan::{GroupPlan, Mode, PlanData};
use crate::bulk::change_list::{Action, Changes};
use crate::engine::concurrent_reads::read_each;
use crate::engine::dispatcher::Dispatcher;
use crate::engine::marks::{Mark, Marks};
use crate::model::call::{Call, User};
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::canonical;

/// A late request, and every id of the person whom it is for.
struct LateRequest {
    mark: Mark,
    acs_users: Vec<String>,
    identity: Option<String>,
}

/// Adds them to the changes of a plan: a removal of somebody who is out and whom a late request would put in, and an
/// addition of somebody who is in and whom one would take out.
pub(super) async fn add_settling(
    dispatcher: &Dispatcher,
    plan: &PlanData,
    changes: &mut Changes,
) -> Result<(), Error> {
    let mut marks = Marks::of_this_process().all(dispatcher.origin());
    marks.retain(|mark| group_of(plan, mark).is_some());
    let read = |mark| LateRequest::of(dispatcher.clone(), mark);
    for late in read_each(marks, read).await? {
        let Some(group) = group_of(plan, &late.mark) else { continue };
        if let Some((action, user)) = late.settled_by(plan, group) {
            changes.push(action, user, &group.id)?;
        }
    }
    Ok(())
}

fn group_of<'a>(plan: &'a PlanData, mark: &Mark) -> Option<&'a GroupPlan> {
    plan.groups.iter().find(|group| group.id == *mark.membership.group_id)
}

impl LateRequest {
    /// Looks up whom an identity means: the plan knows the members by their ACS users.
    async fn of(dispatcher: Dispatcher, mark: Mark) -> Result<LateRequest, Error> {
        let User::Identity(id) = mark.membership.user() else {
            let acs_users = vec![mark.membership.user_id.to_string()];
            return Ok(LateRequest { mark, acs_users, identity: None });
        };
        let current = dispatcher.current_identity(id).await?;
        let identity = current.map_or_else(|| id.to_owned(), |current| canonical(&current).into_owned());
        let users = Call::read_with(Read::ListUsers, &[("user_identity_id", &identity)])?;
        let users = dispatcher.ask(users).await?.into_list()?;
        let ids = users.iter().filter_map(|user| user.get("acs_user_id"));
        let acs_users = ids.map(|id| canonical(&id).into_owned()).collect();
        Ok(LateRequest { mark, acs_users, identity: Some(identity) })
    }

    /// The change that keeps a group as the plan wants it; `None` where the plan itself changes the person's
    /// membership, or the late request would change nothing.
    fn settled_by(&self, plan: &PlanData, group: &GroupPlan) -> Option<(Action, User<'_>)> {
        let find = |list: &[u32]| {
            self.acs_users.iter().find(|user| list.iter().any(|place| plan.texts.get(*place) == **user))
        };
        let identity = self.identity.as_deref();
        let is_added = group.add_identities.iter().any(|place| identity == Some(plan.texts.get(*place)));
        if is_added || find(&group.adds).is_some() || find(&group.removes).is_some() {
            return None;
        }
        // A plan that only adds wants nobody out, and wants in only those whom its roster names.
        let (kept, is_exact) = match plan.mode {
            Mode::Exact => (&group.members, true),
            Mode::Additive => (&group.named, group.to_be_emptied),
        };
        match (self.mark.wanted, find(kept)) {
            (true, None) if is_exact => Some((Action::Remove, self.mark.membership.user())),
            (false, Some(user)) => Some((Action::Add, User::Acs(user))),
            _ => None,
        }
    }
}
