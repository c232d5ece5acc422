//! The groups that a user is in.

use crate::answer::{Content, List};
use crate::call::User;
use crate::client::Client;
use crate::engine::Asker;
use crate::error::{Error, Failure};
use crate::ids::check_id;
use crate::operation::{Operation, Product};
use crate::read::Read;

impl Client {
    /// Begins to ask which access groups a user is in: a list of Seam's group objects. By user identity these are the
    /// groups of every access system that knows the person.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id that cannot be one; [`Error::Resources`]. The operation itself fails with
    /// what a read fails with; a user who does not exist is [`Error::NotFound`], and not in no group.
    pub fn begin_groups_of(&self, user: User<'_>) -> Result<Operation, Error> {
        let person = Person::new(user)?;
        let phrase = format!("ask for the groups of {}", person.phrase());
        self.begin_question(phrase, |asker| async move {
            asker.fails_with_a_read();
            let groups = person.groups(&asker).await?;
            if groups.is_empty() {
                person.acs_users(&asker).await?;
            }
            Ok(Product::Answer(asker.answer(Content::Many(groups), None)))
        })
    }
}

/// A user that a question is about, without a group.
pub(super) struct Person {
    field: &'static str,
    id: String,
}

impl Person {
    pub(super) fn new(user: User<'_>) -> Result<Person, Error> {
        let (field, id) = user.parts();
        check_id(field, id)?;
        Ok(Person { field, id: id.to_owned() })
    }

    /// How messages name the person.
    pub(super) fn phrase(&self) -> String {
        format!("{} {:?}", if self.is_identity() { "user identity" } else { "user" }, self.id)
    }

    pub(super) async fn groups(&self, asker: &Asker) -> Result<List, Error> {
        asker.many(Read::ListGroups, &[(self.field, &self.id)]).await
    }

    /// The ACS users that the person is, at least one.
    pub(super) async fn acs_users(&self, asker: &Asker) -> Result<List, Error> {
        if !self.is_identity() {
            let user = asker.one(Read::GetUser, &[(self.field, &self.id)]).await?;
            return Ok(List::new(vec![user]));
        }
        let users = asker.many(Read::ListUsers, &[(self.field, &self.id)]).await?;
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
