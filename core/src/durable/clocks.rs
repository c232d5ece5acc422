//! Moments that are written down, to be compared after the process, or the boot, is another one.

use std::time::{Duration, SystemTime};

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

impl Clocks {
    pub(crate) fn now() -> Clocks {
        Clocks {
            boot: boot_id(),
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
        let is_certain = now.is_of_the_server || self.is_of_the_boot_of(now);
        self.age_at(now).filter(|_| is_certain)
    }

    /// How old this moment is at `now`, as far as the clocks say; `None` if no clock can be trusted.
    pub(crate) fn age_at(&self, now: &Clocks) -> Option<Duration> {
        self.milliseconds_until(now, self.since_boot_ms).map(Duration::from_millis)
    }

    pub(crate) fn is_of_the_boot_of(&self, other: &Clocks) -> bool {
        self.boot.is_some() && self.boot == other.boot
    }
}

/// The wall clock, in milliseconds since 1970; 0 where it shows a time before that.
pub(crate) fn wall_ms() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
