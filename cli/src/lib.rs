//! The command `seam-acs`: who may open which doors, from a shell.
//!
//! It translates words into calls of `seam-acs-core`, and what comes of them into text, JSON and exit codes. What is
//! sent, retried, refused and believed is decided in core.

mod arguments;
mod changing;
mod checking;
mod connection;
mod exit_code;
mod failure;
mod flag_names;
mod following;
mod lookup;
mod output;
mod program;
mod signals;
mod standard_input;
mod text;
mod waiting;

pub use program::run;
