//! How long to wait before a retry: exponential with full jitter, or what the server asked for.

use std::time::{Duration, SystemTime};

const FIRST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(5);

/// The wait before attempt `attempt + 1`. It is never shorter than `Retry-After`.
pub(crate) fn pause_after(attempt: u32, retry_after: Option<Duration>) -> Duration {
    let ceiling = FIRST.saturating_mul(1 << attempt.saturating_sub(1).min(10)).min(LONGEST);
    let jittered = ceiling.mul_f64(fastrand::f64());
    retry_after.map_or(jittered, |asked| asked.saturating_add(jittered.min(FIRST)))
}

/// The same wait made so short that another attempt fits into the time that is left, where that is worth one.
pub(crate) fn shortened(pause: Duration, left: Duration) -> Duration {
    const WORTH_AN_ATTEMPT: Duration = Duration::from_millis(200);
    if left > WORTH_AN_ATTEMPT { pause.min(left / 2) } else { pause.max(left) }
}

/// The meaning of a `Retry-After` header: seconds or an HTTP date. Anything else says nothing.
///
/// A date is compared with the server's own `Date` where it sent one, so that a wrong clock on a panel does not
/// turn two seconds into a year.
pub(crate) fn parse_retry_after(value: &str, server_date: Option<&str>) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX / 1_000)));
    }
    let until = date(value)?;
    let now = server_date.and_then(date).unwrap_or_else(SystemTime::now);
    Some(until.duration_since(now).unwrap_or(Duration::ZERO))
}

/// What a server said with its `Date`, in milliseconds since 1970.
pub(crate) fn server_time_ms(date_header: &str) -> Option<u64> {
    let since = date(date_header)?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

/// An HTTP date, and forms of it that servers send by mistake, as curl reads them: a wrong weekday, another name for
/// Greenwich time, a day of one digit, a leap second.
fn date(text: &str) -> Option<SystemTime> {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let text = text.trim();
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date);
    }
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.split_ascii_whitespace();
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    if !matches!(words.next()?, "GMT" | "UTC" | "UT" | "Z" | "+0000" | "-0000") || words.next().is_some() {
        return None;
    }
    let time = time.strip_suffix(":60").map_or(time.to_owned(), |minute| format!("{minute}:59"));
    let right =
        |weekday| httpdate::parse_http_date(&format!("{weekday}, {day:0>2} {month} {year} {time} GMT"));
    WEEKDAYS.iter().find_map(|weekday| right(weekday).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_reads_seconds_and_dates_and_nothing_else() {
        let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
        assert_eq!(parse_retry_after(" 7 ", None), Some(Duration::from_secs(7)));
        assert_eq!(parse_retry_after("Wed, 21 Oct 2026 07:28:09 GMT", date), Some(Duration::from_secs(9)));
        assert_eq!(parse_retry_after("Wed, 21 Oct 2026 07:27:00 GMT", date), Some(Duration::ZERO));
        for wrong in [
            "Mon, 21 Oct 2026 07:28:09 GMT",
            "Wed, 21 Oct 2026 07:28:09 UTC",
            "Wed, 21 Oct 2026 07:28:09 +0000",
        ] {
            assert_eq!(parse_retry_after(wrong, date), Some(Duration::from_secs(9)), "{wrong}");
        }
        let fifth = Some("Mon, 5 Oct 2026 07:28:00 GMT");
        assert_eq!(parse_retry_after("Mon, 05 Oct 2026 07:28:60 GMT", fifth), Some(Duration::from_secs(59)));
        for garbage in [
            "",
            "-1",
            "1.5",
            "soon",
            "99 bottles",
            "Wed, 21 Oct 2026 07:28:09 +0200",
            "Wed, 40 Oct 2026 07:28:09 UTC",
        ] {
            assert_eq!(parse_retry_after(garbage, date), None, "{garbage:?}");
        }
        assert!(parse_retry_after("99999999999999999999999", None) > Some(Duration::from_secs(1 << 40)));
    }

    #[test]
    fn a_shortened_pause_leaves_time_for_an_attempt_until_none_is_worth_it() {
        let (short, long) = (Duration::from_millis(50), Duration::from_secs(5));
        assert_eq!(shortened(short, long), short);
        assert_eq!(shortened(long, Duration::from_secs(2)), Duration::from_secs(1));
        assert!(shortened(short, Duration::from_millis(100)) >= Duration::from_millis(100));
        assert!(shortened(short, Duration::ZERO) >= Duration::ZERO);
    }

    #[test]
    fn pause_is_jittered_bounded_and_never_under_retry_after() {
        for attempt in 1..40 {
            assert!(pause_after(attempt, None) <= LONGEST);
            assert!(pause_after(attempt, Some(Duration::from_secs(3))) >= Duration::from_secs(3));
        }
    }
}
