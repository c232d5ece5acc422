//! The fault matrix: `cargo test -p seam-acs-faults` tries every row, with words only those that contain one.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    seam_acs_faults::run(&words)
}
