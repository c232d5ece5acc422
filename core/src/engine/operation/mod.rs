//! A call that is under way: waited for, cancelled and asked for its result from any thread.

pub(crate) mod decode;
pub(crate) mod state;
pub(crate) mod watchdog;

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use self::state::{EngineOutput, OperationState, Stop};
use super::completion_queue::Queue;
use crate::model::call::{Call, Kind};
use crate::model::error::Error;
use crate::model::response::Response;
use crate::sys::generation;
use crate::sys::time::{Deadline, Moment};

/// A call that is under way. It goes from pending to done once. Clones are handles on the same work.
#[derive(Debug, Clone)]
pub struct Operation {
    shared: Arc<OperationState>,
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

impl Operation {
    /// A handle, and the engine's side of it, which ends the operation truthfully even when it is only dropped.
    pub(crate) fn new(call: Call) -> (Operation, Completion) {
        let shared = OperationState::new(call);
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
        self.shared.wait(limit)
    }

    /// Asks the operation to stop; [`wait`](Self::wait) still says when it has.
    ///
    /// A change that was sent ends as [`Error::OutcomeUnknown`]; [`Error::Cancelled`] means never sent.
    pub fn cancel(&self) {
        if !self.is_inherited() {
            self.shared.cancel.cancel();
        }
    }

    /// What it ended as. Large answers are decoded here, on the thread that asks.
    ///
    /// # Errors
    /// [`Error::State`] before it is done, [`Error::Forked`] in a child, else what the call itself failed with.
    pub fn result(&self) -> Result<Response, Error> {
        if self.is_inherited() {
            return Err(Error::Forked);
        }
        if self.is_pending() {
            return Err(Error::State("the operation is not done yet: wait for it first".to_owned()));
        }
        self.shared.result()
    }

    /// Seam's id of the request that decided, once the operation is done.
    #[must_use]
    pub fn request_id(&self) -> Option<String> {
        if self.is_inherited() {
            return None;
        }
        self.shared.request_id()
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
            Kind::Composite => {
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

    /// What a layer above left with the operation, once that is done, whatever its result.
    pub(crate) fn artifact<T: Any + Clone>(&self) -> Option<T> {
        if self.is_inherited() || self.is_pending() {
            return None;
        }
        self.shared.artifact.get()?.get().cloned()
    }

    /// Puts `tag` into `queue` when the operation is done, or at once if it is.
    ///
    /// # Errors
    /// [`Error::State`] when it is attached already, [`Error::Forked`] in a child.
    pub fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        if self.is_inherited() {
            return Err(Error::Forked);
        }
        self.shared.attach(queue, tag)
    }

    /// Takes the operation out of its queue: from now on no queue returns its tag.
    pub fn leave_queue(&self) {
        if !self.is_inherited() {
            self.shared.leave_queue();
        }
    }

    /// Whether this process inherited the operation through `fork()`: then it is the parent's, and its lock may be
    /// held by a thread that is not here.
    fn is_inherited(&self) -> bool {
        self.shared.made_in != generation::current()
    }

    fn is_pending(&self) -> bool {
        self.shared.is_pending()
    }
}

/// The engine's side of an operation.
#[derive(Debug)]
pub(crate) struct Completion {
    shared: Option<Arc<OperationState>>,
}

impl Completion {
    pub(crate) fn shared(&self) -> Option<Arc<OperationState>> {
        self.shared.clone()
    }

    pub(crate) fn finish(mut self, outcome: Result<EngineOutput, Error>) {
        if let Some(shared) = self.shared.take() {
            shared.finish(outcome);
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        if let Some(shared) = self.shared.take() {
            let error = shared.stopped(Stop::EngineLost, None);
            shared.finish(Err(error));
        }
    }
}
