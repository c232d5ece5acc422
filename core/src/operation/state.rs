//! What the engine and the handles share of an operation, and its one way from pending to done.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::watchdog::Watchdog;
use crate::answer::{Answer, Artifact};
use crate::call::{Call, Kind};
use crate::cancel::CancelSignal;
use crate::containment::catch_panic;
use crate::deadline::{Deadline, Moment};
use crate::error::{Error, Failure};
use crate::planted;
use crate::queue::{self, Queue};
use crate::reply::Reply;
use crate::this_process;

/// What the engine and the handles share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(super) pid: u32,
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
    pub(crate) parts: Parts,
    state: Mutex<State>,
    done: Condvar,
    answer: OnceLock<Result<Answer, Error>>,
}

enum State {
    Pending {
        queue: Option<(Arc<queue::Inner>, usize)>,
        watchdog: Watchdog,
        /// Of a piece of work of several calls that can be ended in the engine's place.
        words: Option<Words>,
    },
    Done {
        /// Taken by the first who asks for the result.
        outcome: Option<Result<Product, Error>>,
        request_id: Option<String>,
    },
}

/// What the engine hands over.
pub(crate) enum Product {
    /// The responses of one call, decoded by the thread that asks for the result.
    Replies(Vec<Reply>),
    /// What several calls amounted to.
    Answer(Answer),
    /// What several calls brought, and the long calculation that is left to the thread that asks for the result.
    Unfinished(Calculation),
}

/// It may leave an artifact with the operation.
pub(crate) type Calculation = Box<dyn FnOnce(&Shared) -> Result<Answer, Error> + Send>;

/// What a piece of work of several calls ends as when somebody who waits has to end it.
pub(crate) trait LastWords: Send + Sync {
    /// Gives up what is under way and says what the operation ends as; `None`: there is more to do than what is overdue,
    /// and the engine does it when it can again.
    ///
    /// `is_over`: the deadline of the whole work has passed. The operation is locked meanwhile, so these are its words of
    /// now, and it must not be asked for anything that needs its lock. They must not own the operation, nor the engine.
    fn say(&self, operation: &Shared, is_over: bool) -> Option<Result<Product, Error>>;

    /// The latest deadline of the calls that are under way: an engine that works has ended the others. The operation is
    /// locked here too.
    fn latest_deadline(&self, operation: &Shared) -> Option<Deadline> {
        operation.parts.latest_deadline()
    }
}

/// Last words. They may own much, and are dropped where no lock is held.
struct Words {
    of: Arc<dyn LastWords>,
    /// The time that each call has: of one that begins after a look, the deadline is at least so far away.
    timeout: Duration,
}

impl Shared {
    pub(crate) fn new(call: Call) -> Arc<Shared> {
        Arc::new(Shared {
            pid: this_process::id(),
            call,
            cancel: CancelSignal::default(),
            attempts: AtomicU32::new(0),
            sent: AtomicU32::new(0),
            exposed: AtomicBool::new(false),
            unanswered: AtomicU64::new(0),
            items: AtomicU64::new(0),
            planned: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            concurrency: AtomicU32::new(1),
            begun: Moment::now(),
            took: OnceLock::new(),
            artifact: OnceLock::new(),
            parts: Parts::default(),
            state: Mutex::new(State::Pending { queue: None, watchdog: Watchdog::default(), words: None }),
            done: Condvar::new(),
            answer: OnceLock::new(),
        })
    }

    pub(super) fn is_pending(&self) -> bool {
        matches!(*self.lock(), State::Pending { .. })
    }

    pub(super) fn request_id(&self) -> Option<String> {
        match &*self.lock() {
            State::Pending { .. } => None,
            State::Done { request_id, .. } => request_id.clone(),
        }
    }

    /// Puts `tag` into `queue` when the operation is done, or at once if it is.
    pub(super) fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        let mut state = self.lock();
        match &mut *state {
            State::Pending { queue: Some(_), .. } => {
                return Err(Error::State("the operation is attached to a queue already".to_owned()));
            }
            State::Pending { queue: place, .. } => *place = Some((Arc::clone(&queue.inner), tag)),
            State::Done { .. } => queue.inner.push(tag),
        }
        Ok(())
    }

    /// Waits up to `limit` (`None`: without limit) and says whether the operation is done.
    pub(super) fn wait(&self, limit: Option<Duration>) -> bool {
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut state = self.lock();
        while matches!(*state, State::Pending { .. }) {
            let patience = state.patience(self);
            if patience.is_some_and(|patience| patience.is_zero()) {
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
            state = match left.into_iter().chain(patience).min() {
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
        if let State::Pending { watchdog, .. } = &mut *self.lock() {
            watchdog.bound_by(Some(deadline));
        }
    }

    /// From now on, whoever waits may end the work with these words, when a deadline is over: that of the work, if it
    /// has one, or those of its calls under way, which have `timeout` each. `false` when somebody has ended it.
    pub(crate) fn leave_last_words(
        &self,
        words: Arc<dyn LastWords>,
        timeout: Duration,
        deadline: Option<Deadline>,
    ) -> bool {
        let mut state = self.lock();
        let State::Pending { watchdog, words: place, .. } = &mut *state else { return false };
        watchdog.bound_by(deadline);
        let _before = place.replace(Words { of: words, timeout });
        drop(state);
        // Whoever waits already knows of no deadline.
        self.done.notify_all();
        true
    }

    /// Leaves the end of the work to the engine again.
    pub(crate) fn withdraw_last_words(&self) {
        let mut state = self.lock();
        let State::Pending { watchdog, words, .. } = &mut *state else { return };
        watchdog.bound_by(None);
        let _before = words.take();
        drop(state);
    }

    /// When the engine has to be done with it; `None` also when it is done.
    pub(crate) fn deadline(&self) -> Option<Deadline> {
        match &*self.lock() {
            State::Pending { watchdog, .. } => watchdog.deadline(),
            State::Done { .. } => None,
        }
    }

    /// From the begin until now, or until the end.
    pub(crate) fn elapsed(&self) -> Duration {
        self.took.get().copied().unwrap_or_else(|| self.begun.elapsed())
    }

    /// Counts another request; `None` when a waiter has ended the operation: then nothing may be sent any more.
    pub(crate) fn begin_attempt(&self) -> Option<u32> {
        let state = self.lock();
        let is_pending = matches!(*state, State::Pending { .. });
        is_pending.then(|| self.attempts.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Ends the operation in place of the engine, which is kept busy, or gives the lock back where the engine is still
    /// to end it.
    fn end_overdue<'a>(&'a self, mut state: MutexGuard<'a, State>) -> Option<MutexGuard<'a, State>> {
        let State::Pending { watchdog, words, .. } = &mut *state else { return Some(state) };
        let outcome = match words {
            None => Err(self.given_up(Stop::Deadline)),
            Some(words) => {
                let latest = words.of.latest_deadline(self);
                let Some(outcome) = words.of.say(self, watchdog.is_over(latest)) else {
                    watchdog.wait_again(latest);
                    return Some(state);
                };
                // The engine is not to begin anything more for it.
                self.cancel.raise();
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
    pub(super) fn finish(&self, outcome: Result<Product, Error>) {
        self.end(self.lock(), outcome);
    }

    /// The first end counts: what the engine learns after a waiter gave up changes nothing any more.
    fn end(&self, mut state: MutexGuard<'_, State>, outcome: Result<Product, Error>) {
        let State::Pending { queue, words, .. } = &mut *state else { return };
        let (queue, _words) = (queue.take(), words.take());
        if outcome.is_ok() && !self.call.is_list() && !matches!(self.call.kind, Kind::Together) {
            self.items.store(1, Ordering::Relaxed);
        }
        let _ = self.took.set(self.begun.elapsed());
        let request_id = match &outcome {
            Ok(product) => product.request_id().map(str::to_owned),
            Err(error) => error.request_id().map(str::to_owned),
        };
        *state = State::Done { outcome: Some(outcome), request_id };
        drop(state);
        self.done.notify_all();
        if let Some((queue, tag)) = queue {
            queue.push(tag);
        }
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
            Stop::EngineLost if exposed || matches!(self.call.kind, Kind::Together) => {
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
    pub(super) fn result(&self) -> Result<Answer, Error> {
        self.answer.get_or_init(|| self.work_out_contained()).clone()
    }

    /// A panic on the thread that asks says nothing about a change: Seam may have recorded it.
    fn work_out_contained(&self) -> Result<Answer, Error> {
        catch_panic(|| self.work_out())
            .map_err(Error::from)
            .unwrap_or_else(|bug| Err(if self.is_exposed() { self.outcome_unknown(bug) } else { bug }))
    }

    /// The result of what the engine handed over, worked out once.
    fn work_out(&self) -> Result<Answer, Error> {
        let outcome = match &mut *self.lock() {
            State::Pending { .. } => None,
            State::Done { outcome, .. } => outcome.take(),
        };
        match outcome {
            Some(Ok(Product::Replies(replies))) => self.decode(&replies),
            Some(Ok(Product::Answer(answer))) => Ok(answer),
            Some(Ok(Product::Unfinished(calculate))) => {
                planted::here("calculation");
                calculate(self)
            }
            Some(Err(error)) => Err(error),
            None => Err(Error::internal("the result of an operation was taken twice")),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const DEADLINE_ADVICE: &str =
    "The network or the server is slow or away; the option timeout_ms sets the deadline";
const UNKNOWN_ADVICE: &str = "Read the membership before you rely on it, and do not send the opposite change to undo it: it may be overtaken";

/// Why a call is given up before it has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Cancelled,
    Deadline,
    EngineLost,
}

impl State {
    /// How long a waiter leaves the end to the engine; `None`: as long as it takes, zero: no longer.
    fn patience(&mut self, operation: &Shared) -> Option<Duration> {
        let State::Pending { watchdog, words, .. } = self else { return None };
        let latest = words.as_ref().and_then(|words| words.of.latest_deadline(operation));
        let again = words.as_ref().map(|words| words.timeout);
        watchdog.patience(latest).into_iter().chain(again).min()
    }
}

impl Product {
    /// Seam's id of the request that decided.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            Product::Replies(replies) => replies.last()?.request_id.as_deref(),
            Product::Answer(answer) => answer.request_id(),
            Product::Unfinished(_) => None,
        }
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            State::Pending { .. } => "Pending",
            State::Done { .. } => "Done",
        })
    }
}

/// The calls of a piece of work that are under way, but for the changes of a list, which the run knows itself.
#[derive(Debug, Default)]
pub(crate) struct Parts(Mutex<Vec<Arc<Shared>>>);

impl Parts {
    /// Knows a call for as long as the guard lives.
    pub(crate) fn begin<'a>(&'a self, part: &'a Arc<Shared>) -> Part<'a> {
        self.lock().push(Arc::clone(part));
        Part { of: self, part }
    }

    pub(crate) fn latest_deadline(&self) -> Option<Deadline> {
        self.lock().iter().filter_map(|part| part.deadline()).max()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Shared>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call of a piece of work, until it ends or is dropped.
pub(crate) struct Part<'a> {
    of: &'a Parts,
    part: &'a Arc<Shared>,
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        let mut parts = self.of.lock();
        if let Some(place) = parts.iter().position(|part| Arc::ptr_eq(part, self.part)) {
            parts.swap_remove(place);
        }
    }
}

/// The last words of work that only reads, and fails as soon as one of its reads does.
pub(crate) struct ReadsAlone;

impl LastWords for ReadsAlone {
    fn say(&self, operation: &Shared, is_over: bool) -> Option<Result<Product, Error>> {
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
