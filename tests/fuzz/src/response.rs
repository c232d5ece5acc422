//! The decoder of answers, compared with a plain JSON parser.

use seam_acs_core::fuzzing::Response;
use serde_json::Value;

const KEYS: [&str; 6] = ["acs_user", "acs_users", "", "pagination", "ok", "acs_access_groups"];

pub(crate) fn run(data: &[u8]) {
    let Some((first, body)) = crate::choice(data) else { return };
    let key = KEYS[usize::from(first) % KEYS.len()];
    let response = Response::new(200, None, body);
    let confirmed = response.confirm().is_ok();
    // A number or nesting that the plain parser does not take says nothing about the decoder.
    if let Ok(plain) = serde_json::from_slice::<Value>(body) {
        let says_so = plain.get("ok") == Some(&Value::Bool(true));
        assert!(says_so || !confirmed, "confirmed what is not said");
        // Said twice it is refused, which the plain parser does not see.
        let once = body.windows(2).filter(|pair| pair == b"ok").count() == 1 && !body.contains(&b'\\');
        assert!(confirmed || !(says_so && once), "not confirmed what is said");
    }
    let whole = response.whole();
    assert!(whole.is_err() || confirmed, "a body that confirms nothing was taken");
    let record = response.record(key);
    let records = response.records(key);
    for record in record.iter().chain(records.iter().flatten()).chain(&whole) {
        let _ = (record.get("acs_user_id"), record.get("errors.0.error_code"), record.get(""));
        assert!(record.json().starts_with('{'), "a record that is no object: {}", record.json());
        assert_ids_are_clean(&record.value(), false);
    }
    assert!(confirmed || (record.is_err() && records.is_err()), "parts of a body that confirms nothing");
    let end = response.end_of_page(key);
    if let (Ok(records), Ok((items, _))) = (&records, &end) {
        assert_eq!(records.len() as u64, *items, "a page was counted otherwise than it was read");
    }
    if let Ok(members) = response.members(key) {
        assert!(confirmed, "members of a body that confirms nothing");
        let records = records.expect("whoever was told stands in the list");
        let ids = records.iter().map(|record| record.get("acs_user_id"));
        assert!(ids.eq(members.iter().cloned().map(Some)), "members were read otherwise than their list");
        assert!(members.iter().all(|id| !id.chars().any(char::is_control)), "a bent id came through");
    }
    let _ = response.pagination();
}

/// No id that reaches a caller holds a control character: in C a NUL would silently cut it.
fn assert_ids_are_clean(value: &Value, is_id: bool) {
    match value {
        Value::String(text) => {
            assert!(!is_id || !text.chars().any(char::is_control), "a bent id came through: {text:?}");
        }
        Value::Array(items) => items.iter().for_each(|item| assert_ids_are_clean(item, is_id)),
        Value::Object(fields) => {
            for (name, value) in fields {
                assert_ids_are_clean(value, name.ends_with("_id") || name.ends_with("_ids"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
