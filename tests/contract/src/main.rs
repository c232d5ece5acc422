//! Runs the contract: `seam-acs-contract rust`, `c`, `python`, or any runner after `--`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that reports what it found")]

mod own_runners;

use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use seam_acs_contract::{Ability, Candidate, Language};

const USAGE: &str = "\
seam-acs-contract rust|c|python      the runners in tests/contract/runners
seam-acs-contract -- COMMAND…        another one, such as: node ffi-c/runtimes/node/test/contract.mjs
    --without ABILITY                it cannot express this: nul_in_text, options_by_name or both_ids_of_a_user

Every runner finds the path of the built library in SEAM_ACS_LIBRARY.
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("seam-acs-contract: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<bool> {
    let mut words = std::env::args().skip(1);
    let mut lacks = Vec::new();
    let mut candidate = loop {
        match words.next().as_deref() {
            Some("--without") => {
                let name = words.next().unwrap_or_default();
                lacks.push(
                    Ability::from_name(&name).with_context(|| format!("there is no ability {name:?}"))?,
                );
            }
            Some("--") => break another(words)?,
            Some("rust") => break own_runners::rust()?,
            Some("c") => break own_runners::c()?,
            Some("python") => break own_runners::python(),
            _ => bail!("usage:\n{USAGE}"),
        }
    };
    candidate.lacks.extend(lacks);
    let library = own_runners::library()?;
    candidate.command.env("SEAM_ACS_LIBRARY", library);
    let mut told = 0;
    let good = seam_acs_contract::run(candidate, |line| {
        told += 1;
        println!("{line}");
    })?;
    // What the Test Anything Protocol calls the plan: a report without it was cut off.
    println!("1..{told}");
    Ok(good)
}

fn another(mut words: impl Iterator<Item = String>) -> anyhow::Result<Candidate> {
    let mut command = Command::new(words.next().context("there is no command after --")?);
    command.args(words);
    Ok(Candidate { command, language: Language::Json, lacks: Vec::new() })
}
