//! Lists whose pages never end.

use seam_acs_raw_server::{Answer, Payload, Step};
use serde_json::json;

use super::{answer, json_text};
use crate::call::Call;
use crate::row::{Expected, Row};

/// The lists that have pages; the others come whole.
const PAGED: [Call; 2] = [Call::List("list_users"), Call::List("list_entrances")];

pub(crate) fn rows() -> Vec<Row> {
    let again = json!({
        "ok": true, "acs_users": [{}], "acs_entrances": [{}],
        "pagination": { "has_next_page": true, "next_page_cursor": "again" },
    });
    let no_cursor = json!({
        "ok": true, "acs_users": [{}], "acs_entrances": [{}], "pagination": { "has_next_page": true },
    });
    let paged = |fault: &str, made: &str, steps: Vec<Step>, name, requests| {
        let mut row = Row::on_requests(fault, made, steps).only(&PAGED);
        row.list = Some(Expected::new(name, requests));
        row
    };
    let crowd = Payload::Together(vec![
        "{\"ok\":true,\"acs_users\":[{}".into(),
        Payload::repeated(",{}", 2_000_000),
        "],\"acs_entrances\":[{}".into(),
        Payload::repeated(",{}", 2_000_000),
        "]}".into(),
    ]);
    vec![
        paged(
            "a cursor that comes again",
            "every page names the same next page",
            answer(Answer::json(200, again)),
            "UNEXPECTED_RESPONSE",
            2,
        ),
        paged(
            "a next page without a cursor",
            "has_next_page, and no next_page_cursor",
            answer(Answer::json(200, no_cursor)),
            "UNEXPECTED_RESPONSE",
            1,
        ),
        paged(
            "two million empty entries",
            "6 MB of \"{}\", which would be 250 MB in memory; max_response_bytes is 32 MiB",
            answer(json_text(crowd)),
            "UNEXPECTED_RESPONSE",
            1,
        )
        .says("max_response_bytes")
        .options(&[("max_response_bytes", "33554432"), ("timeout_ms", "30000")]),
    ]
}
