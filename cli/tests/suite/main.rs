//! The command `seam-acs` as people and scripts meet it: the built program against the sandbox.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod changing;
mod command;
mod exporting;
mod helping;
mod locales;
mod outbox;
mod outputs;
mod questions;
mod rosters;
mod services;
mod signals;
mod terminal;
