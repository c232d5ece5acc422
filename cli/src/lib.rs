//! The command `seam-acs`: who may open which doors, from a shell.
//!
//! It translates words into calls of `seam-acs-core`, and what comes of them into text, JSON and exit codes. What is
//! sent, retried, refused and believed is decided in core.

mod applying;
mod arguments;
mod changing;
mod checking;
mod confirmation;
mod connection;
mod demo;
mod exit_code;
mod exporting;
mod failure;
mod flag_names;
mod following;
mod helping;
mod lookup;
mod making;
mod output;
mod output_file;
mod plan_view;
mod planning;
mod program;
mod progress_line;
mod questions;
mod report_view;
mod signals;
mod standard_input;
mod style;
mod syncing;
mod table;
mod text;
mod waiting;
mod word;

pub use program::run;
