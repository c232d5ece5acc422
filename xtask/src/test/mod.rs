//! `cargo xtask test`: everything that must be true of this repository, in one command.

mod counts;
mod key;
mod runner;
mod steps;
mod summary;
mod tools;

use anyhow::Context;
pub(crate) use key::search as search_for_the_key;
use std::process::ExitCode;
use steps::{PACKAGE_STEP, STEPS, Step};
use summary::Summary;
use tools::{Tool, Tools};

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some(request) = Request::parse(arguments)? else {
        for step in STEPS {
            println!("{:<16} {}", step.name, step.about);
        }
        return Ok(ExitCode::SUCCESS);
    };
    let chosen = request.steps();
    let tools = Tools::prepare(chosen.iter().flat_map(|step| step.needs).copied(), request.may_install)?;
    if request.only.is_empty() {
        key::forget()?;
    }
    let mut summary = Summary::default();
    for step in chosen {
        summary.add(step.name, runner::run(step, &tools)?);
    }
    summary.print();
    Ok(if summary.is_green() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Request {
    only: Vec<String>,
    may_install: bool,
}

impl Request {
    /// None: the person asked for the names of the steps.
    fn parse(arguments: &[String]) -> anyhow::Result<Option<Self>> {
        let mut request = Self { only: Vec::new(), may_install: true };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--list" => return Ok(None),
                "--no-install" => request.may_install = false,
                "--only" => {
                    let names =
                        words.next().context("--only needs the names of steps; --list prints them")?;
                    request.only.extend(names.split(',').map(str::to_string));
                }
                other => anyhow::bail!("test has no option {other}"),
            }
        }
        for name in &request.only {
            anyhow::ensure!(
                STEPS.iter().any(|step| step.name == name),
                "there is no step {name:?}; --list prints them"
            );
        }
        Ok(Some(request))
    }

    fn steps(&self) -> Vec<&'static Step> {
        let uses_package =
            STEPS.iter().any(|step| self.names(step) && step.needs.contains(&Tool::SeamAcsPackage));
        STEPS.iter().filter(|step| self.names(step) || (uses_package && step.name == PACKAGE_STEP)).collect()
    }

    fn names(&self, step: &Step) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == step.name)
    }
}

/// Where a missing tool is a failure and not a skip: nobody reads a green run's skips there.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}
