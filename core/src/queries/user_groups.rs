//! The groups that a user is in.

use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::model::call::{User, user_phrase};
use crate::model::endpoints::Read;
use crate::model::error::{Error, Failure};
use crate::model::id::check_id;
use crate::model::response::{Content, List};

impl Client {
    /// Begins to ask which access groups a user is in: a list of Seam's group objects. By user identity these are the
    /// groups of every access system that knows the person.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of a read. A user who does not exist is [`Error::NotFound`], not a user without groups.
    pub fn begin_groups_of(&self, user: User<'_>) -> Result<Operation, Error> {
        let person = UserRef::new(user)?;
        let phrase = format!("ask for the groups of {}", person.phrase());
        self.begin_query(phrase, |runner| async move {
            runner.fails_with_a_read();
            let groups = person.groups(&runner).await?;
            if groups.is_empty() {
                person.acs_users(&runner).await?;
            }
            Ok(EngineOutput::Response(runner.answer(Content::Many(groups), None)))
        })
    }
}

/// A user that a query is about, without a group.
pub(super) struct UserRef {
    field: &'static str,
    id: String,
}

impl UserRef {
    pub(super) fn new(user: User<'_>) -> Result<UserRef, Error> {
        let (field, id) = user.parts();
        check_id(field, id)?;
        Ok(UserRef { field, id: id.to_owned() })
    }

    /// How messages name the person.
    pub(super) fn phrase(&self) -> String {
        user_phrase(self.field, &self.id)
    }

    pub(super) async fn groups(&self, runner: &QueryRunner) -> Result<List, Error> {
        runner.many(Read::ListGroups, &[(self.field, &self.id)]).await
    }

    /// The person's ACS users, at least one.
    pub(super) async fn acs_users(&self, runner: &QueryRunner) -> Result<List, Error> {
        if !self.is_identity() {
            let user = runner.one(Read::GetUser, &[(self.field, &self.id)]).await?;
            return Ok(List::new(vec![user]));
        }
        let users = runner.many(Read::ListUsers, &[(self.field, &self.id)]).await?;
        if users.is_empty() {
            let detail = "no ACS user belongs to this user identity, or there is no such user identity";
            let advice = "Check the id, and that the credentials belong to the workspace that has it";
            let failure = Failure::new(detail).advise(advice);
            let error = Error::NotFound(Box::new(failure));
            return Err(error.in_call(&format!("look up {}", self.phrase()), 1));
        }
        Ok(users)
    }

    fn is_identity(&self) -> bool {
        self.field == "user_identity_id"
    }
}
