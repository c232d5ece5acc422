//! Changes behind a request that was given up and would make the opposite so: it may still arrive, and the last one to
//! arrive counts.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::call_task::CallTask;
use super::recorded_membership::RecordedMembership;
use super::retry::pause_after;
use crate::model::call::Membership;
use crate::model::error::{Error, Failure};
use crate::model::presence::Presence;
use crate::model::raw_response::RawResponse;
use crate::sys::time::Deadline;

impl CallTask<'_, '_> {
    /// Makes a change while a request that was given up may arrive `until` then and undo it.
    pub(super) async fn settle(
        &self,
        pair: &Membership,
        wanted: bool,
        until: Deadline,
    ) -> Result<RawResponse, Error> {
        let deadline = self.deadline_behind(until);
        if wanted {
            // Nobody stands before a closed door for a wrong reason longer than that, and nothing is to be undone.
            self.outlast(until, deadline, NOT_SENT).await?;
            return self.boxed_exchange(&self.shared.call, deadline).await;
        }
        // At once: doors close early.
        let mut reply = self.boxed_exchange(&self.shared.call, deadline).await?;
        self.outlast(until, deadline, RECORDED).await?;
        for round in 1.. {
            match self.shown(pair, deadline).await?.shown() {
                Some(Presence::Absent) => return Ok(reply),
                Some(Presence::Present) => reply = self.boxed_exchange(&self.shared.call, deadline).await?,
                None => {}
            }
            self.outlast(Deadline::after(pause_after(round, None)), deadline, STILL_SHOWN).await?;
        }
        Err(Error::internal("the rounds ran out"))
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
const STILL_SHOWN: &str = "an earlier request to add the user, which was given up, arrived, and reads still show the user in the group";
const UNREAD: &str = "an earlier request to add the user, which was given up, may have arrived, and the membership could not be read";
const ADVICE: &str =
    "Make the change again 30 s after the request that was given up; a longer timeout_ms waits for that";
