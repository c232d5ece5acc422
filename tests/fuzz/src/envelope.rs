//! What an answer to an add comes to: by its status, and by Seam's error envelope alone.

use seam_acs_core::Status;
use seam_acs_core::fuzzing::{Response, parse_retry_after};
use serde_json::Value;

/// Two bytes of status, a line of `Retry-After`, and the body.
pub(crate) fn run(data: &[u8]) {
    let Some(([high, low], rest)) = data.split_first_chunk() else { return };
    let status = u16::from_be_bytes([*high, *low]) % 1000;
    let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (header, body) = rest.split_at(end);
    let retry_after = std::str::from_utf8(header).ok().and_then(|text| parse_retry_after(text, None));
    let confirmed = Response::new(status, None, body).confirm().is_ok();
    let judged = Response::new(status, retry_after, body).judge().expect("a call that can be made");

    let is_success = (200..300).contains(&status) && confirmed;
    assert_eq!(judged.error.is_none(), is_success, "{status}: taken for what it is not");
    let surely_not_applied = (400..500).contains(&status) && status != 408;
    assert_eq!(judged.may_be_applied, !surely_not_applied, "{status}: wrong about what may be applied");
    let Some(error) = judged.error else { return };

    let plain: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |field: &str| plain.pointer(field).is_some_and(Value::is_string);
    let has_envelope = text("/error/type") && text("/error/message");
    let speaks_for_seam = matches!(
        error.status(),
        Status::NotFound | Status::Forbidden | Status::Conflict | Status::InvalidInput
    );
    assert!(!speaks_for_seam || has_envelope, "{status}: only Seam says {}", error.name());
    assert_eq!(error.http_status(), Some(status));
    assert_eq!(error.retry_after(), retry_after);
    let told: Value = serde_json::from_str(&error.to_json()).expect("an error is a JSON object");
    assert_eq!(told["message"], Value::from(error.to_string()));
    assert!(!judged.repeatable || matches!(status, 408 | 429 | 500..=599), "{status}: repeated");
}
