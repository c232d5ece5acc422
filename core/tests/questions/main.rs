//! What the core answers from several reads, over real sockets against the sandbox.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod doors;
mod ensure;
mod failing_reads;
mod find;
mod members;
mod obstacles;
mod scene;
mod wait;
