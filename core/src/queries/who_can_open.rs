//! The people who can open an entrance through groups.

use super::obstacles;
use super::reached::Reached;
use super::user_entrances::ids;
use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::model::endpoints::Read;
use crate::model::error::{Error, Failure};
use crate::model::id::check_id;
use crate::model::response::{Content, List, Record, Response};
use crate::model::server_time::ServerTime;

impl Client {
    /// Begins to ask who can open an entrance: a list of Seam's user objects, each with two more fields.
    ///
    /// `through` holds the groups that let the user in, `{"acs_access_group_id", "name", "access_schedule"}`.
    /// `obstacles` holds what keeps the user out all the same, such as a suspension, as
    /// [`begin_wait`](Self::begin_wait) describes it.
    ///
    /// Seam has no such read: the answer is made from the entrances and the members of every group of the entrance's
    /// access system. It leaves out people who can open this entrance directly, without a group.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of a read, such as [`Error::NotFound`] for an unknown entrance.
    pub fn begin_who_can_open(&self, acs_entrance_id: &str) -> Result<Operation, Error> {
        check_id("acs_entrance_id", acs_entrance_id)?;
        let entrance_id = acs_entrance_id.to_owned();
        let phrase = format!("ask who can open entrance {entrance_id:?}");
        self.begin_query(phrase, |runner| async move {
            runner.fails_with_a_read();
            let body = runner.body("/acs/entrances/get", ("acs_entrance_id", &entrance_id)).await?;
            let groups = runner.many(Read::ListGroups, &[("acs_system_id", &system_of(&body)?)]).await?;
            let field = "acs_access_group_id";
            let entrances = runner.each(Read::ListGroupEntrances, field, &groups).await?;
            let leads_there = |list: &List| ids(list, "acs_entrance_id").any(|id| id == entrance_id);
            let ways = groups.iter().zip(&entrances).filter(|(_, list)| leads_there(list));
            let ways = List::new(ways.map(|(group, _)| group.clone()).collect());
            let members = runner.each(Read::ListGroupUsers, field, &ways).await?;
            let empty = runner.answer(Content::Recorded, None);
            Ok(EngineOutput::Deferred(Box::new(move |_| {
                Ok(Response { content: Content::Many(combine(&ways, &members)?), ..empty })
            })))
        })
    }
}

fn system_of(body: &Record) -> Result<String, Error> {
    body.get("acs_entrance.acs_system_id").ok_or_else(|| {
        let detail = "the response is not one that Seam sends: \"acs_system_id\" of the entrance is missing";
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
