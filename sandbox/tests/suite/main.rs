//! What the sandbox does, seen through sockets.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on ends; the client of these tests is not itself a #[test]"
)]

mod admin;
mod authentication;
mod client;
mod faults;
mod input;
mod load;
mod memberships;
mod program;
mod reads;
mod seeds;
mod switches;
