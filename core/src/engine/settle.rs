//! Changes behind a request that was given up and would make the opposite so: it may still arrive, and the last one to
//! arrive counts.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::call_task::CallTask;
use super::late_requests::LateRequests;
use super::recorded_membership::RecordedMembership;
use super::retry::pause_after;
use crate::model::call::Membership;
use crate::model::error::{Error, Failure};
use crate::model::presence::Presence;
use crate::model::raw_response::RawResponse;
use crate::sys::time::Deadline;

impl CallTask<'_, '_> {
    /// Makes a change while requests that were given up may arrive and undo it.
    ///
    /// It is rare, so boxed: the future of every other change stays small.
    pub(super) fn settle<'b>(
        &'b self,
        late: &'b LateRequests,
    ) -> Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send + 'b>> {
        Box::pin(async {
            if late.is_for_removal() { self.remove_behind(late).await } else { self.add_behind(late).await }
        })
    }

    /// Nobody stands before a closed door for a wrong reason longer than that, and nothing is to be undone.
    async fn add_behind(&self, late: &LateRequests) -> Result<RawResponse, Error> {
        let Some(until) = self.asked_for(late).await else {
            return self.boxed_exchange(&self.shared.call, self.deadline_anew()).await;
        };
        let deadline = self.deadline_behind(until);
        self.outlast(until, deadline, NOT_SENT).await?;
        self.boxed_exchange(&self.shared.call, deadline).await
    }

    async fn remove_behind(&self, late: &LateRequests) -> Result<RawResponse, Error> {
        // At once: doors close early.
        let first = self.boxed_exchange(&self.shared.call, self.deadline).await;
        let is_unknown_so_far = matches!(first, Err(Error::NotFound(_)));
        if first.is_err() && !is_unknown_so_far {
            return first;
        }
        let Some(until) = self.asked_for(late).await else { return first };
        let deadline = self.deadline_behind(until);
        self.outlast(until, deadline, if is_unknown_so_far { NOT_FOUND } else { RECORDED }).await?;
        let mut reply = match first {
            Ok(reply) => reply,
            // An add by user identity makes a user of somebody who had none.
            Err(_) => self.boxed_exchange(&self.shared.call, deadline).await?,
        };
        for round in 1.. {
            match self.shown(late.pair(), deadline).await?.shown() {
                Some(Presence::Absent) => return Ok(reply),
                Some(Presence::Present) => reply = self.boxed_exchange(&self.shared.call, deadline).await?,
                None => {}
            }
            self.outlast(Deadline::after(pause_after(round, None)), deadline, STILL_SHOWN).await?;
        }
        Err(Error::internal("the rounds ran out"))
    }

    /// Until when one of the requests may arrive, as far as that can be asked for in time.
    async fn asked_for(&self, late: &LateRequests) -> Option<Deadline> {
        let left = self.deadline.remaining().unwrap_or(Duration::ZERO);
        tokio::time::timeout(left, late.may_undo_until()).await.unwrap_or_else(|_| late.latest())
    }

    /// The time that was spent on asking is not taken from a change of a run.
    fn deadline_anew(&self) -> Deadline {
        match self.worker {
            None => self.deadline,
            Some(_) => self.leave_more_time(self.deadline, self.shared.begun.elapsed()),
        }
    }

    /// A run has no deadline for one change but this: the wait is not to take the time that the change has.
    fn deadline_behind(&self, until: Deadline) -> Deadline {
        if self.worker.is_none() {
            return self.deadline;
        }
        let deadline = until.later_by(self.settings.limits.timeout);
        self.shared.bound_by(deadline);
        deadline
    }

    /// Waits, without a place among those that send. If the deadline comes first, the call ends now.
    async fn outlast(&self, until: Deadline, deadline: Deadline, what: &str) -> Result<(), Error> {
        if until >= deadline {
            return Err(self.undecided(what, None));
        }
        if let Some(worker) = self.worker {
            worker.step_aside();
        }
        while let Some(left) = until.remaining() {
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    async fn shown(&self, pair: &Membership, deadline: Deadline) -> Result<RecordedMembership, Error> {
        let left = deadline.remaining().unwrap_or(Duration::ZERO);
        match tokio::time::timeout(left, self.dispatcher().recorded_membership(pair)).await {
            Ok(Ok(recorded_membership)) => Ok(recorded_membership),
            Ok(Err(error)) => Err(self.undecided(UNREAD, Some(error))),
            Err(_) => Err(self.undecided(UNREAD, None)),
        }
    }

    fn undecided(&self, what: &str, cause: Option<Error>) -> Error {
        let failure = Failure::new(format!("the outcome is unknown: {what}")).caused_by(cause).advise(ADVICE);
        let attempts = self.shared.attempts.load(Ordering::Relaxed);
        Error::OutcomeUnknown(Box::new(failure)).in_call(&self.shared.call.phrase(), attempts)
    }
}

const NOT_SENT: &str =
    "an earlier request to remove the user, which was given up, may still arrive, so this one was not sent";
const RECORDED: &str =
    "Seam recorded it, but an earlier request to add the user, which was given up, may still arrive";
const NOT_FOUND: &str =
    "Seam did not find the user, but an earlier request to add it, which was given up, may still arrive";
const STILL_SHOWN: &str = "an earlier request to add the user, which was given up, arrived, and reads still show the user in the group";
const UNREAD: &str = "an earlier request to add the user, which was given up, may have arrived, and the membership could not be read";
const ADVICE: &str =
    "Make the change again 30 s after the request that was given up; a longer timeout_ms waits for that";
