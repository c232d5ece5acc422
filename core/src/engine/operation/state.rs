//! What the engine and the handles share of an operation, and its one way from pending to done.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::super::cancel::CancelSignal;
use super::super::completion_queue::{CompletionState, PushedTag, Queue};
use super::watchdog::Watchdog;
use crate::base::failpoint;
use crate::base::panic::catch_panic;
use crate::model::call::{Call, Kind};
use crate::model::error::{Error, Failure};
use crate::model::raw_response::RawResponse;
use crate::model::response::{Artifact, Response};
use crate::sys::generation::{self, Generation};
use crate::sys::time::{Deadline, Moment};

/// What the engine and the handles share.
#[derive(Debug)]
pub(crate) struct OperationState {
    /// Of the process that began it.
    pub(crate) made_in: Generation,
    pub(crate) call: Call,
    pub(crate) cancel: CancelSignal,
    /// Requests started.
    pub(crate) attempts: AtomicU32,
    /// The latest attempt of which something was sent.
    sent: AtomicU32,
    /// Whether a change may have been applied by what was sent so far.
    exposed: AtomicBool,
    /// When the latest request began that nobody answered, in milliseconds since boot; zero: none.
    unanswered: AtomicU64,
    /// When the latest lookup of the host's name ended, in milliseconds since boot; zero: none, [`UNDER_WAY`]: not yet.
    looked_up: AtomicU64,
    /// How much is done, and of how much where that is known from the start.
    pub(crate) items: AtomicU64,
    pub(crate) planned: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) concurrency: AtomicU32,
    pub(crate) begun: Moment,
    took: OnceLock<Duration>,
    /// What a layer above made, which is there however the work ended: the report of a run, a plan that was refused.
    pub(crate) artifact: OnceLock<Artifact>,
    /// Of a piece of work: the calls that are under way for it.
    pub(crate) parts: InFlightCalls,
    state: Mutex<Phase>,
    done: Condvar,
    answer: OnceLock<Result<Response, Error>>,
}

enum Phase {
    Pending {
        queue: Option<(Arc<CompletionState>, usize)>,
        watchdog: Watchdog,
        /// Of a piece of work of several calls that can be ended in the engine's place.
        finisher: Option<Finisher>,
    },
    Done {
        /// Taken by the first who asks for the result.
        outcome: Option<Result<EngineOutput, Error>>,
        request_id: Option<String>,
        tags: Vec<PushedTag>,
    },
}

/// What the engine hands over.
pub(crate) enum EngineOutput {
    /// The responses of one call, decoded by the thread that asks for the result.
    Replies(Vec<RawResponse>),
    /// What several calls amounted to.
    Response(Response),
    /// What several calls brought, and the long calculation that is left to the thread that asks for the result.
    Deferred(Calculation),
}

/// It may leave an artifact with the operation.
pub(crate) type Calculation = Box<dyn FnOnce(&OperationState) -> Result<Response, Error> + Send>;

/// Ends a piece of work of several calls in the engine's place, on the thread that waits for it.
pub(crate) trait ForceFinish: Send + Sync {
    /// Gives up what is under way and says what the operation ends as; `None`: there is more to do than what is overdue,
    /// and the engine does it when it can again.
    ///
    /// `is_over`: the deadline of the whole work has passed. The operation is locked meanwhile, so its state does not
    /// change, and nothing that needs its lock may be called. An implementation must not own the operation or the engine.
    fn force_finish(&self, operation: &OperationState, is_over: bool) -> Option<Result<EngineOutput, Error>>;

    /// The latest deadline of the calls that are under way: an engine that works has ended the others. The operation is
    /// locked here too.
    fn latest_deadline(&self, operation: &OperationState) -> Option<Deadline> {
        operation.parts.latest_deadline()
    }
}

/// Ends the work. It may own much, and is dropped where no lock is held.
struct Finisher {
    of: Arc<dyn ForceFinish>,
    /// The time that each call has: of one that begins after a look, the deadline is at least so far away.
    timeout: Duration,
}

impl OperationState {
    pub(crate) fn new(call: Call) -> Arc<OperationState> {
        Arc::new(OperationState {
            made_in: generation::current(),
            call,
            cancel: CancelSignal::default(),
            attempts: AtomicU32::new(0),
            sent: AtomicU32::new(0),
            exposed: AtomicBool::new(false),
            unanswered: AtomicU64::new(0),
            looked_up: AtomicU64::new(0),
            items: AtomicU64::new(0),
            planned: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            concurrency: AtomicU32::new(1),
            begun: Moment::now(),
            took: OnceLock::new(),
            artifact: OnceLock::new(),
            parts: InFlightCalls::default(),
            state: Mutex::new(Phase::Pending { queue: None, watchdog: Watchdog::default(), finisher: None }),
            done: Condvar::new(),
            answer: OnceLock::new(),
        })
    }

    pub(crate) fn is_pending(&self) -> bool {
        matches!(*self.lock(), Phase::Pending { .. })
    }

    pub(crate) fn request_id(&self) -> Option<String> {
        match &*self.lock() {
            Phase::Pending { .. } => None,
            Phase::Done { request_id, .. } => request_id.clone(),
        }
    }

    /// Puts `tag` into `queue` when the operation is done, or at once if it is.
    pub(crate) fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        let mut state = self.lock();
        match &mut *state {
            Phase::Pending { queue: Some(_), .. } => {
                return Err(Error::State("the operation is attached to a queue already".to_owned()));
            }
            Phase::Pending { queue: place, .. } => *place = Some((Arc::clone(&queue.inner), tag)),
            Phase::Done { tags, .. } => tags.push(queue.inner.push(tag)),
        }
        Ok(())
    }

    /// Takes the operation out of its queue: from now on no queue returns its tag.
    pub(crate) fn leave_queue(&self) {
        match &mut *self.lock() {
            Phase::Pending { queue, .. } => *queue = None,
            Phase::Done { tags, .. } => tags.drain(..).for_each(|tag| tag.take_back()),
        }
    }

    /// Waits up to `limit` (`None`: without limit) and says whether the operation is done.
    pub(crate) fn wait(&self, limit: Option<Duration>) -> bool {
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut state = self.lock();
        while matches!(*state, Phase::Pending { .. }) {
            let time_left = state.time_left(self);
            if time_left.is_some_and(|time_left| time_left.is_zero()) {
                match self.end_overdue(state) {
                    None => return true,
                    Some(left_to_the_engine) => state = left_to_the_engine,
                }
                continue;
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return false;
            }
            state = match left.into_iter().chain(time_left).min() {
                None => self.done.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(pause) => {
                    let waited = self.done.wait_timeout(state, pause);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        true
    }

    /// From now on, whoever waits holds the operation to this deadline, also when the engine does not.
    pub(crate) fn bound_by(&self, deadline: Deadline) {
        if let Phase::Pending { watchdog, .. } = &mut *self.lock() {
            watchdog.bound_by(Some(deadline));
        }
    }

    /// From now on, whoever waits may end the work by `finisher`, when a deadline is over: that of the work, if it
    /// has one, or those of its calls under way, which have `timeout` each. `false` when somebody has ended it.
    pub(crate) fn allow_force_finish(
        &self,
        finisher: Arc<dyn ForceFinish>,
        timeout: Duration,
        deadline: Option<Deadline>,
    ) -> bool {
        let mut state = self.lock();
        let Phase::Pending { watchdog, finisher: place, .. } = &mut *state else { return false };
        watchdog.bound_by(deadline);
        let _before = place.replace(Finisher { of: finisher, timeout });
        drop(state);
        // Whoever waits already knows of no deadline.
        self.done.notify_all();
        true
    }

    /// Leaves the end of the work to the engine again.
    pub(crate) fn forbid_force_finish(&self) {
        let mut state = self.lock();
        let Phase::Pending { watchdog, finisher, .. } = &mut *state else { return };
        watchdog.bound_by(None);
        let _before = finisher.take();
        drop(state);
    }

    /// When the engine has to be done with it; `None` also when it is done.
    pub(crate) fn deadline(&self) -> Option<Deadline> {
        match &*self.lock() {
            Phase::Pending { watchdog, .. } => watchdog.deadline(),
            Phase::Done { .. } => None,
        }
    }

    /// From the begin until now, or until the end.
    pub(crate) fn elapsed(&self) -> Duration {
        self.took.get().copied().unwrap_or_else(|| self.begun.elapsed())
    }

    /// Counts another request; `None` when a waiter has ended the operation: then nothing may be sent any more.
    pub(crate) fn begin_attempt(&self) -> Option<u32> {
        let state = self.lock();
        let is_pending = matches!(*state, Phase::Pending { .. });
        self.looked_up.store(0, Ordering::Relaxed);
        is_pending.then(|| self.attempts.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Ends the operation in place of the engine, which is kept busy, or gives the lock back where the engine is still
    /// to end it.
    fn end_overdue<'a>(&'a self, mut state: MutexGuard<'a, Phase>) -> Option<MutexGuard<'a, Phase>> {
        let Phase::Pending { watchdog, finisher, .. } = &mut *state else { return Some(state) };
        let outcome = match finisher {
            None => Err(self.given_up(Stop::Deadline)),
            Some(finisher) => {
                let latest = finisher.of.latest_deadline(self);
                let Some(outcome) = finisher.of.force_finish(self, watchdog.is_over(latest)) else {
                    watchdog.wait_again(latest);
                    return Some(state);
                };
                // The engine is not to begin anything more for it.
                self.cancel.cancel();
                outcome
            }
        };
        self.end(state, outcome);
        None
    }

    /// Whether the engine had to be done with it before now, and is not.
    pub(crate) fn is_overdue(&self) -> bool {
        self.deadline().is_some_and(Deadline::is_over)
    }

    /// Ends a call of a piece of work in place of the engine, which begins no request of it any more, and says as what.
    pub(crate) fn give_up(&self, reason: Stop) -> Error {
        let state = self.lock();
        let error = self.given_up(reason);
        self.end(state, Err(error.clone()));
        error
    }

    /// A request that was begun may still be sent.
    fn given_up(&self, reason: Stop) -> Error {
        if self.attempts.load(Ordering::Relaxed) > 0 {
            self.exposed.store(true, Ordering::Release);
            self.note_unanswered(Moment::now());
        }
        self.stopped(reason, None)
    }

    /// Ends the operation, unless somebody has ended it already.
    pub(crate) fn finish(&self, outcome: Result<EngineOutput, Error>) {
        self.end(self.lock(), outcome);
    }

    /// The first end counts: what the engine learns after a waiter gave up changes nothing any more.
    fn end(&self, mut state: MutexGuard<'_, Phase>, outcome: Result<EngineOutput, Error>) {
        let Phase::Pending { queue, finisher, .. } = &mut *state else { return };
        let (queue, _finisher) = (queue.take(), finisher.take());
        if outcome.is_ok() && !self.call.is_list() && !matches!(self.call.kind, Kind::Composite) {
            self.items.store(1, Ordering::Relaxed);
        }
        let _ = self.took.set(self.begun.elapsed());
        let request_id = match &outcome {
            Ok(product) => product.request_id().map(str::to_owned),
            Err(error) => error.request_id().map(str::to_owned),
        };
        // Under the lock: whoever takes the operation out of its queue finds the tag here or there.
        let tags = queue.iter().map(|(queue, tag)| queue.push(*tag)).collect();
        *state = Phase::Done { outcome: Some(outcome), request_id, tags };
        drop(state);
        self.done.notify_all();
    }

    /// From now on a change may have been applied.
    pub(crate) fn note_sent(&self, attempt: u32) {
        self.sent.fetch_max(attempt, Ordering::AcqRel);
        self.exposed.store(true, Ordering::Release);
    }

    /// A request that began then was sent, and nobody answered it.
    pub(crate) fn note_unanswered(&self, began: Moment) {
        self.unanswered.fetch_max(began.milliseconds().max(1), Ordering::AcqRel);
    }

    /// When the latest request began that nobody answered.
    pub(crate) fn unanswered(&self) -> Option<Moment> {
        let milliseconds = self.unanswered.load(Ordering::Acquire);
        (milliseconds > 0).then(|| Moment::of_milliseconds(milliseconds))
    }

    /// The attempt waits for the lookup of the host's name.
    pub(crate) fn note_lookup(&self) {
        self.looked_up.store(UNDER_WAY, Ordering::Release);
    }

    /// The lookup has ended, and the request begins now.
    pub(crate) fn note_looked_up(&self) {
        self.looked_up.store(Moment::now().milliseconds(), Ordering::Release);
    }

    pub(crate) fn is_looking_up(&self) -> bool {
        self.looked_up.load(Ordering::Acquire) == UNDER_WAY
    }

    /// When the request began that an attempt of this begin sends: a lookup comes before it.
    pub(crate) fn began_at_or_after(&self, attempt_began: Moment) -> Moment {
        match self.looked_up.load(Ordering::Acquire) {
            0 | UNDER_WAY => attempt_began,
            milliseconds => Moment::of_milliseconds(milliseconds),
        }
    }

    /// Whether anything of this attempt was sent.
    pub(crate) fn was_sent(&self, attempt: u32) -> bool {
        self.sent.load(Ordering::Acquire) == attempt
    }

    /// Whether a change may have been applied by what was sent so far.
    pub(crate) fn is_exposed(&self) -> bool {
        self.call.changes() && self.exposed.load(Ordering::Acquire)
    }

    /// The last attempt was answered with a clear no, so nothing is in doubt that was not before it.
    pub(crate) fn clear_exposure(&self) {
        self.exposed.store(false, Ordering::Release);
    }

    /// What to say when the call is given up for `reason`: a change that was sent may have been recorded.
    pub(crate) fn stopped(&self, reason: Stop, last: Option<Error>) -> Error {
        let attempts = self.attempts.load(Ordering::Relaxed);
        let exposed = self.is_exposed();
        let error = match reason {
            Stop::Cancelled if exposed => Error::Cancelled(Failure::boxed("cancelled after it was sent")),
            Stop::Cancelled if self.call.changes() => {
                Error::Cancelled(Failure::boxed("cancelled before it was sent; nothing changed"))
            }
            Stop::Cancelled => Error::Cancelled(Failure::boxed("cancelled")),
            Stop::Deadline => {
                let failure = Failure::new("the deadline passed").caused_by(last);
                Error::Deadline(Box::new(failure.advise(DEADLINE_ADVICE)))
            }
            Stop::DescriptorsClosed => Error::Resources(
                "this program closed the library's descriptors while the call was under way".to_owned(),
            ),
            Stop::EngineLost if exposed || matches!(self.call.kind, Kind::Composite) => {
                Error::internal("the engine thread ended during the call")
            }
            Stop::EngineLost => Error::internal("the engine thread ended before the call was sent"),
        };
        let error = error.in_call(&self.call.phrase(), attempts);
        if exposed { self.outcome_unknown(error) } else { error }
    }

    /// The end of a change that may be applied although no answer says so.
    pub(crate) fn outcome_unknown(&self, cause: Error) -> Error {
        let failure =
            Failure::new("the outcome is unknown: it was sent, and no answer says whether it was recorded")
                .caused_by(Some(cause))
                .advise(UNKNOWN_ADVICE);
        Error::OutcomeUnknown(Box::new(failure))
            .in_call(&self.call.phrase(), self.attempts.load(Ordering::Relaxed))
    }

    /// What the engine handed over, worked out once, by the thread that asks first.
    pub(crate) fn result(&self) -> Result<Response, Error> {
        self.answer.get_or_init(|| self.work_out_contained()).clone()
    }

    /// A panic on the thread that asks says nothing about a change: Seam may have recorded it.
    fn work_out_contained(&self) -> Result<Response, Error> {
        catch_panic(|| self.work_out())
            .map_err(Error::from)
            .unwrap_or_else(|bug| Err(if self.is_exposed() { self.outcome_unknown(bug) } else { bug }))
    }

    /// The result of what the engine handed over, worked out once.
    fn work_out(&self) -> Result<Response, Error> {
        let outcome = match &mut *self.lock() {
            Phase::Pending { .. } => None,
            Phase::Done { outcome, .. } => outcome.take(),
        };
        match outcome {
            Some(Ok(EngineOutput::Replies(replies))) => self.decode(&replies),
            Some(Ok(EngineOutput::Response(answer))) => Ok(answer),
            Some(Ok(EngineOutput::Deferred(calculate))) => {
                failpoint::hit("calculation");
                calculate(self)
            }
            Some(Err(error)) => Err(error),
            None => Err(Error::internal("the result of an operation was taken twice")),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Phase> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Of a lookup that has not ended.
const UNDER_WAY: u64 = u64::MAX;

const DEADLINE_ADVICE: &str =
    "The network or the server is slow or away; the option timeout_ms sets the deadline";
const UNKNOWN_ADVICE: &str = "Read the membership before you rely on it, and do not send the opposite change to undo it: it may be overtaken";

/// Why a call is given up before it has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Cancelled,
    Deadline,
    EngineLost,
    /// The host has closed the engine's descriptors.
    DescriptorsClosed,
}

impl Phase {
    /// How long a waiter leaves the end to the engine; `None`: as long as it takes, zero: no longer.
    fn time_left(&mut self, operation: &OperationState) -> Option<Duration> {
        let Phase::Pending { watchdog, finisher, .. } = self else { return None };
        let latest = finisher.as_ref().and_then(|finisher| finisher.of.latest_deadline(operation));
        let again = finisher.as_ref().map(|finisher| finisher.timeout);
        watchdog.time_left(latest).into_iter().chain(again).min()
    }
}

impl EngineOutput {
    /// Seam's id of the request that decided.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            EngineOutput::Replies(replies) => replies.last()?.request_id.as_deref(),
            EngineOutput::Response(answer) => answer.request_id(),
            EngineOutput::Deferred(_) => None,
        }
    }
}

impl std::fmt::Debug for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Phase::Pending { .. } => "Pending",
            Phase::Done { .. } => "Done",
        })
    }
}

/// The calls of a piece of work that are under way, but for the changes of a list, which the run knows itself.
#[derive(Debug, Default)]
pub(crate) struct InFlightCalls(Mutex<Vec<Arc<OperationState>>>);

impl InFlightCalls {
    /// Knows a call for as long as the guard lives.
    pub(crate) fn begin<'a>(&'a self, part: &'a Arc<OperationState>) -> Part<'a> {
        self.lock().push(Arc::clone(part));
        Part { of: self, part }
    }

    pub(crate) fn latest_deadline(&self) -> Option<Deadline> {
        self.lock().iter().filter_map(|part| part.deadline()).max()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<OperationState>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call of a piece of work, until it ends or is dropped.
pub(crate) struct Part<'a> {
    of: &'a InFlightCalls,
    part: &'a Arc<OperationState>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        let mut parts = self.of.lock();
        if let Some(place) = parts.iter().position(|part| Arc::ptr_eq(part, self.part)) {
            parts.swap_remove(place);
        }
    }
}

/// Ends work that only reads, and that fails as soon as one of its reads does.
pub(crate) struct FailOnOverdueRead;

impl ForceFinish for FailOnOverdueRead {
    fn force_finish(&self, operation: &OperationState, is_over: bool) -> Option<Result<EngineOutput, Error>> {
        let parts = operation.parts.lock();
        // One that is not overdue was begun just now, by an engine that works.
        if !is_over && !parts.iter().all(|part| part.is_overdue()) {
            return None;
        }
        let mut errors = parts.iter().map(|part| part.give_up(Stop::Deadline));
        let first = errors.next();
        errors.for_each(drop);
        if is_over { Some(Err(operation.stopped(Stop::Deadline, None))) } else { first.map(Err) }
    }
}
