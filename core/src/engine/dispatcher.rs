//! Where a piece of work of several calls sends them from, one by one or many at once.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::call_task::CallTask;
use super::marks::OppositeMarks;
use super::operation::state::{EngineOutput, ForceFinish, OperationState};
use super::resources::Engine;
use super::retry::server_time_ms;
use super::scope::Scope;
use super::worker::WorkerContext;
use crate::base::background_thread::compute;
use crate::config::settings::Settings;
use crate::model::call::{Call, Membership};
use crate::model::endpoints::Read;
use crate::model::error::{Error, Failure};
use crate::model::raw_response::RawResponse;
use crate::model::response::{Record, Response};
use crate::sys::time::Deadline;

/// Several calls that are one piece of work.
pub(crate) type Steps =
    Box<dyn FnOnce(Dispatcher) -> Pin<Box<dyn Future<Output = Result<EngineOutput, Error>> + Send>> + Send>;

/// Sends the calls of one operation. Cancelling the operation, or its client, ends them at once.
#[derive(Clone)]
pub(crate) struct Dispatcher {
    engine: Arc<Engine>,
    settings: Arc<Settings>,
    scope: Arc<Scope>,
    /// The operation that all this is for: its progress, and its cancel signal.
    pub(crate) operation: Arc<OperationState>,
}

/// What became of one call.
pub(crate) struct CallOutcome {
    pub(crate) outcome: Result<Vec<RawResponse>, Error>,
    pub(crate) attempts: u32,
    pub(crate) duration: Duration,
    shared: Arc<OperationState>,
}

/// How what is wanted is read from the replies to a call.
pub(crate) type Decoder<T> = fn(&OperationState, &[RawResponse]) -> Result<T, Error>;

impl CallTask<'_, '_> {
    /// Several calls as one piece of work. Whoever cancels the client cancels the work, and by that its calls.
    pub(super) async fn run_composite(&self, steps: Steps) -> Result<EngineOutput, Error> {
        let mut work = steps(self.dispatcher());
        tokio::select! {
            biased;
            outcome = &mut work => return outcome,
            () = self.scope.cancel.cancelled() => self.shared.cancel.cancel(),
        }
        work.await
    }

    pub(super) fn dispatcher(&self) -> Dispatcher {
        Dispatcher {
            engine: Arc::clone(&self.engine),
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(&self.scope),
            operation: Arc::clone(&self.shared),
        }
    }
}

impl Dispatcher {
    /// Sends a call with its repeats, inside a deadline of its own, in the order of its pair.
    pub(crate) async fn send(&self, call: Call) -> CallOutcome {
        self.send_with(OperationState::new(call), None).await
    }

    /// The same at the concurrency of a run, which knows what is under way for it. The caller holds a permit of it.
    pub(crate) async fn send_at(&self, part: Arc<OperationState>, worker: &WorkerContext<'_>) -> CallOutcome {
        self.send_with(part, Some(worker)).await
    }

    async fn send_with(
        &self,
        shared: Arc<OperationState>,
        worker: Option<&WorkerContext<'_>>,
    ) -> CallOutcome {
        let ticket = self.engine.ticket_for(&shared.call, &self.settings);
        let task = CallTask {
            engine: Arc::clone(&self.engine),
            shared: Arc::clone(&shared),
            settings: Arc::clone(&self.settings),
            scope: Arc::clone(&self.scope),
            deadline: shared.begun.plus(self.settings.limits.timeout),
            part_of: Some(Arc::clone(&self.operation)),
            worker,
        };
        shared.bound_by(task.deadline);
        let under_way = worker.is_none().then(|| self.operation.parts.begin(&shared));
        let outcome = task.run_to_end(ticket).await;
        drop(under_way);
        task.record(outcome.as_ref().map(|replies| replies.last()?.request_id.as_deref()));
        let attempts = shared.attempts.load(Ordering::Relaxed);
        CallOutcome { outcome, attempts, duration: shared.begun.elapsed(), shared }
    }

    /// Lets whoever waits for the work end it by `finisher`, when its `deadline` or those of its calls are over and
    /// the engine is kept busy. `false` when that has happened already: then nothing is to be begun any more.
    pub(crate) fn allow_force_finish(
        &self,
        finisher: Arc<dyn ForceFinish>,
        deadline: Option<Deadline>,
    ) -> bool {
        self.operation.allow_force_finish(finisher, self.settings.limits.timeout, deadline)
    }

    /// Sends a read and decodes it.
    pub(crate) async fn ask(&self, call: Call) -> Result<Response, Error> {
        self.send(call).await.decode().await
    }

    /// Reads one object; `None` where Seam says that there is none, or that the id is malformed.
    pub(crate) async fn find(&self, read: Read, params: &[(&str, &str)]) -> Result<Option<Record>, Error> {
        match self.ask(Call::read_with(read, params)?).await {
            Ok(answer) => match answer.record() {
                Some(record) => Ok(Some(record.clone())),
                None => Err(Error::internal("a read of one object gave something else")),
            },
            Err(Error::NotFound(_) | Error::InvalidInput(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The id that a user identity has now, another one where it was merged; `None` where nobody has it.
    pub(crate) async fn current_identity(&self, id: &str) -> Result<Option<String>, Error> {
        let found = self.find(Read::GetUserIdentity, &[("user_identity_id", id)]).await?;
        let current = |found: Record| found.get("user_identity_id").filter(|id| !id.is_empty());
        Ok(found.map(|found| current(found).unwrap_or_else(|| id.to_owned())))
    }

    /// The marks of requests that may still arrive and undo a change.
    pub(super) fn opposite_marks(&self, pair: &Membership, wanted: bool) -> OppositeMarks {
        self.engine.marks.opposite(&self.settings.origin, pair, wanted)
    }

    /// The server that the calls go to.
    pub(crate) fn origin(&self) -> &Arc<str> {
        &self.settings.origin
    }

    /// The most requests that the client has in flight at once.
    pub(crate) fn max_concurrency(&self) -> u32 {
        self.settings.limits.max_concurrency
    }

    /// Whether somebody asked for the end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.operation.cancel.is_cancelled() || self.scope.cancel.is_cancelled()
    }

    /// Returns when somebody asks for the end.
    pub(crate) async fn cancelled(&self) {
        // Cancelling the client raises this too.
        self.operation.cancel.cancelled().await;
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

impl CallOutcome {
    /// What time it was for the server when it answered a read, in milliseconds since 1970.
    pub(crate) fn server_time_ms(&self) -> Option<u64> {
        server_time_ms(self.outcome.as_ref().ok()?.last()?.date.as_ref()?)
    }

    /// The answer.
    pub(crate) async fn decode(self) -> Result<Response, Error> {
        self.read(OperationState::decode).await
    }

    /// What is read from an answer; from a long one aside, so that other calls go on meanwhile.
    pub(crate) async fn read<T: Send + 'static>(self, read: Decoder<T>) -> Result<T, Error> {
        const SHORT: usize = 64 << 10;
        let (shared, replies) = (self.shared, self.outcome?);
        if replies.iter().map(|reply| reply.body.len()).sum::<usize>() <= SHORT {
            return read(&shared, &replies);
        }
        compute(move || read(&shared, &replies))
            .await
            .unwrap_or_else(|error| Err(Error::internal(format!("decoding an answer: {error}"))))
    }
}
