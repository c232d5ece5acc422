//! Moments on the server's clock, taken from its timestamps.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A moment as a server wrote it, to the millisecond. Some of its timestamps have three decimals and some six, so
/// their texts cannot be compared: of two for one moment the shorter would count as the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ServerTime(u128);

impl ServerTime {
    /// `None` for a text that is not a moment in UTC.
    pub(crate) fn parse(text: &str) -> Option<ServerTime> {
        let since_epoch = humantime::parse_rfc3339(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(ServerTime(since_epoch.as_millis()))
    }

    /// The time on this machine's clock. Only schedules are compared with it: for them Seam gives no time of its own.
    pub(crate) fn of_this_machine() -> ServerTime {
        ServerTime(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_compare_by_time_and_not_by_their_digits() {
        let at = |text| ServerTime::parse(text).expect(text);
        assert_eq!(at("2026-03-01T10:00:00.582Z"), at("2026-03-01T10:00:00.582946Z"));
        assert_eq!(at("2026-03-01T10:00:00Z"), at("2026-03-01T10:00:00.000+00:00"));
        assert!(at("2026-03-01T10:00:00.582Z") < at("2026-03-01T10:00:00.583Z"));
        for other in ["", "soon", "2026-03-01", "2026-13-01T10:00:00Z", "2026-03-01T10:00:00+02:00", "zoë"] {
            assert_eq!(ServerTime::parse(other), None, "{other:?}");
        }
    }
}
