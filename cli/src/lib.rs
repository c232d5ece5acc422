//! The command `seam-acs`: who may open which doors, from a shell.
//!
//! It translates words into calls of `seam-acs-core`, and what comes of them into text, JSON and exit codes. What is
//! sent, retried, refused and believed is decided in core.

mod arguments;
mod commands;
mod exit_code;
mod failure;
mod following;
mod input;
mod output;
mod program;
mod signals;

pub use program::run;
