//! How long whoever waits leaves an operation to the engine, and who says then what it ends as.
//!
//! The engine ends every operation in time, unless a server floods its one thread. So whoever waits looks at the clock
//! too, and ends in the engine's place what is overdue.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::deadline::Deadline;
use crate::error::Error;
use crate::operation::{Product, Shared, Stop};

/// How long after its deadline an operation waits for the engine.
const ENGINE_PATIENCE: Duration = Duration::from_millis(50);

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

/// What those who wait for an operation know of it.
#[derive(Default)]
pub(crate) struct Watch {
    /// When the engine has to be done with all of it, where one deadline says so.
    deadline: Option<Deadline>,
    /// A deadline that has passed, and when somebody who waits first saw it.
    overdue: Option<(Deadline, Instant)>,
    /// Of a piece of work of several calls that can be ended in the engine's place.
    words: Option<Words>,
}

/// Last words. They may own much, and are dropped where no lock is held.
pub(crate) struct Words {
    of: Arc<dyn LastWords>,
    /// The time that each call has: of one that begins after a look, the deadline is at least so far away.
    timeout: Duration,
}

/// What comes of a wait without an end.
pub(crate) enum Overdue {
    /// The one call is to be given up.
    Call,
    /// The work ends so.
    Work(Result<Product, Error>),
    /// It is left to the engine still.
    Left,
}

impl Watch {
    pub(crate) fn bound_by(&mut self, deadline: Deadline) {
        self.deadline = Some(deadline);
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        self.deadline
    }

    /// Exchanges the last words for these, with what bounds the work from now on, and gives those before.
    pub(crate) fn leave(
        &mut self,
        words: Arc<dyn LastWords>,
        timeout: Duration,
        deadline: Option<Deadline>,
    ) -> Option<Words> {
        self.deadline = deadline;
        self.words.replace(Words { of: words, timeout })
    }

    /// Takes the last words back: nobody else is to end it but the engine.
    pub(crate) fn withdraw(&mut self) -> Option<Words> {
        self.deadline = None;
        self.words.take()
    }

    /// How long a waiter leaves it to the engine to end the operation; `None`: as long as it takes, zero: no longer.
    ///
    /// The time after a deadline counts from when a waiter sees it pass, so that a machine that slept, or a process that
    /// was stopped, gives the engine its chance.
    pub(crate) fn patience(&mut self, operation: &Shared) -> Option<Duration> {
        let again = self.words.as_ref().map(|words| words.timeout);
        let Some(bound) = self.bound(operation) else { return again };
        let left = bound.remaining().unwrap_or_else(|| {
            let since =
                self.overdue.filter(|(of, _)| *of == bound).map_or_else(Instant::now, |(_, since)| since);
            self.overdue = Some((bound, since));
            ENGINE_PATIENCE.saturating_sub(since.elapsed())
        });
        Some(again.map_or(left, |again| left.min(again)))
    }

    /// What becomes of the operation when patience has come to its end.
    pub(crate) fn last_words(&mut self, operation: &Shared) -> Overdue {
        let Some(words) = &self.words else { return Overdue::Call };
        let bound = self.bound(operation);
        let is_over = bound.is_some() && bound == self.deadline;
        if let Some(outcome) = words.of.say(operation, is_over) {
            return Overdue::Work(outcome);
        }
        self.overdue = bound.map(|bound| (bound, Instant::now()));
        Overdue::Left
    }

    /// When something has to have happened.
    fn bound(&self, operation: &Shared) -> Option<Deadline> {
        let latest = self.words.as_ref().and_then(|words| words.of.latest_deadline(operation));
        self.deadline.into_iter().chain(latest).min()
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
