//! The durable outbox, over real sockets and on a real disk: no change is lost, no removal is forgotten, and nobody is added
//! long after it was asked for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod disk;
mod fixture;
mod keeping;
mod repairing;
mod sending;
mod server;
