//! The header `Retry-After`, beside the server's `Date`.

use std::time::Duration;

use seam_acs_core::fuzzing::{parse_retry_after, pause_after};

/// A line for each of the two headers.
pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (value, server_date) =
        text.split_once('\n').map_or((text, None), |(value, said)| (value, Some(said)));
    let asked = parse_retry_after(value, server_date);
    let seconds = value.trim();
    if !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit()) {
        let least = seconds.parse().unwrap_or(1 << 50);
        assert!(
            asked.is_some_and(|asked| asked >= Duration::from_secs(least)),
            "fewer than {seconds} seconds"
        );
    }
    for attempt in [1, 4, 20, u32::MAX] {
        let pause = pause_after(attempt, asked);
        assert!(asked.is_none_or(|asked| pause >= asked), "comes back too early");
        assert!(asked.is_some() || pause <= Duration::from_secs(5), "waits without being asked");
    }
}
