//! Where a piece of work of several calls sends them from, one by one or many at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::attempts::Running;
use super::{Engine, Scope, Seat};
use crate::answer::Answer;
use crate::blocking;
use crate::call::Call;
use crate::deadline::Deadline;
use crate::error::{Error, Failure};
use crate::operation::{LastWords, Shared};
use crate::reply::Reply;
use crate::settings::Settings;

/// Sends the calls of one operation. Cancelling the operation, or its client, ends them at once.
#[derive(Clone)]
pub(crate) struct Desk {
    engine: Arc<Engine>,
    settings: Arc<Settings>,
    scope: Arc<Scope>,
    /// The operation that all this is for: its progress, and its cancel signal.
    pub(crate) operation: Arc<Shared>,
}

/// What became of one call.
pub(crate) struct Sent {
    pub(crate) outcome: Result<Vec<Reply>, Error>,
    pub(crate) attempts: u32,
    pub(crate) duration: Duration,
    shared: Arc<Shared>,
}

/// How what is wanted is read from the replies to a call.
pub(crate) type Reading<T> = fn(&Shared, &[Reply]) -> Result<T, Error>;

impl Running<'_, '_> {
    pub(super) fn desk(&self) -> Desk {
        Desk {
            engine: Arc::clone(&self.engine),
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(&self.scope),
            operation: Arc::clone(&self.shared),
        }
    }
}

impl Desk {
    /// Sends a call with its repeats, inside a deadline of its own, in the order of its pair.
    pub(crate) async fn send(&self, call: Call) -> Sent {
        self.send_with(Shared::new(call), None).await
    }

    /// The same at the pace of a run, which knows what is under way for it. The caller holds a slot of it.
    pub(crate) async fn send_at(&self, part: Arc<Shared>, seat: &Seat<'_>) -> Sent {
        self.send_with(part, Some(seat)).await
    }

    async fn send_with(&self, shared: Arc<Shared>, seat: Option<&Seat<'_>>) -> Sent {
        let turn = self.engine.turn_of(&shared.call, &self.settings);
        let running = Running {
            engine: Arc::clone(&self.engine),
            shared: Arc::clone(&shared),
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(&self.scope),
            deadline: shared.begun.plus(self.settings.limits.timeout),
            part_of: Some(Arc::clone(&self.operation)),
            seat,
        };
        shared.bound_by(running.deadline);
        let under_way = seat.is_none().then(|| self.operation.parts.begin(&shared));
        let outcome = running.to_the_end(turn).await;
        drop(under_way);
        running.record(outcome.as_ref().map(|replies| replies.last()?.request_id.as_deref()));
        let attempts = shared.attempts.load(Ordering::Relaxed);
        Sent { outcome, attempts, duration: shared.begun.elapsed(), shared }
    }

    /// Lets whoever waits for the work end it with these words, when its `deadline` or those of its calls are over and
    /// the engine is kept busy. `false` when that has happened already: then nothing is to be begun any more.
    pub(crate) fn leave_last_words(&self, words: Arc<dyn LastWords>, deadline: Option<Deadline>) -> bool {
        self.operation.leave_last_words(words, self.settings.limits.timeout, deadline)
    }

    /// Sends a read and decodes it.
    pub(crate) async fn ask(&self, call: Call) -> Result<Answer, Error> {
        self.send(call).await.decode().await
    }

    /// Whether a request that was given up may still arrive and undo this change.
    pub(crate) fn may_be_undone(&self, call: &Call) -> bool {
        let Some((pair, wanted)) = call.aim() else { return false };
        self.engine.marks.may_undo_until(&self.settings.origin, pair, wanted).is_some()
    }

    /// Whether somebody asked for the end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.operation.cancel.is_raised() || self.scope.cancel.is_raised()
    }

    /// Returns when somebody asks for the end.
    pub(crate) async fn cancelled(&self) {
        // Cancelling the client raises this too.
        self.operation.cancel.raised().await;
    }

    /// Waits, and says whether nobody asked for the end meanwhile.
    pub(crate) async fn pause(&self, duration: Duration) -> bool {
        tokio::select! {
            () = self.cancelled() => false,
            () = tokio::time::sleep(duration) => true,
        }
    }

    /// What the work ends as when it was cancelled between two calls.
    pub(crate) fn cancelled_error(&self) -> Error {
        let attempts = self.operation.attempts.load(Ordering::Relaxed);
        Error::Cancelled(Failure::boxed("cancelled")).in_call(&self.operation.call.phrase(), attempts)
    }
}

impl Sent {
    /// The answer.
    pub(crate) async fn decode(self) -> Result<Answer, Error> {
        self.read(Shared::decode).await
    }

    /// What is read from an answer; from a long one aside, so that other calls go on meanwhile.
    pub(crate) async fn read<T: Send + 'static>(self, read: Reading<T>) -> Result<T, Error> {
        const SHORT: usize = 64 << 10;
        let (shared, replies) = (self.shared, self.outcome?);
        if replies.iter().map(|reply| reply.body.len()).sum::<usize>() <= SHORT {
            return read(&shared, &replies);
        }
        blocking::run(move || read(&shared, &replies))
            .await
            .unwrap_or_else(|error| Err(Error::internal(format!("decoding an answer: {error}"))))
    }
}
