//! Applies a list of changes with a journal; run again after it was killed, it goes on where it was.
//!
//! ```sh
//! cargo run -p seam-acs-core --example apply_with_journal -- JOURNAL < changes.txt
//! ```
//!
//! Each line of the input is `add USER GROUP` or `remove USER GROUP`; the report is printed as JSON. The key comes from
//! `SEAM_API_KEY`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use std::process::ExitCode;

use seam_acs_core::{Action, ApplyOptions, Changes, Client, Error, Options, User};

fn main() -> ExitCode {
    let Some(journal) = std::env::args().nth(1) else {
        eprintln!("usage: apply_with_journal JOURNAL < changes.txt");
        return ExitCode::from(2);
    };
    match apply(&journal) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {error}", error.name());
            ExitCode::FAILURE
        }
    }
}

fn apply(journal: &str) -> Result<String, Error> {
    let mut changes = Changes::new();
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let parts: Vec<&str> = line.split(' ').collect();
        let [action, user, group] = parts.as_slice() else {
            return Err(Error::invalid_argument("line", format!("is not ACTION USER GROUP: {line:?}")));
        };
        let action = Action::from_name(action)
            .ok_or_else(|| Error::invalid_argument("line", format!("has no action: {line:?}")))?;
        changes.push(action, User::Acs(user), group)?;
    }
    let client = Client::from_environment(&Options::new())?;
    let options = ApplyOptions { journal: Some(journal.into()), ..ApplyOptions::default() };
    let operation = client.begin_apply(changes, &options)?;
    let _ = operation.wait(None);
    match operation.report() {
        Some(report) => Ok(report.to_json()),
        None => Err(operation.result().err().unwrap_or(Error::Forked)),
    }
}
