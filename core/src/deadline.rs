//! The one deadline that bounds a call, its waits and its repeats.

use std::time::Duration;

use crate::platform::time_since_boot;

/// A moment on the clock that goes on while the machine sleeps: an add that a laptop slept over must not open a door
/// in the morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deadline {
    at: Duration,
}

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Self { at: time_since_boot().saturating_add(limit) }
    }

    /// What is left, or `None` when it has passed.
    pub(crate) fn remaining(self) -> Option<Duration> {
        self.at.checked_sub(time_since_boot()).filter(|left| !left.is_zero())
    }

    /// Whether it has passed.
    pub(crate) fn is_over(self) -> bool {
        self.remaining().is_none()
    }
}

/// A moment that a later one is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment(Duration);

impl Moment {
    pub(crate) fn now() -> Self {
        Self(time_since_boot())
    }

    pub(crate) fn elapsed(self) -> Duration {
        time_since_boot().saturating_sub(self.0)
    }
}
