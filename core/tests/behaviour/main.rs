//! What the core promises, over real sockets against the sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "tests may fail loudly"
)]

mod audit;
mod fixture;
mod membership;
mod options;
mod order;
mod outcome_unknown;
mod process;
mod proxies;
mod queue;
mod reads;
mod repeats;
mod secrets;
mod stopping;
#[path = "../threads/mod.rs"]
mod threads;
mod tls;
mod truth;
