//! Waits until the access system has followed a change, as far as reads can tell.

use std::time::Duration;

use serde_json::{Value, json};

use super::obstacles;
use super::propagation::{Next, PropagationEnd, PropagationTracker};
use super::wait_options::WaitOptions;
use crate::client::Client;
use crate::engine::membership_view::{MembershipPair, MembershipView};
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::engine::recorded_membership::is_listed;
use crate::model::call::User;
use crate::model::endpoints::Read;
use crate::model::error::{Error, Failure};
use crate::model::json_fields::{items, record, text};
use crate::model::presence::Presence;
use crate::model::response::Content;
use crate::model::server_time::ServerTime;
use crate::sys::time::{Deadline, Moment};

impl Client {
    /// Begins to wait until a user is in a group, or out of it, in the access system itself. Changes nothing.
    ///
    /// Begin it right after the change: a push that is over before the first read cannot be seen. The record's `state`
    /// is one of
    /// - `applied`: the push was seen and is gone, no newer error exists, and the membership reads as wanted;
    /// - `settled_unobserved`: no push was ever seen, and the membership read as wanted for `limits.settle`. A server
    ///   that leaves `pending_mutations` out ends here at best;
    /// - `still_pending`: none of these by `limits.timeout`. This is an answer, not an error;
    /// - `deferred`: the change is scheduled for later, at `deferred_until` where Seam tells;
    /// - `failed`: Seam shows an error that is newer than the change, quoted in `error`. Seam ties no error to one
    ///   membership, so it may be another change of this user or group that failed.
    ///
    /// `still_pending` has `error` too where there is an error that has not ended the wait.
    ///
    /// The other members are `message` (the state in a sentence), `acs_user_id`, `acs_access_group_id`, `wanted`,
    /// `observed_for_ms` (how long it was watched), `reads`, and `obstacles`: what else keeps a door shut although the
    /// user is in the group, or keeps a change from reaching the access system. An obstacle has `code`, `about`
    /// (`user`, `group`, `system`, `credential`), `message`, and where Seam has them `seam_says` and `created_at`. For
    /// [`Presence::Absent`] only what keeps the change from being made counts. `not_read` names what the server did not
    /// tell, so that an empty list of obstacles is not taken for more than it is. Schedules are compared with this
    /// machine's clock, everything else with the server's timestamps.
    ///
    /// Looks come at growing intervals of up to 10 s. A read that fails for a passing reason is made again with a later
    /// look. The last look at obstacles may end up to 2 s after the timeout.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a malformed id; [`Error::Resources`]. The operation itself fails with
    /// the error of the first look, or of ten looks in a row, and with [`Error::Deadline`] where not even one look
    /// ended in time.
    pub fn begin_wait(
        &self,
        user: User<'_>,
        acs_access_group_id: &str,
        presence: Presence,
        limits: WaitOptions,
    ) -> Result<Operation, Error> {
        let pair = MembershipPair::new(user, acs_access_group_id)?;
        let phrase =
            format!("wait until {} is {} {acs_access_group_id:?}", pair.user_phrase(), presence.phrase());
        let deadline = (!limits.timeout.is_zero()).then(|| Deadline::after(limits.timeout));
        self.begin_query(phrase.clone(), move |runner| async move {
            let evidence = PropagationTracker::new(presence, limits.settle);
            let begun = Moment::now();
            let watch = Watch {
                runner,
                pair,
                presence,
                deadline,
                begun,
                evidence,
                last: None,
                observed: Duration::ZERO,
            };
            watch.run(&phrase).await
        })
    }
}

/// A wait that is under way.
struct Watch {
    runner: QueryRunner,
    pair: MembershipPair,
    presence: Presence,
    deadline: Option<Deadline>,
    begun: Moment,
    evidence: PropagationTracker,
    last: Option<MembershipView>,
    /// How long it was watched when the last look ended.
    observed: Duration,
}

const FIRST_INTERVAL: Duration = Duration::from_millis(100);
const LONGEST_INTERVAL: Duration = Duration::from_secs(10);
const MOST_FAILED_LOOKS: u32 = 10;
const LAST_LOOK: Duration = Duration::from_secs(2);

impl Watch {
    async fn run(mut self, phrase: &str) -> Result<EngineOutput, Error> {
        let mut interval = FIRST_INTERVAL;
        let mut failed_looks = 0;
        loop {
            let pause = match self.look_in_time().await {
                None if self.last.is_some() => return self.conclude(None).await,
                None => return Err(too_late(phrase)),
                Some(Ok(Some(end))) => return self.conclude(Some(end)).await,
                Some(Ok(None)) => {
                    failed_looks = 0;
                    self.until_ripe().map_or(interval, |ripe| ripe.min(interval))
                }
                Some(Err(error)) => {
                    failed_looks += 1;
                    if self.last.is_none() || failed_looks >= MOST_FAILED_LOOKS || !may_pass(&error) {
                        return Err(error);
                    }
                    error.retry_after().unwrap_or_default().max(interval)
                }
            };
            let left = self.deadline.map(|deadline| deadline.remaining().unwrap_or_default());
            if !self.runner.dispatcher.pause(left.map_or(pause, |left| left.min(pause))).await {
                return Err(self.runner.dispatcher.cancelled_error());
            }
            interval = interval.mul_f64(1.5).min(LONGEST_INTERVAL);
        }
    }

    /// One look; `None` if the time is over first.
    async fn look_in_time(&mut self) -> Option<Result<Option<PropagationEnd>, Error>> {
        let Some(deadline) = self.deadline else { return Some(self.look().await) };
        let left = deadline.remaining()?;
        tokio::time::timeout(left, self.look()).await.ok()
    }

    async fn look(&mut self) -> Result<Option<PropagationEnd>, Error> {
        let look = self.pair.look(&self.runner).await?;
        self.observed = self.begun.elapsed();
        let next = self.evidence.look(&look, self.observed);
        self.last = Some(look);
        match next {
            Next::PropagationEnd(end) => Ok(Some(end)),
            Next::LookAgain => Ok(None),
            Next::ReadMembership => {
                // Read after the look, not beside it: the membership has to hold once nothing is pending any more.
                let is_member = is_listed(&self.runner, self.pair.as_user(), &self.pair.group_id).await?;
                self.observed = self.begun.elapsed();
                Ok(self.evidence.membership(is_member, self.observed))
            }
        }
    }

    /// How long until a look can end the wait by time alone.
    fn until_ripe(&self) -> Option<Duration> {
        let left = self.evidence.ripe_at()?.saturating_sub(self.begun.elapsed());
        Some(left.max(Duration::from_millis(1)))
    }

    async fn conclude(self, end: Option<PropagationEnd>) -> Result<EngineOutput, Error> {
        let Some(look) = &self.last else { return Err(Error::internal("a wait ended without a look")) };
        let mut found = self.obstacles_in(look);
        let mut not_read = missing_fields(look);
        self.look_around(&look.user, &mut found, &mut not_read).await;
        let (state, message) = in_words(end.as_ref(), self.presence, self.evidence.was_seen());
        let (until, mut error) = match end {
            Some(PropagationEnd::Deferred { until }) => (until, None),
            Some(PropagationEnd::Failed { error }) => (None, Some(error)),
            _ => (None, None),
        };
        error = error.or_else(|| self.evidence.newer_error(look).cloned());
        let answer = json!({
            "state": state,
            "message": message,
            "acs_user_id": self.pair.acs_user_id(),
            "acs_access_group_id": self.pair.group_id,
            "wanted": self.presence.name(),
            "deferred_until": until,
            "error": error,
            "obstacles": found,
            "not_read": not_read,
            "observed_for_ms": u64::try_from(self.observed.as_millis()).unwrap_or(u64::MAX),
            "reads": self.runner.reads(),
        });
        Ok(EngineOutput::Response(self.runner.answer(Content::One(record(&answer)?), None)))
    }

    /// The obstacles that user and group show. A shut door does not stop a removal; a failed change stops
    /// additions and removals.
    fn obstacles_in(&self, look: &MembershipView) -> Vec<Value> {
        let (user, group) = (&look.user, &look.group);
        let now = ServerTime::of_this_machine();
        let mut found = match self.presence {
            Presence::Present => [obstacles::of_user(user, now), obstacles::of_group(group, now)].concat(),
            Presence::Absent => obstacles::failures(user, group),
        };
        let mut deferrals = look.sides().flat_map(|side| &side.deferrals);
        if deferrals.any(|one| one.towards != self.presence && !one.is_of_user_itself) {
            found.push(obstacles::of_schedule_against(self.presence));
        }
        found
    }

    /// Reads what the membership does not show: the access system, and cards, codes and mobile keys. What the server
    /// does not tell is named in `not_read` and not taken as fine.
    async fn look_around(&self, user: &Value, found: &mut Vec<Value>, not_read: &mut Vec<&'static str>) {
        let system = async {
            let id = text(user, "acs_system_id")?;
            self.runner.one(Read::GetSystem, &[("acs_system_id", id)]).await.ok()
        };
        let credentials = async {
            if self.presence == Presence::Absent {
                return None;
            }
            let id = text(user, "acs_user_id")?;
            self.runner.body("/acs/credentials/list", ("acs_user_id", id)).await.ok()
        };
        let (system, credentials) = tokio::join!(
            tokio::time::timeout(LAST_LOOK, system),
            tokio::time::timeout(LAST_LOOK, credentials)
        );
        match system {
            Ok(Some(system)) => found.extend(obstacles::of_system(&system.value())),
            _ => not_read.push("system"),
        }
        match credentials.ok().flatten().map(|body| body.value()) {
            Some(body) if body.get("acs_credentials").is_some_and(Value::is_array) => {
                let listed = items(&body, "acs_credentials");
                found.extend(listed.iter().flat_map(obstacles::of_credential));
            }
            _ if self.presence == Presence::Absent => {}
            _ => not_read.push("credentials"),
        }
    }
}

/// Whether a later look may succeed. What Seam itself refused, it will refuse again; what something between this
/// library and Seam refused may pass later.
fn may_pass(error: &Error) -> bool {
    error.retryable() || matches!(error, Error::UnexpectedResponse(_) | Error::Proxy(_) | Error::Tls(_))
}

fn too_late(phrase: &str) -> Error {
    let failure = Failure::new("not even one look at user and group ended before the timeout");
    Error::Deadline(Box::new(failure)).in_call(phrase, 0)
}

fn missing_fields(look: &MembershipView) -> Vec<&'static str> {
    let missing = [
        (look.on_user.is_none(), "pending_mutations of the user"),
        (look.on_group.is_none(), "pending_mutations of the group"),
    ];
    missing.into_iter().filter_map(|(is_missing, name)| is_missing.then_some(name)).collect()
}

/// The state, and what it means to somebody who runs a building.
fn in_words(
    end: Option<&PropagationEnd>,
    presence: Presence,
    was_seen: bool,
) -> (&'static str, &'static str) {
    match (end, presence) {
        (Some(PropagationEnd::Applied), Presence::Present) => {
            ("applied", "The access system has followed: the user is in the group.")
        }
        (Some(PropagationEnd::Applied), Presence::Absent) => {
            ("applied", "The access system has followed: the user is not in the group.")
        }
        (Some(PropagationEnd::SettledUnobserved), Presence::Present) => (
            "settled_unobserved",
            "Seam lists the user in the group, but nothing showed the access system following: try the door.",
        ),
        (Some(PropagationEnd::SettledUnobserved), Presence::Absent) => (
            "settled_unobserved",
            "Seam does not list the user in the group, but nothing showed the access system following: try the door.",
        ),
        (Some(PropagationEnd::Deferred { .. }), _) => {
            ("deferred", "The change is scheduled: the access system gets it later.")
        }
        (Some(PropagationEnd::Failed { .. }), _) => {
            ("failed", "Seam reports an error that is newer than the change: do not rely on the change.")
        }
        (None, _) if was_seen => {
            ("still_pending", "Seam has recorded the change; the access system has not followed yet.")
        }
        (None, _) => ("still_pending", "Nothing shows yet that the access system has followed."),
    }
}
