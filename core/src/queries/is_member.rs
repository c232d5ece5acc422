//! Whether a user is in a group.

use serde_json::json;

use crate::client::Client;
use crate::engine::membership_view::MembershipPair;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::recorded_membership::is_listed;
use crate::model::call::User;
use crate::model::error::Error;
use crate::model::json_fields::record;
use crate::model::response::Content;

impl Client {
    /// Begins to ask whether a user is in an access group. The record is `{"is_member": true | false, …}`.
    ///
    /// Seam's lists decide. While a change is on its way to the access system, Seam does not say whether its lists show
    /// what was recorded or what the access system has: [`begin_wait`](Self::begin_wait) tells the two apart. The
    /// answer is "not a member" only for a user and a group that exist.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of a read, such as [`Error::NotFound`] for an unknown user or group.
    pub fn begin_is_member(&self, user: User<'_>, acs_access_group_id: &str) -> Result<Operation, Error> {
        let mut pair = MembershipPair::new(user, acs_access_group_id)?;
        let phrase = format!("ask whether {} is in group {acs_access_group_id:?}", pair.user_phrase());
        self.begin_query(phrase, |runner| async move {
            runner.fails_with_a_read();
            let is_member = is_listed(&runner, pair.as_user(), &pair.group_id).await?;
            if !is_member {
                // For a mistyped id, "not a member" would be true and misleading.
                pair.look(&runner).await?;
            }
            let (field, id) = pair.as_user().parts();
            let found = json!({ "is_member": is_member, field: id, "acs_access_group_id": pair.group_id });
            Ok(EngineOutput::Response(runner.answer(Content::One(record(&found)?), None)))
        })
    }
}
