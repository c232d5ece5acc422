//! `seam-acs`: the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(seam_acs_cli::run(std::env::args_os()))
}
