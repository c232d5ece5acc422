//! A change that is made only where it is needed.

use serde_json::json;

use crate::client::Client;
use crate::engine::late_requests::may_be_undone;
use crate::engine::membership_view::MembershipPair;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::engine::recorded_membership::RecordedMembership;
use crate::model::call::{Call, User};
use crate::model::error::Error;
use crate::model::json_fields::record;
use crate::model::presence::Presence;
use crate::model::response::Content;

impl Client {
    /// Begins to make sure that a user is in a group, or out of it: reads, changes only if needed, and reads again.
    ///
    /// The record's `result` is `already_so` where the first reads showed it, and `changed` where Seam recorded the
    /// change: the access system follows, and [`begin_wait`](Self::begin_wait) says when. The other members are
    /// `request_id` (of the change, null for `already_so`), `confirmed` (whether the last reads showed the membership
    /// as wanted: Seam's lists may show it only when the access system has followed; null where they failed), `wanted`,
    /// `acs_user_id`, `acs_access_group_id` and `message`.
    ///
    /// While an earlier request for the opposite, which was given up, may still arrive, the change is sent even if the
    /// reads show the membership as wanted.
    ///
    /// Where the server leaves `pending_mutations` out of user and group, no list proves that nothing else is on its
    /// way. The change is then sent even if the lists show the membership as wanted: adding or removing twice is
    /// harmless.
    ///
    /// An add is repeated as [`Call::add_user_to_group`] is and can undo a removal that somebody else makes meanwhile;
    /// `max_attempts=1` turns repeats off. Each read and the change have a deadline of their own.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of the first reads, with nothing sent; with the error of the change, with nothing recorded; and with
    /// [`Error::OutcomeUnknown`] where no answer came and the reads after it do not decide.
    pub fn begin_ensure(
        &self,
        user: User<'_>,
        acs_access_group_id: &str,
        presence: Presence,
    ) -> Result<Operation, Error> {
        let pair = MembershipPair::new(user, acs_access_group_id)?;
        let phrase =
            format!("make sure that {} is {} {acs_access_group_id:?}", pair.user_phrase(), presence.phrase());
        self.begin_query(phrase, move |runner| Work { runner, pair, presence }.run())
    }
}

struct Work {
    runner: QueryRunner,
    pair: MembershipPair,
    presence: Presence,
}

impl Work {
    async fn run(mut self) -> Result<EngineOutput, Error> {
        let call = match self.presence {
            Presence::Present => Call::add_user_to_group(self.pair.as_user(), &self.pair.group_id),
            Presence::Absent => Call::remove_user_from_group(self.pair.as_user(), &self.pair.group_id),
        }?;
        let late = self.runner.dispatcher.late_requests(&call);
        let before = self.standing_before().await?;
        if before.recorded == Some(self.presence) && !may_be_undone(late).await {
            return self.conclude("already_so", None, Some(true));
        }
        let change = self.runner.send(call.clone()).await.outcome;
        if self.runner.dispatcher.is_cancelled() {
            // A change that was answered is reported all the same.
            let request_id = change?.pop().and_then(|reply| reply.request_id);
            return self.conclude("changed", request_id, None);
        }
        let late = self.runner.dispatcher.late_requests(&call);
        let after = self.recorded_membership().await.ok();
        let confirmed = after.map(|after| self.is_as_wanted(after));
        match change {
            Ok(mut replies) => {
                let request_id = replies.pop().and_then(|reply| reply.request_id);
                self.conclude("changed", request_id, confirmed)
            }
            Err(error) if error.outcome_unknown() => {
                let is_decided = after.is_some_and(|after| self.decides(before, after));
                if is_decided && !may_be_undone(late).await {
                    return self.conclude("changed", None, Some(true));
                }
                Err(error)
            }
            Err(error) if says_nothing_to_do(&error) && confirmed == Some(true) => {
                self.conclude("already_so", None, confirmed)
            }
            Err(error) => Err(error),
        }
    }

    /// An add by user identity creates the ACS user where there is none yet.
    async fn standing_before(&mut self) -> Result<RecordedMembership, Error> {
        match self.recorded_membership().await {
            Err(error)
                if self.presence == Presence::Present
                    && self.pair.acs_user_id().is_none()
                    && error.api_type() == Some("acs_user_not_found") =>
            {
                Ok(RecordedMembership::UNLISTED)
            }
            other => other,
        }
    }

    async fn recorded_membership(&mut self) -> Result<RecordedMembership, Error> {
        RecordedMembership::read(&self.runner, &mut self.pair).await
    }

    fn is_as_wanted(&self, recorded_membership: RecordedMembership) -> bool {
        recorded_membership.recorded.unwrap_or(Presence::of(recorded_membership.is_listed)) == self.presence
    }

    /// Whether reads prove that a change without an answer was recorded: they show something that they did not show
    /// before.
    fn decides(&self, before: RecordedMembership, after: RecordedMembership) -> bool {
        after.recorded == Some(self.presence)
            || (self.is_as_wanted(after) && Presence::of(before.is_listed) != self.presence)
    }

    fn conclude(
        &self,
        result: &str,
        request_id: Option<String>,
        confirmed: Option<bool>,
    ) -> Result<EngineOutput, Error> {
        let answer = json!({
            "result": result,
            "message": in_words(result == "changed", confirmed, self.presence),
            "request_id": request_id,
            "confirmed": confirmed,
            "wanted": self.presence.name(),
            "acs_user_id": self.pair.acs_user_id(),
            "acs_access_group_id": self.pair.group_id,
        });
        Ok(EngineOutput::Response(self.runner.answer(Content::One(record(&answer)?), request_id)))
    }
}

/// Whether Seam refused for a reason that can mean that there is nothing to change. A malformed request is not such a
/// reason.
fn says_nothing_to_do(error: &Error) -> bool {
    matches!(error, Error::NotFound(_) | Error::Conflict(_) | Error::InvalidInput(_))
        && error.api_type() != Some("invalid_input")
}

fn in_words(is_changed: bool, confirmed: Option<bool>, presence: Presence) -> &'static str {
    match (is_changed, confirmed, presence) {
        (false, _, Presence::Present) => "Seam has the user in the group already.",
        (false, _, Presence::Absent) => "Seam does not have the user in the group.",
        (true, Some(true), _) => "Recorded by Seam; the access system follows.",
        (true, Some(false), _) => {
            "Recorded by Seam, but its lists do not show it yet; the access system follows."
        }
        (true, None, _) => "Recorded by Seam, but it could not be read back; the access system follows.",
    }
}
