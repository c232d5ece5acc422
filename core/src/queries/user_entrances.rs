//! The entrances that a user can open.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::json;

use super::reached::Reached;
use super::user_groups::UserRef;
use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::engine::recorded_membership::is_not_served;
use crate::model::call::User;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::response::{Content, List, Response};

impl Client {
    /// Begins to ask which entrances a user can open, through which groups, and when: a list of Seam's entrance
    /// objects, each with two more fields.
    ///
    /// `through` holds the groups that lead there, `{"acs_access_group_id", "name", "access_schedule"}`; it is empty
    /// for an entrance that the user can open without a group. `accessible` says whether Seam itself lists the entrance
    /// for the user: false where only the groups say so, because the access system has not followed yet or the user is
    /// suspended; null where the server does not serve that list.
    ///
    /// By user identity these are the entrances of every access system that knows the person.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of a read, such as [`Error::NotFound`] for an unknown user.
    pub fn begin_entrances_of(&self, user: User<'_>) -> Result<Operation, Error> {
        let person = UserRef::new(user)?;
        let phrase = format!("ask for the entrances of {}", person.phrase());
        self.begin_query(phrase, |runner| async move {
            runner.fails_with_a_read();
            let (groups, own) = tokio::try_join!(person.groups(&runner), own_entrances(&runner, &person))?;
            let doors = runner.each(Read::ListGroupEntrances, "acs_access_group_id", &groups).await?;
            let empty = runner.answer(Content::Recorded, None);
            Ok(EngineOutput::Deferred(Box::new(move |_| {
                let list = combine(&groups, &doors, own.as_deref())?;
                Ok(Response { content: Content::Many(list), ..empty })
            })))
        })
    }
}

/// What Seam lists for the user directly; `None` where the server does not serve it.
async fn own_entrances(runner: &QueryRunner, person: &UserRef) -> Result<Option<Vec<List>>, Error> {
    let users = person.acs_users(runner).await?;
    match runner.each(Read::ListUserEntrances, "acs_user_id", &users).await {
        Ok(lists) => Ok(Some(lists)),
        Err(error) if is_not_served(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn combine(groups: &List, doors: &[List], own: Option<&[List]>) -> Result<List, Error> {
    let own_ids: Option<HashSet<Cow<'_, str>>> =
        own.map(|lists| lists.iter().flat_map(|list| ids(list, "acs_entrance_id")).collect());
    let mut entrances = Reached::by("acs_entrance_id");
    for (group, list) in groups.iter().zip(doors) {
        entrances.through(group, list);
    }
    for list in own.into_iter().flatten() {
        entrances.directly(list);
    }
    entrances.finish(|id, _| ("accessible", json!(own_ids.as_ref().map(|ids| ids.contains(id)))))
}

/// The ids of a list's objects.
pub(super) fn ids<'a>(list: &'a List, field: &str) -> impl Iterator<Item = Cow<'a, str>> {
    list.iter().filter_map(move |item| item.text(field))
}
