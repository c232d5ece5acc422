//! Fuzz targets: whatever reads what the network, a file or a person wrote must neither crash nor lie about it.
//!
//! Each target takes any bytes and fails by a panic. libFuzzer drives them (`src/main.rs`); a plain test feeds them the
//! committed corpus.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a target fails by a panic"
)]

mod envelope;
mod journal;
mod options;
mod outbox;
mod plan;
mod request;
mod response;
mod retry_after;
mod roster;

/// Something that reads.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of its corpus.
    pub name: &'static str,
    /// Reads some bytes, and panics when it finds something wrong.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "response", run: response::run },
    Target { name: "envelope", run: envelope::run },
    Target { name: "retry_after", run: retry_after::run },
    Target { name: "options", run: options::run },
    Target { name: "csv", run: roster::run },
    Target { name: "journal", run: journal::run },
    Target { name: "outbox", run: outbox::run },
    Target { name: "plan", run: plan::run },
    Target { name: "sandbox_request", run: request::run },
];

/// The first byte, for a choice, and the rest.
fn choice(data: &[u8]) -> Option<(u8, &[u8])> {
    data.split_first().map(|(first, rest)| (*first, rest))
}
