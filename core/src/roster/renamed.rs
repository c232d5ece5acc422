//! Reads the names of a saved plan again: something with another name is not what the operator saw.

use indexmap::IndexSet;

use super::group_index::Groups;
use super::plan::{GroupPlan, PlanData};
use super::snapshot::{ask, read_users};
use super::user_index::get;
use super::user_record::UserRecord;
use crate::engine::dispatcher::Dispatcher;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::response::List;

/// The groups, and the users of the systems in which somebody would be added or taken out.
pub(super) struct NamesNow {
    groups: Groups,
    users: Vec<List>,
}

impl NamesNow {
    pub(super) async fn read(dispatcher: &Dispatcher, plan: &PlanData) -> Result<NamesNow, Error> {
        let groups = Groups::new(&ask(dispatcher, Read::ListGroups, &[]).await?, None);
        let changed = plan.groups.iter().filter(|group| !group.adds.is_empty() || !group.removes.is_empty());
        let systems: IndexSet<String> =
            changed.filter_map(|group| Some(groups.with_id(&group.id)?.system.clone())).collect();
        let users = read_users(dispatcher, systems.into_iter().collect()).await?;
        Ok(NamesNow { groups, users })
    }

    /// What has another name or is gone, as phrases.
    pub(super) fn differences(&self, plan: &PlanData) -> Result<Vec<String>, Error> {
        let mut differences: Vec<String> =
            plan.groups.iter().filter_map(|group| self.of_group(group)).collect();
        let mut open: IndexSet<u32> =
            plan.groups.iter().flat_map(|group| group.adds.iter().chain(&group.removes)).copied().collect();
        for record in self.users.iter().flatten() {
            let person = UserRecord::of(record)?;
            let Some(user) = plan.texts.find(person.id()).filter(|user| open.swap_remove(user)) else {
                continue;
            };
            let before = plan.texts.get(get(&plan.names, user));
            if before != person.name() {
                let id = person.id();
                differences.push(format!("the user {before:?} ({id}) is named {:?} now", person.name()));
            }
        }
        // A user without a name was a member from another system, which was not read before either.
        let gone =
            open.into_iter().map(|user| (plan.texts.get(user), plan.texts.get(get(&plan.names, user))));
        differences.extend(
            gone.filter(|(_, name)| !name.is_empty())
                .map(|(id, name)| format!("the user {name:?} ({id}) is not there any more")),
        );
        Ok(differences)
    }

    fn of_group(&self, group: &GroupPlan) -> Option<String> {
        let (before, id) = (&group.name, &group.id);
        match self.groups.with_id(id) {
            None => Some(format!("the group {before:?} ({id}) is not there any more")),
            Some(now) if now.name == *before => None,
            Some(now) => Some(format!("the group {before:?} ({id}) is named {:?} now", now.name)),
        }
    }
}
