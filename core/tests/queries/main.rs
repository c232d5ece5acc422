//! What the core answers from several reads, over real sockets against the sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod ensure;
mod entrances;
mod failing_reads;
mod find;
mod fixture;
mod members;
mod obstacles;
mod wait;
