//! A request that was given up and arrives late must not undo what was confirmed meanwhile.
//!
//! These tests take real seconds: a mark lasts for 30 s by the clock of the kernel, which no test can turn. They wait
//! side by side.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod fixture;
mod runs;
mod single_calls;
mod two_kinds_of_id;
