//! One look at a user and a group, and at what is pending between them.

use serde_json::Value;

use super::query_runner::QueryRunner;
use crate::model::call::{User, user_phrase};
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::{canonical, check_id};
use crate::model::json_fields::id_of;
use crate::model::pending_mutations::Side;
use crate::model::presence::Presence;

/// Who is looked at. A user identity becomes an ACS user with the first look, which finds the group's system.
#[derive(Debug, Clone)]
pub(crate) struct MembershipPair {
    user: Who,
    pub(crate) group_id: String,
}

#[derive(Debug, Clone)]
enum Who {
    Acs(String),
    Identity(String),
}

/// What one look saw.
#[derive(Debug)]
pub(crate) struct MembershipView {
    pub(crate) user: Value,
    pub(crate) group: Value,
    /// What each side shows as pending; `None` where it leaves the field out.
    pub(crate) on_user: Option<Side>,
    pub(crate) on_group: Option<Side>,
}

impl MembershipPair {
    pub(crate) fn new(user: User<'_>, group_id: &str) -> Result<MembershipPair, Error> {
        let (field, id) = user.parts();
        check_id(field, id)?;
        check_id("acs_access_group_id", group_id)?;
        let user = match user {
            User::Acs(id) => Who::Acs(canonical(id).into_owned()),
            User::Identity(id) => Who::Identity(canonical(id).into_owned()),
        };
        Ok(MembershipPair { user, group_id: canonical(group_id).into_owned() })
    }

    /// How messages name the user.
    pub(crate) fn user_phrase(&self) -> String {
        let (field, id) = self.as_user().parts();
        user_phrase(field, id)
    }

    /// The ACS user's id, once it is known.
    pub(crate) fn acs_user_id(&self) -> Option<&str> {
        match &self.user {
            Who::Acs(id) => Some(id),
            Who::Identity(_) => None,
        }
    }

    /// The user as it was named.
    pub(crate) fn as_user(&self) -> User<'_> {
        match &self.user {
            Who::Acs(id) => User::Acs(id),
            Who::Identity(id) => User::Identity(id),
        }
    }

    /// Reads user and group.
    pub(crate) async fn look(&mut self, runner: &QueryRunner) -> Result<MembershipView, Error> {
        let (user, group) = match &self.user {
            Who::Acs(id) => {
                let (of_user, of_group) =
                    ([("acs_user_id", id.as_str())], [("acs_access_group_id", self.group_id.as_str())]);
                tokio::try_join!(runner.one(Read::GetUser, &of_user), runner.one(Read::GetGroup, &of_group))?
            }
            Who::Identity(id) => {
                let group = runner.one(Read::GetGroup, &[("acs_access_group_id", &self.group_id)]).await?;
                let system = id_of(&group, "acs_system_id")?;
                let params = [("user_identity_id", id.as_str()), ("acs_system_id", &system)];
                (runner.one(Read::GetUser, &params).await?, group)
            }
        };
        let user_id = id_of(&user, "acs_user_id")?.into_owned();
        let (user, group) = (user.value(), group.value());
        let on_user = Side::of_user(&user, &self.group_id);
        let on_group = Side::of_group(&group, &user_id);
        self.user = Who::Acs(user_id);
        Ok(MembershipView { user, group, on_user, on_group })
    }
}

impl MembershipView {
    /// The sides that show their pending entries.
    pub(crate) fn sides(&self) -> impl Iterator<Item = &Side> {
        [&self.on_user, &self.on_group].into_iter().flatten()
    }

    /// Whether a push of the membership is under way, or may be.
    pub(crate) fn is_pushing(&self) -> bool {
        self.sides().any(|side| !side.pushes.is_empty())
    }

    /// Whether a push that leads there is under way.
    pub(crate) fn pushes_towards(&self, presence: Presence) -> bool {
        self.sides().flat_map(|side| &side.pushes).any(|push| push.towards == Some(presence))
    }
}
