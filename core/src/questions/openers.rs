//! The people whom groups let in at a door.

use super::entrances::ids;
use super::obstacles;
use super::reached::Reached;
use crate::answer::{Answer, Content, List, Record};
use crate::client::Client;
use crate::error::{Error, Failure};
use crate::ids::check_id;
use crate::operation::{Operation, Product};
use crate::read::Read;
use crate::server_time::ServerTime;

impl Client {
    /// Begins to ask who can open an entrance: a list of Seam's user objects, each with two fields more.
    ///
    /// `through` holds the groups that let the user in, `{"acs_access_group_id", "name", "access_schedule"}`.
    /// `obstacles` holds what keeps the user out all the same, such as a suspension, as
    /// [`begin_wait`](Self::begin_wait) describes it.
    ///
    /// Seam has no such question: the answer is made of the entrances and the members of every group of the
    /// entrance's access system. People who were let in at this entrance directly, without a group, are not in it.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id that cannot be one; [`Error::Resources`]. The operation itself fails with
    /// what a read fails with, [`Error::NotFound`] for an unknown entrance among it.
    pub fn begin_who_can_open(&self, acs_entrance_id: &str) -> Result<Operation, Error> {
        check_id("acs_entrance_id", acs_entrance_id)?;
        let entrance_id = acs_entrance_id.to_owned();
        let phrase = format!("ask who can open entrance {entrance_id:?}");
        self.begin_question(phrase, |asker| async move {
            asker.fails_with_a_read();
            let body = asker.body("/acs/entrances/get", ("acs_entrance_id", &entrance_id)).await?;
            let groups = asker.many(Read::ListGroups, &[("acs_system_id", &system_of(&body)?)]).await?;
            let field = "acs_access_group_id";
            let entrances = asker.each(Read::ListGroupEntrances, field, &groups).await?;
            let leads_there = |list: &List| ids(list, "acs_entrance_id").any(|id| id == entrance_id);
            let ways = groups.iter().zip(&entrances).filter(|(_, list)| leads_there(list));
            let ways = List::new(ways.map(|(group, _)| group.clone()).collect());
            let members = asker.each(Read::ListGroupUsers, field, &ways).await?;
            let empty = asker.answer(Content::Recorded, None);
            Ok(Product::Unfinished(Box::new(move |_| {
                Ok(Answer { content: Content::Many(combine(&ways, &members)?), ..empty })
            })))
        })
    }
}

fn system_of(body: &Record) -> Result<String, Error> {
    body.get("acs_entrance.acs_system_id").ok_or_else(|| {
        let detail = "the answer is not one that Seam gives: \"acs_system_id\" of the entrance is missing";
        Error::UnexpectedResponse(Failure::boxed(detail))
    })
}

fn combine(ways: &List, members: &[List]) -> Result<List, Error> {
    let now = ServerTime::of_this_machine();
    let mut people = Reached::by("acs_user_id");
    for (group, users) in ways.iter().zip(members) {
        people.through(group, users);
    }
    people.finish(|_, user| ("obstacles", obstacles::of_user(user, now).into()))
}
