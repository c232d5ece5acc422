//! Moments that are written down, to be compared after the process, or the boot, is another one.

use std::time::{Duration, SystemTime};

use once_cell::race::OnceBox;
use serde::{Deserialize, Serialize};

use crate::sys::os::boot_id;
use crate::sys::time::Moment;

/// What the clocks said at one moment: a time since boot is worth something as long as the boot is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Clocks {
    pub(crate) boot: Option<String>,
    pub(crate) since_boot_ms: u64,
    pub(crate) wall_ms: u64,
    /// The wall clock is the server's, and nobody on this machine can have turned it.
    #[serde(skip)]
    pub(crate) is_of_the_server: bool,
}

/// This machine's clock may be so much ahead of the server's, which moreover says the whole second alone.
const AHEAD_MS: u64 = 60_000;

impl Clocks {
    pub(crate) fn now() -> Clocks {
        Clocks {
            boot: Some(boot_or_process()),
            since_boot_ms: Moment::now().milliseconds(),
            wall_ms: wall_ms(),
            is_of_the_server: false,
        }
    }

    /// How long before `now` a moment of that boot was; `None` if no clock can be trusted.
    pub(crate) fn milliseconds_until(&self, now: &Clocks, since_boot_ms: u64) -> Option<u64> {
        if self.is_of_the_boot_of(now) {
            return now.since_boot_ms.checked_sub(since_boot_ms);
        }
        // The wall clock of that moment, as the head of the run had both.
        let then = self.wall_ms.checked_add(since_boot_ms.checked_sub(self.since_boot_ms)?)?;
        now.wall_ms.checked_sub(then)
    }

    /// How old this moment is at `now`; `None` if nothing but a clock of this machine says so, which a boot may have turned.
    pub(crate) fn certain_age_at(&self, now: &Clocks) -> Option<Duration> {
        if self.is_of_the_boot_of(now) {
            return self.age_at(now);
        }
        let since = now.wall_ms.saturating_add(AHEAD_MS).checked_sub(self.wall_ms);
        since
            .filter(|_| now.is_of_the_server)
            .map(|since| Duration::from_millis(since.saturating_sub(AHEAD_MS)))
    }

    /// How old this moment is at `now`, as far as the clocks say; `None` if no clock can be trusted.
    pub(crate) fn age_at(&self, now: &Clocks) -> Option<Duration> {
        self.milliseconds_until(now, self.since_boot_ms).map(Duration::from_millis)
    }

    pub(crate) fn is_of_the_boot_of(&self, other: &Clocks) -> bool {
        self.boot.is_some() && self.boot == other.boot
    }
}

/// The id of the boot. Where the system has none, one of this process: times since boot can be compared as long as it lives.
/// What was found first stays: a process that has no descriptor left must not seem to be in another boot. Nobody waits for
/// whoever asks: a child may be forked meanwhile, which has no such thread.
fn boot_or_process() -> String {
    static ID: OnceBox<String> = OnceBox::new();
    let id = || boot_id().unwrap_or_else(|| format!("process-{:032x}", fastrand::u128(..)));
    ID.get_or_init(|| Box::new(id())).clone()
}

/// The wall clock, in milliseconds since 1970; 0 where it shows a time before that.
pub(crate) fn wall_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_another_boot_the_server_says_how_old_a_moment_is() {
        let queued =
            Clocks { boot: Some("one".to_owned()), since_boot_ms: 5, wall_ms: 500_900, ..Clocks::default() };
        let now = |wall_ms, is_of_the_server| Clocks {
            boot: Some("another".to_owned()),
            since_boot_ms: 1,
            wall_ms,
            is_of_the_server,
        };
        let seconds = |age: Option<Duration>| age.map(|age| age.as_secs());
        assert_eq!(seconds(queued.certain_age_at(&now(510_900, true))), Some(10));
        assert_eq!(seconds(queued.certain_age_at(&now(510_900, false))), None);
        // The same second, of which the server leaves out the part; and a clock that was a minute ahead.
        assert_eq!(seconds(queued.certain_age_at(&now(500_000, true))), Some(0));
        assert_eq!(seconds(queued.certain_age_at(&now(440_900, true))), Some(0));
        assert_eq!(seconds(queued.certain_age_at(&now(440_899, true))), None);
    }
}
