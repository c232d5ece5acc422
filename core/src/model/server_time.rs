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

/// A moment as RFC 3339 writes it, with any offset, in milliseconds since 1970 began in UTC. `None` for a text that is
/// none, and for what was before.
pub(crate) fn unix_ms(text: &str) -> Option<i64> {
    let (local, offset) = if let Some(local) = text.strip_suffix(['Z', 'z']) {
        (local, 0)
    } else {
        let (local, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
        (local, offset_ms(offset)?)
    };
    let since_epoch = humantime::parse_rfc3339(&format!("{local}Z")).ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since_epoch.as_millis()).ok()?.checked_sub(offset)
}

/// `+02:00` in milliseconds.
fn offset_ms(text: &str) -> Option<i64> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let is_plain = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain(hours) || !is_plain(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let offset = (hours < 24 && minutes < 60).then_some((hours * 60 + minutes) * 60_000)?;
    match text.get(..1)? {
        "+" => Some(offset),
        "-" => Some(-offset),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_with_any_offset_are_milliseconds_of_utc() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-03-01T10:00:00.582946Z", Some(1_772_359_200_582)),
            ("2026-03-01T12:00:00.582+02:00", Some(1_772_359_200_582)),
            ("2026-03-01T04:30:00.582-05:30", Some(1_772_359_200_582)),
            ("2026-03-01T10:00:00+24:00", None),
            ("2026-03-01T10:00:00+0200", None),
            ("2026-03-01T10:00:00", None),
            ("2026-03-01", None),
            ("soon", None),
            ("zo\u{eb}", None),
            ("", None),
        ] {
            assert_eq!(unix_ms(text), expected, "{text:?}");
        }
    }

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
