//! Whether a call ended as its case says.

use std::time::Duration;

use seam_acs_core::Status;
use seam_acs_raw_server::Recorded;
use serde_json::Value;

use crate::case::{Case, Expectation, Request};

/// Everything that is not as expected, in words.
pub(crate) fn differences(case: &Case, answer: &Value, requests: &[Recorded], took: Duration) -> Vec<String> {
    let expect = &case.expect;
    let mut found = Vec::new();
    if answer.get("name").and_then(Value::as_str) != Some(case.name.as_str()) {
        found.push(format!("the answer is to another case: {answer}"));
        return found;
    }
    found.extend(ending(expect, answer));
    found.extend(sent(expect, requests));
    let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if expect.at_least_ms.is_some_and(|least| took < least) {
        found.push(format!("it took {took} ms only"));
    }
    if expect.within_ms.is_some_and(|most| took > most) {
        found.push(format!("it took {took} ms"));
    }
    found
}

fn ending(expect: &Expectation, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let field = |name: &str| answer.get(name).unwrap_or(&Value::Null);
    let status = field("status").as_str().unwrap_or_default();
    if status != expect.status {
        found.push(format!("status is {status}, not {}", expect.status));
    }
    let code = Status::ALL.iter().find(|known| known.name() == status).map(|status| status.code());
    if field("code").as_i64() != code.map(i64::from) {
        found.push(format!("code is {}, not that of {status}", field("code")));
    }
    let fields = [
        ("http_status", &expect.http_status),
        ("api_type", &expect.api_type),
        ("request_id", &expect.request_id),
        ("retryable", &expect.retryable),
        ("outcome_unknown", &expect.outcome_unknown),
        ("attempts", &expect.attempts),
        ("validation_errors", &expect.validation_errors),
        ("result", &expect.result),
    ];
    for (name, wanted) in fields {
        let Some(wanted) = wanted else { continue };
        if let Some(difference) = unlike(wanted, field(name), name) {
            found.push(difference);
        }
    }
    let message = field("message").as_str().unwrap_or_default();
    for words in expect.message_contains.iter().filter(|words| !message.contains(words.as_str())) {
        found.push(format!("the message lacks {words:?}"));
    }
    if !found.is_empty() && !message.is_empty() {
        found.push(format!("it said: {message}"));
    }
    found
}

/// Objects may have more members than wanted; everything else is equal.
fn unlike(wanted: &Value, found: &Value, place: &str) -> Option<String> {
    match (wanted, found) {
        (Value::Object(members), Value::Object(have)) => members.iter().find_map(|(name, wanted)| {
            unlike(wanted, have.get(name).unwrap_or(&Value::Null), &format!("{place}.{name}"))
        }),
        (Value::Array(items), Value::Array(have)) if items.len() == have.len() => items
            .iter()
            .zip(have)
            .enumerate()
            .find_map(|(index, (wanted, found))| unlike(wanted, found, &format!("{place}.{index}"))),
        _ if wanted == found => None,
        _ => Some(format!("{place} is {found}, not {wanted}")),
    }
}

fn sent(expect: &Expectation, requests: &[Recorded]) -> Vec<String> {
    let mut found = Vec::new();
    let paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
    let count = expect.requests.as_ref().map(Vec::len).or(expect.request_count);
    if count.is_some_and(|count| count != requests.len()) {
        found.push(format!("the server got {} requests: {paths:?}", requests.len()));
        return found;
    }
    if expect.least_requests.is_some_and(|least| requests.len() < least) {
        found.push(format!("the server got {} requests only: {paths:?}", requests.len()));
    }
    for (wanted, got) in expect.requests.iter().flatten().zip(requests) {
        found.extend(unlike_request(wanted, got));
    }
    found
}

fn unlike_request(wanted: &Request, got: &Recorded) -> Vec<String> {
    let mut found = Vec::new();
    if wanted.path != got.path || got.method != "POST" {
        found.push(format!("{} {} was asked for, not POST {}", got.method, got.path, wanted.path));
    }
    let body = serde_json::from_str::<Value>(&got.text()).unwrap_or(Value::Null);
    if wanted.body.as_ref().is_some_and(|wanted| *wanted != body) {
        found.push(format!("{} was sent {body}", got.path));
    }
    found
}
