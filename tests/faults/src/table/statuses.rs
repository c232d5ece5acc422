//! Status codes, with and without Seam's envelope; redirects; what `Retry-After` can say.

use seam_acs_raw_server::Answer;
use serde_json::json;

use super::{Places, answer, good_body};
use crate::row::{Expected, Row};

pub(crate) fn rows(places: Places) -> Vec<Row> {
    [redirects(places), codes(), retry_after()].into_iter().flatten().collect()
}

/// A good answer with another status.
fn good_with(status: u16) -> Answer {
    Answer::json(status, good_body())
}

fn envelope(status: u16) -> Answer {
    Answer::json(status, json!({ "ok": false, "error": { "type": "some_type", "message": "Some message" } }))
}

fn bare(status: u16) -> Answer {
    Answer::plain(status, "<html>no</html>").header("content-type", "text/html")
}

fn redirects(places: Places) -> Vec<Row> {
    let to = |status: u16| {
        let location = format!("http://{}/acs/users/get", places.another_host);
        let redirect = good_with(status).header("location", &location);
        Row::on_requests(
            &format!("{status} to another host"),
            "which must never be connected to",
            answer(redirect),
        )
        .doubt("UNEXPECTED_RESPONSE", 1)
    };
    let mut rows: Vec<Row> = [300, 301, 302, 303, 307, 308].map(to).into();
    rows.push(
        Row::on_requests("304", "not modified", answer(Answer::plain(304, "")))
            .doubt("UNEXPECTED_RESPONSE", 1),
    );
    rows
}

/// What a status means with Seam's envelope, and without it; both ways for a change and for a read.
struct Meaning {
    status: u16,
    with_envelope: &'static str,
    without: &'static str,
    requests: usize,
    /// Whether the change may be recorded all the same.
    in_doubt: bool,
}

fn codes() -> Vec<Row> {
    let no = |status, with_envelope, without| Meaning {
        status,
        with_envelope,
        without,
        requests: 1,
        in_doubt: false,
    };
    let later = |status, name, in_doubt| Meaning {
        status,
        with_envelope: name,
        without: name,
        requests: 2,
        in_doubt,
    };
    let meanings = [
        no(400, "INVALID_INPUT", "UNEXPECTED_RESPONSE"),
        no(401, "UNAUTHORIZED", "UNAUTHORIZED"),
        no(403, "FORBIDDEN", "UNEXPECTED_RESPONSE"),
        no(404, "NOT_FOUND", "UNEXPECTED_RESPONSE"),
        no(407, "PROXY", "PROXY"),
        later(408, "SERVER", true),
        no(409, "CONFLICT", "UNEXPECTED_RESPONSE"),
        no(410, "NOT_FOUND", "UNEXPECTED_RESPONSE"),
        no(413, "INVALID_INPUT", "UNEXPECTED_RESPONSE"),
        no(422, "INVALID_INPUT", "UNEXPECTED_RESPONSE"),
        later(429, "RATE_LIMITED", false),
        later(500, "SERVER", true),
        later(502, "SERVER", true),
        later(503, "SERVER", true),
        later(504, "SERVER", true),
        Meaning {
            status: 999,
            with_envelope: "UNEXPECTED_RESPONSE",
            without: "UNEXPECTED_RESPONSE",
            requests: 1,
            in_doubt: true,
        },
    ];
    meanings.iter().flat_map(|meaning| [meaning.row(true), meaning.row(false)]).collect()
}

impl Meaning {
    fn row(&self, with_envelope: bool) -> Row {
        let Meaning { status, requests, .. } = *self;
        let (name, made, answered) = if with_envelope {
            (self.with_envelope, "with Seam's envelope", envelope(status))
        } else {
            (self.without, "with an HTML page", bare(status))
        };
        let row = Row::on_requests(&status.to_string(), made, answer(answered));
        if self.in_doubt { row.doubt(name, requests) } else { row.all(name, requests) }
    }
}

fn retry_after() -> Vec<Row> {
    let asking = |status: u16, value: &str| answer(envelope(status).header("retry-after", value));
    let ignored = |value: &str, made: &str| {
        Row::on_requests(&format!("429, Retry-After: {value}"), made, asking(429, value))
            .all("RATE_LIMITED", 2)
    };
    let at_once = |value: &str, made: &str| {
        Row::on_requests(&format!("429, Retry-After: {value}"), made, asking(429, value))
            .all("RATE_LIMITED", 1)
            .within(0..=1000)
    };
    let far = "Fri, 31 Dec 9999 23:59:59 GMT";
    vec![
        ignored("-5", "negative: says nothing"),
        ignored("soon", "garbage: says nothing"),
        ignored("1.5", "no whole number: says nothing"),
        ignored("Thu, 01 Jan 1970 00:00:00 GMT", "long ago: at once"),
        ignored("Mon, 99 Foo 2026 99:99:99 GMT", "no date: says nothing"),
        ignored("0", "at once"),
        at_once(far, "later than the deadline, so that the call ends now"),
        at_once("99999999999999999999999", "more than any number holds, so that the call ends now"),
        at_once("31536000", "a year, so that the call ends now"),
        Row::on_requests(
            &format!("503, Retry-After: {far}"),
            "later than the deadline, so that the call ends now",
            asking(503, far),
        )
        .doubt("SERVER", 1)
        .within(0..=1000),
        Row::on_requests("429 once, Retry-After: 1", "one second, and then all is well", asking(429, "1"))
            .once()
            .expecting(Expected::new("OK", 2), Expected::new("OK", 2))
            .within(1000..=2500),
        Row::on_requests("503 once, Retry-After: garbage", "and then all is well", asking(503, "garbage"))
            .once()
            .all("OK", 2),
    ]
}
