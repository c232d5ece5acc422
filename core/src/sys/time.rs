//! The one deadline that bounds a call, its waits and its retries, and how times are written down.

use std::time::{Duration, SystemTime};

use super::os::time_since_boot;

/// A time of the wall clock as text, in UTC. A clock that was never set may show a time before 1970, and one that was set
/// wrongly one beyond 9999: such a time is written as the nearest of which that can be done.
pub(crate) fn timestamp(at: SystemTime) -> String {
    let since_1970 = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().min(END_OF_9999);
    humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + since_1970).to_string()
}

const END_OF_9999: Duration = Duration::from_secs(253_402_300_799);

/// A moment on a clock that runs while the machine sleeps: an add from before the sleep must not open a door in the
/// morning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Deadline {
    at: Duration,
}

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Moment::now().plus(limit)
    }

    /// The time that is left, or `None` when the deadline has passed.
    pub(crate) fn remaining(self) -> Option<Duration> {
        self.remaining_at(Moment::now())
    }

    /// The time that is left at `moment`. Reading the clock costs time, and a change of a list needs several such
    /// answers.
    pub(crate) fn remaining_at(self, moment: Moment) -> Option<Duration> {
        self.at.checked_sub(moment.0).filter(|left| !left.is_zero())
    }

    /// The deadline that is `time` later.
    pub(crate) fn later_by(self, time: Duration) -> Deadline {
        Deadline { at: self.at.saturating_add(time) }
    }

    /// Whether it has passed.
    pub(crate) fn is_over(self) -> bool {
        self.remaining().is_none()
    }
}

/// A moment on the same clock, to measure from.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(crate) struct Moment(Duration);

impl Moment {
    pub(crate) fn now() -> Self {
        Self(time_since_boot())
    }

    /// The deadline that is `limit` later.
    pub(crate) fn plus(self, limit: Duration) -> Deadline {
        Deadline { at: self.0.saturating_add(limit) }
    }

    /// Since boot.
    pub(crate) fn milliseconds(self) -> u64 {
        u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX)
    }

    pub(crate) fn of_milliseconds(since_boot: u64) -> Self {
        Self(Duration::from_millis(since_boot))
    }

    pub(crate) fn elapsed(self) -> Duration {
        time_since_boot().saturating_sub(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_far_wrong_is_written_down_all_the_same() {
        let second = Duration::from_secs(1);
        assert_eq!(timestamp(SystemTime::UNIX_EPOCH + second), "1970-01-01T00:00:01.000Z");
        assert_eq!(timestamp(SystemTime::UNIX_EPOCH - second), "1970-01-01T00:00:00.000Z");
        let far = SystemTime::UNIX_EPOCH + END_OF_9999 + second;
        assert_eq!(timestamp(far), "9999-12-31T23:59:59.000Z");
    }
}
