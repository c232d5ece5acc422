//! The doors that a user's groups lead to.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::json;

use super::groups::Person;
use super::reached::Reached;
use crate::answer::{Answer, Content, List};
use crate::call::User;
use crate::client::Client;
use crate::engine::Asker;
use crate::engine::is_not_served;
use crate::error::Error;
use crate::operation::{Operation, Product};
use crate::read::Read;

impl Client {
    /// Begins to ask which entrances a user can open, through which groups, and when: a list of Seam's entrance
    /// objects, each with two fields more.
    ///
    /// `through` holds the groups that lead there, `{"acs_access_group_id", "name", "access_schedule"}`; it is empty
    /// for an entrance that the user was let in at directly. `accessible` says whether Seam itself lists the entrance
    /// for the user: false where only the groups say so, because the access system has not followed yet or the user is
    /// suspended; null where the server does not serve that list.
    ///
    /// By user identity these are the entrances of every access system that knows the person.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id that cannot be one; [`Error::Resources`]. The operation itself fails with
    /// what a read fails with, [`Error::NotFound`] for an unknown user among it.
    pub fn begin_entrances_of(&self, user: User<'_>) -> Result<Operation, Error> {
        let person = Person::new(user)?;
        let phrase = format!("ask for the entrances of {}", person.phrase());
        self.begin_question(phrase, |asker| async move {
            asker.fails_with_a_read();
            let (groups, own) = tokio::try_join!(person.groups(&asker), own_entrances(&asker, &person))?;
            let doors = asker.each(Read::ListGroupEntrances, "acs_access_group_id", &groups).await?;
            let empty = asker.answer(Content::Recorded, None);
            Ok(Product::Unfinished(Box::new(move |_| {
                let list = combine(&groups, &doors, own.as_deref())?;
                Ok(Answer { content: Content::Many(list), ..empty })
            })))
        })
    }
}

/// What Seam lists for the user directly; `None` where the server does not serve it.
async fn own_entrances(asker: &Asker, person: &Person) -> Result<Option<Vec<List>>, Error> {
    let users = person.acs_users(asker).await?;
    match asker.each(Read::ListUserEntrances, "acs_user_id", &users).await {
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
