//! The table: every fault, family by family.

mod bodies;
mod connections;
mod framing;
mod lists;
mod statuses;

use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

use serde_json::{Value, json};

use seam_acs_raw_server::{Answer, Payload, Step};

use crate::reads::{LIST_KEYS, RECORD_KEYS};
use crate::row::Row;

/// Faults of one kind.
pub(crate) struct Family {
    pub(crate) name: &'static str,
    pub(crate) rows: Vec<Row>,
}

/// The servers that rows name.
#[derive(Clone, Copy)]
pub(crate) struct Places {
    /// A server that answers everything as usual, and must never be connected to.
    pub(crate) another_host: SocketAddr,
}

impl Places {
    /// For who reads the table and tries nothing.
    pub(crate) const NOWHERE: Places =
        Places { another_host: SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9)) };
}

/// Every row of the table.
pub(crate) fn families(places: Places) -> Vec<Family> {
    vec![
        Family { name: "The connection", rows: connections::rows() },
        Family { name: "The answer on the wire", rows: framing::rows() },
        Family { name: "What the answer says", rows: bodies::rows() },
        Family { name: "Status codes", rows: statuses::rows(places) },
        Family { name: "Lists", rows: lists::rows() },
    ]
}

/// What a change and every read find in it what they look for.
fn good_body() -> Value {
    let mut body = json!({
        "ok": true,
        "pagination": { "has_next_page": false, "next_page_cursor": null, "next_page_url": null },
    });
    if let Value::Object(members) = &mut body {
        members.extend(RECORD_KEYS.map(|key| (key.to_owned(), json!({}))));
        members.extend(LIST_KEYS.map(|key| (key.to_owned(), json!([]))));
    }
    body
}

/// A good answer as it goes over the wire.
fn good_answer() -> Payload {
    Answer::json(200, good_body()).to_payload()
}

fn answer(answer: Answer) -> Vec<Step> {
    vec![Step::Answer(answer)]
}

/// An answer with any body that calls itself JSON.
fn json_text(body: impl Into<Payload>) -> Answer {
    Answer::plain(200, body).header("content-type", "application/json")
}
