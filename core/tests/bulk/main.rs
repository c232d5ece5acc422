//! Lists of changes, over real sockets against the sandbox: whatever happens, the report agrees with the server.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod apply;
mod faults;
mod fixture;
mod journal;
mod killed_server;
