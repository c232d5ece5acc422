//! How long whoever waits leaves an operation to the engine.
//!
//! The engine ends every operation in time, unless a server floods its one thread. So whoever waits looks at the clock
//! too, and ends in the engine's place what is overdue.

use std::time::{Duration, Instant};

use crate::sys::time::Deadline;

/// How long after its deadline an operation waits for the engine.
const ENGINE_GRACE: Duration = Duration::from_millis(50);

/// The clock that those who wait for an operation look at.
#[derive(Default)]
pub(crate) struct Watchdog {
    /// When the engine has to be done with all of it, where one deadline says so.
    deadline: Option<Deadline>,
    /// A deadline that has passed, and when somebody who waits first saw it.
    overdue: Option<(Deadline, Instant)>,
}

impl Watchdog {
    /// Sets the deadline of all of it.
    pub(crate) fn bound_by(&mut self, deadline: Option<Deadline>) {
        self.deadline = deadline;
    }

    pub(crate) fn deadline(&self) -> Option<Deadline> {
        self.deadline
    }

    /// How long a waiter leaves it to the engine to end the operation; `None`: as long as it takes, zero: no longer.
    /// `latest`: the latest deadline of the calls that are under way.
    ///
    /// The time after a deadline counts from when a waiter sees it pass, so that a machine that slept, or a process that
    /// was stopped, gives the engine its chance.
    pub(crate) fn time_left(&mut self, latest: Option<Deadline>) -> Option<Duration> {
        let bound = self.bound(latest)?;
        Some(bound.remaining().unwrap_or_else(|| {
            let since =
                self.overdue.filter(|(of, _)| *of == bound).map_or_else(Instant::now, |(_, since)| since);
            self.overdue = Some((bound, since));
            ENGINE_GRACE.saturating_sub(since.elapsed())
        }))
    }

    /// Whether the deadline of all of it is what has passed.
    pub(crate) fn is_over(&self, latest: Option<Deadline>) -> bool {
        let bound = self.bound(latest);
        bound.is_some() && bound == self.deadline
    }

    /// Gives the engine its time once more.
    pub(crate) fn wait_again(&mut self, latest: Option<Deadline>) {
        self.overdue = self.bound(latest).map(|bound| (bound, Instant::now()));
    }

    /// When something has to have happened.
    fn bound(&self, latest: Option<Deadline>) -> Option<Deadline> {
        self.deadline.into_iter().chain(latest).min()
    }
}
