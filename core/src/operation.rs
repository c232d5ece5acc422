//! A call that is under way: waited for, cancelled and asked for its result from any thread.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::answer::{Answer, Content, List};
use crate::bulk::Report;
use crate::call::{Call, Kind};
use crate::cancel::CancelSignal;
use crate::containment::contained;
use crate::deadline::{Deadline, Moment};
use crate::error::{Error, Failure};
use crate::patience::{LastWords, Overdue, Parts, Watch};
use crate::planted;
use crate::queue::{self, Queue};
use crate::reply::Reply;
use crate::roster::Plan;
use crate::this_process;

/// A call that is under way. It goes from pending to done once. Clones are handles on the same work.
#[derive(Debug, Clone)]
pub struct Operation {
    shared: Arc<Shared>,
}

/// How far an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Objects read so far; changes of a list that are as asked; for one change 1 when it is done.
    pub done: u64,
    /// Changes of a list that failed or are in doubt.
    pub failed: u64,
    /// How many there will be, where that is known.
    pub total: Option<u64>,
    /// How many requests may be under way now.
    pub concurrency: u32,
    /// From the begin until now, or until the end.
    pub elapsed: Duration,
}

impl Progress {
    /// How many objects or changes were dealt with in a second, on average.
    #[must_use]
    pub fn per_second(&self) -> u64 {
        let milliseconds = u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX).max(1);
        self.done.saturating_add(self.failed).saturating_mul(1000) / milliseconds
    }
}

/// What the engine and the handles share.
#[derive(Debug)]
pub(crate) struct Shared {
    pid: u32,
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
    /// Of a list of changes; there is one however the work ended.
    pub(crate) report: OnceLock<Report>,
    /// Of a piece of work: the calls that are under way for it.
    pub(crate) parts: Parts,
    state: Mutex<State>,
    done: Condvar,
    answer: OnceLock<Result<Answer, Error>>,
}

enum State {
    Pending {
        queue: Option<(Arc<queue::Inner>, usize)>,
        watch: Watch,
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
    Unfinished(Box<dyn FnOnce() -> Result<Answer, Error> + Send>),
}

impl Operation {
    /// A handle, and the engine's side of it, which ends the operation truthfully even when it is only dropped.
    pub(crate) fn new(call: Call) -> (Operation, Completion) {
        let shared = Shared::new(call);
        (Operation { shared: Arc::clone(&shared) }, Completion { shared: Some(shared) })
    }

    pub(crate) fn bound_by(&self, deadline: Deadline) {
        self.shared.bound_by(deadline);
    }

    pub(crate) fn begun(&self) -> Moment {
        self.shared.begun
    }

    /// Waits up to `limit` (`None`: without limit) and says whether the operation is done.
    ///
    /// In a forked child the parent's operations are done at once, as [`Error::Forked`].
    #[must_use]
    pub fn wait(&self, limit: Option<Duration>) -> bool {
        if self.is_inherited() {
            return true;
        }
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut state = self.shared.lock();
        while let State::Pending { watch, .. } = &mut *state {
            let patience = watch.patience(&self.shared);
            if patience.is_some_and(|patience| patience.is_zero()) {
                match self.shared.end_overdue(state) {
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
                None => self.shared.done.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(pause) => {
                    let waited = self.shared.done.wait_timeout(state, pause);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        true
    }

    /// Asks the operation to stop; [`wait`](Self::wait) still says when it has.
    ///
    /// A change that was sent ends as [`Error::OutcomeUnknown`]; [`Error::Cancelled`] means never sent.
    pub fn cancel(&self) {
        if !self.is_inherited() {
            self.shared.cancel.raise();
        }
    }

    /// What it ended as. Large answers are decoded here, on the thread that asks.
    ///
    /// # Errors
    /// [`Error::State`] before it is done, [`Error::Forked`] in a child, else what the call itself failed with.
    pub fn result(&self) -> Result<Answer, Error> {
        if self.is_inherited() {
            return Err(Error::Forked);
        }
        if self.is_pending() {
            return Err(Error::State("the operation is not done yet: wait for it first".to_owned()));
        }
        self.shared.answer.get_or_init(|| self.shared.work_out_contained()).clone()
    }

    /// Seam's id of the request that decided, once the operation is done.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        if self.is_inherited() {
            return None;
        }
        match &*self.shared.lock() {
            State::Pending { .. } => None,
            State::Done { request_id, .. } => request_id.clone(),
        }
    }

    /// How many requests were started so far.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.shared.attempts.load(Ordering::Relaxed)
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let done = self.shared.items.load(Ordering::Relaxed);
        let total = match self.shared.call.kind {
            Kind::Together => {
                Some(self.shared.planned.load(Ordering::Relaxed)).filter(|planned| *planned > 0)
            }
            _ if self.shared.call.is_list() => self.wait(Some(Duration::ZERO)).then_some(done),
            _ => Some(1),
        };
        Progress {
            done,
            failed: self.shared.failed.load(Ordering::Relaxed),
            total,
            concurrency: self.shared.concurrency.load(Ordering::Relaxed),
            elapsed: self.shared.elapsed(),
        }
    }

    /// The plan that was made, once the operation is done, also where a guard refused it: it can be looked at.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        match self.result() {
            Ok(answer) => answer.plan().cloned(),
            Err(error) => error.refused_plan().cloned(),
        }
    }

    /// What became of each change of a list, once the operation is done, whatever its result.
    #[must_use]
    pub fn report(&self) -> Option<Report> {
        if self.is_inherited() || self.is_pending() {
            return None;
        }
        self.shared.report.get().cloned()
    }

    /// Puts `tag` into `queue` when the operation is done, or at once if it is.
    ///
    /// # Errors
    /// [`Error::State`] when it is attached already, [`Error::Forked`] in a child.
    pub fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        if self.is_inherited() {
            return Err(Error::Forked);
        }
        let mut state = self.shared.lock();
        match &mut *state {
            State::Pending { queue: Some(_), .. } => {
                return Err(Error::State("the operation is attached to a queue already".to_owned()));
            }
            State::Pending { queue: place, .. } => *place = Some((Arc::clone(&queue.inner), tag)),
            State::Done { .. } => queue.inner.push(tag),
        }
        Ok(())
    }

    /// Whether this process inherited the operation through `fork()`: then it is the parent's, and its lock may be
    /// held by a thread that is not here.
    fn is_inherited(&self) -> bool {
        self.shared.pid != this_process::id()
    }

    fn is_pending(&self) -> bool {
        matches!(*self.shared.lock(), State::Pending { .. })
    }
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
            report: OnceLock::new(),
            parts: Parts::default(),
            state: Mutex::new(State::Pending { queue: None, watch: Watch::default() }),
            done: Condvar::new(),
            answer: OnceLock::new(),
        })
    }

    /// From now on, whoever waits holds the operation to this deadline, also when the engine does not.
    pub(crate) fn bound_by(&self, deadline: Deadline) {
        if let State::Pending { watch, .. } = &mut *self.lock() {
            watch.bound_by(deadline);
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
        let State::Pending { watch, .. } = &mut *state else { return false };
        let _before = watch.leave(words, timeout, deadline);
        drop(state);
        // Whoever waits already knows of no deadline.
        self.done.notify_all();
        true
    }

    /// Leaves the end of the work to the engine again.
    pub(crate) fn withdraw_last_words(&self) {
        let mut state = self.lock();
        let State::Pending { watch, .. } = &mut *state else { return };
        let _before = watch.withdraw();
        drop(state);
    }

    /// When the engine has to be done with it; `None` also when it is done.
    pub(crate) fn deadline(&self) -> Option<Deadline> {
        match &*self.lock() {
            State::Pending { watch, .. } => watch.deadline(),
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
        let State::Pending { watch, .. } = &mut *state else { return Some(state) };
        let outcome = match watch.last_words(self) {
            Overdue::Left => return Some(state),
            Overdue::Call => Err(self.given_up(Stop::Deadline)),
            Overdue::Work(outcome) => {
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

    /// The first end counts: what the engine learns after a waiter gave up changes nothing any more.
    fn end(&self, mut state: MutexGuard<'_, State>, outcome: Result<Product, Error>) {
        let State::Pending { queue, watch } = &mut *state else { return };
        let (queue, _words) = (queue.take(), watch.withdraw());
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

    /// A panic on the thread that asks says nothing about a change: Seam may have recorded it.
    fn work_out_contained(&self) -> Result<Answer, Error> {
        contained(|| self.work_out())
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
                calculate()
            }
            Some(Err(error)) => Err(error),
            None => Err(Error::internal("the result of an operation was taken twice")),
        }
    }

    pub(crate) fn decode(&self, replies: &[Reply]) -> Result<Answer, Error> {
        planted::here("decode");
        let attempts = self.attempts.load(Ordering::Relaxed);
        let Some(last) = replies.last() else {
            return Err(Error::internal("an operation ended without an answer"));
        };
        let content = self.decode_content(replies, last);
        let pagination = match self.call.kind {
            Kind::Read { every_page: false, .. } => last.pagination().ok().flatten(),
            _ => None,
        };
        let content = content.map_err(|(reply, reason)| self.spoilt(reply, &reason))?;
        Ok(Answer { request_id: last.request_id.clone(), attempts, content, pagination })
    }

    /// Tells the ids of the members that were read, which are of no worth if this fails.
    pub(crate) fn decode_members(
        &self,
        replies: &[Reply],
        note: &mut dyn FnMut(&str, Option<&str>),
    ) -> Result<(), Error> {
        planted::here("decode");
        let Kind::Read { key, .. } = self.call.kind else {
            return Err(Error::internal("only a read tells members"));
        };
        for reply in replies {
            reply.members(key, note).map_err(|reason| self.spoilt(reply, &reason))?;
        }
        Ok(())
    }

    fn spoilt(&self, reply: &Reply, reason: &str) -> Error {
        let failure = Failure {
            http_status: Some(reply.status),
            request_id: reply.request_id.clone(),
            ..Failure::new(format!("the answer is not one that Seam gives: {reason}"))
        };
        Error::UnexpectedResponse(Box::new(failure.advise(UNEXPECTED_ADVICE)))
            .in_call(&self.call.phrase(), self.attempts.load(Ordering::Relaxed))
    }

    fn decode_content<'a>(
        &self,
        replies: &'a [Reply],
        last: &'a Reply,
    ) -> Result<Content, (&'a Reply, String)> {
        match &self.call.kind {
            Kind::Change { .. } | Kind::Together => Ok(Content::Recorded),
            Kind::Request { .. } => last.whole().map(Content::Body).map_err(|reason| (last, reason)),
            Kind::Read { key, many: crate::read::Many::One, .. } => {
                last.record(key).map(Content::One).map_err(|reason| (last, reason))
            }
            Kind::Read { key, .. } => {
                let mut records = Vec::new();
                for reply in replies {
                    records.append(&mut reply.records(key).map_err(|reason| (reply, reason))?);
                }
                self.items.store(records.len() as u64, Ordering::Relaxed);
                Ok(Content::Many(List::new(records)))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const DEADLINE_ADVICE: &str =
    "The network or the server is slow or away; the option timeout_ms sets the deadline";
const UNKNOWN_ADVICE: &str = "Read the membership before you rely on it, and do not send the opposite change to undo it: it may be overtaken";
pub(crate) const UNEXPECTED_ADVICE: &str =
    "Something between this program and Seam (a proxy, a login page) may have answered; check the endpoint";

/// Why a call is given up before it has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Cancelled,
    Deadline,
    EngineLost,
}

/// The engine's side of an operation.
#[derive(Debug)]
pub(crate) struct Completion {
    shared: Option<Arc<Shared>>,
}

impl Completion {
    pub(crate) fn shared(&self) -> Option<Arc<Shared>> {
        self.shared.clone()
    }

    pub(crate) fn finish(mut self, outcome: Result<Product, Error>) {
        if let Some(shared) = self.shared.take() {
            shared.end(shared.lock(), outcome);
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.take() {
            let error = shared.stopped(Stop::EngineLost, None);
            shared.end(shared.lock(), Err(error));
        }
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
