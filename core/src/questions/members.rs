//! Whether a user is in a group.

use serde_json::json;

use super::asker::Asker;
use super::fields::record;
use super::look::Pair;
use crate::answer::Content;
use crate::call::{Membership, User};
use crate::client::Client;
use crate::error::Error;
use crate::operation::{Operation, Product};
use crate::read::Read;

impl Client {
    /// Begins to ask whether a user is in an access group. The record is `{"is_member": true | false, …}`.
    ///
    /// What Seam lists is what counts. While a change is on its way to the access system, Seam does not say whether
    /// its lists show what was recorded or what the access system has: [`begin_wait`](Self::begin_wait) tells the two
    /// apart. "Not a member" is said only of a user and a group that exist.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an id that cannot be one; [`Error::Resources`]. The operation itself fails with
    /// what a read fails with, [`Error::NotFound`] for an unknown user or group among it.
    pub fn begin_is_member(&self, user: User<'_>, acs_access_group_id: &str) -> Result<Operation, Error> {
        let mut pair = Pair::new(user, acs_access_group_id)?;
        let phrase = format!("ask whether {} is in group {acs_access_group_id:?}", pair.user_phrase());
        self.begin_question(phrase, |asker| async move {
            asker.fails_with_a_read();
            let is_member = is_listed(&asker, pair.as_user(), &pair.group_id).await?;
            if !is_member {
                // Of a mistyped id, "not a member" would be true and misleading.
                pair.look(&asker).await?;
            }
            let (field, id) = pair.as_user().parts();
            let found = json!({ "is_member": is_member, field: id, "acs_access_group_id": pair.group_id });
            Ok(Product::Answer(asker.answer(Content::One(record(&found)?), None)))
        })
    }
}

/// Whether Seam lists the group among those of the user: a list that is short, however large the group is.
pub(super) async fn is_listed(asker: &Asker, user: User<'_>, group_id: &str) -> Result<bool, Error> {
    match asker.many(Read::ListGroups, &[user.parts()]).await {
        Ok(groups) => {
            Ok(groups.iter().any(|group| group.text("acs_access_group_id").as_deref() == Some(group_id)))
        }
        Err(error) if is_not_served(&error) => {
            let members = asker.many(Read::ListGroupUsers, &[("acs_access_group_id", group_id)]).await?;
            let membership = Membership::of(user, group_id);
            // A group can have thousands of members: other calls go on while they are looked through.
            tokio::task::spawn_blocking(move || membership.is_among(&members))
                .await
                .map_err(|error| Error::internal(format!("looking through members: {error}")))
        }
        Err(error) => Err(error),
    }
}

/// Whether a server has no such endpoint: it then answers 404 without Seam's envelope.
pub(super) fn is_not_served(error: &Error) -> bool {
    matches!(error, Error::UnexpectedResponse(_)) && matches!(error.http_status(), Some(404 | 405))
}
