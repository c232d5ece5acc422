//! Adds an ACS user to an access group, with everything from the environment: `SEAM_API_KEY` and, for another server
//! than Seam's own, `SEAM_ENDPOINT`.
//!
//! ```sh
//! cargo run -p seam-acs-core --example add_user -- ACS_USER_ID ACS_ACCESS_GROUP_ID
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use std::process::ExitCode;

use seam_acs_core::{Call, Client, Error, Options, Response, User};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [user, group] = arguments.as_slice() else {
        eprintln!("usage: add_user ACS_USER_ID ACS_ACCESS_GROUP_ID");
        return ExitCode::from(2);
    };
    match add(user, group) {
        Ok(answer) => {
            println!(
                "recorded by Seam (request {}); the access system follows",
                answer.request_id().unwrap_or("-")
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", error.name());
            ExitCode::FAILURE
        }
    }
}

fn add(user: &str, group: &str) -> Result<Response, Error> {
    let client = Client::from_environment(&Options::new())?;
    client.run(Call::add_user_to_group(User::Acs(user), group)?)
}
