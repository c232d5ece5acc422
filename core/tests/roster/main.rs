//! Rosters, over real sockets against the sandbox: what is planned, what is refused, what is applied.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod changes;
mod fixture;
mod guards;
mod people;
mod plans;
mod random;
mod reading;
mod saved;
mod sync;
mod tables;
mod unknown;
