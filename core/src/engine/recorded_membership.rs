//! What reads show of a membership: what Seam has recorded, not only what a list shows.

use super::dispatcher::Dispatcher;
use super::membership_view::MembershipPair;
use super::query_runner::QueryRunner;
use crate::base::background_thread::compute;
use crate::model::call::{Membership, User};
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::is_same;
use crate::model::presence::Presence;

/// What reads showed of a membership.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordedMembership {
    pub(crate) is_listed: bool,
    /// What Seam has recorded, as far as the reads prove it.
    pub(crate) recorded: Option<Presence>,
    /// Whether user or group show what is pending; where both leave it out, nothing but the list is known.
    shows_pending: bool,
}

impl Dispatcher {
    /// What reads show of a membership.
    pub(crate) async fn recorded_membership(
        &self,
        membership: &Membership,
    ) -> Result<RecordedMembership, Error> {
        let mut pair = MembershipPair::new(membership.user(), &membership.group_id)?;
        RecordedMembership::read(&QueryRunner::new(self.clone()), &mut pair).await
    }
}

impl RecordedMembership {
    /// Reads user, group and list. A user identity becomes an ACS user by it.
    pub(crate) async fn read(
        runner: &QueryRunner,
        pair: &mut MembershipPair,
    ) -> Result<RecordedMembership, Error> {
        let look = pair.look(runner).await?;
        // After the look: a push that ends between the two then shows in the list.
        let is_listed = is_listed(runner, pair.as_user(), &pair.group_id).await?;
        let shows_pending = look.sides().next().is_some();
        let (to_present, to_absent) =
            (look.pushes_towards(Presence::Present), look.pushes_towards(Presence::Absent));
        let recorded = match (to_present, to_absent) {
            (true, false) => Some(Presence::Present),
            (false, true) => Some(Presence::Absent),
            (false, false) if shows_pending && !look.is_pushing() => Some(Presence::of(is_listed)),
            _ => None,
        };
        Ok(RecordedMembership { is_listed, recorded, shows_pending })
    }

    /// Nothing was read yet.
    pub(crate) const UNLISTED: RecordedMembership =
        RecordedMembership { is_listed: false, recorded: None, shows_pending: false };

    /// What all of it says; `None` while pushes contradict each other.
    pub(crate) fn shown(self) -> Option<Presence> {
        self.recorded.or_else(|| (!self.shows_pending).then(|| Presence::of(self.is_listed)))
    }
}

/// Whether Seam lists the group among those of the user: a list that is short, however large the group is.
pub(crate) async fn is_listed(runner: &QueryRunner, user: User<'_>, group_id: &str) -> Result<bool, Error> {
    match runner.many(Read::ListGroups, &[user.parts()]).await {
        Ok(groups) => Ok(groups
            .iter()
            .any(|group| group.text("acs_access_group_id").is_some_and(|id| is_same(&id, group_id)))),
        Err(error) if is_not_served(&error) => {
            let members = runner.many(Read::ListGroupUsers, &[("acs_access_group_id", group_id)]).await?;
            let membership = Membership::of(user, group_id);
            // A group can have thousands of members: other calls go on while they are looked through.
            compute(move || membership.is_among(&members))
                .await
                .map_err(|error| Error::internal(format!("looking through members: {error}")))
        }
        Err(error) => Err(error),
    }
}

/// Whether a server has no such endpoint: it then answers 404 without Seam's envelope.
pub(crate) fn is_not_served(error: &Error) -> bool {
    matches!(error, Error::UnexpectedResponse(_)) && matches!(error.http_status(), Some(404 | 405))
}
