//! `cargo xtask test`: what must be true of this repository, in one command.

mod changes;
mod key;
mod programs;
mod report;
mod results;
mod runner;
mod scheduler;
mod step;
mod steps;
mod summary;
mod tools;

use anyhow::Context as _;
use changes::Changes;
pub(crate) use key::search as search_for_the_key;
use programs::Programs;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Instant;
use step::{After, Context, Extent, Step};
use steps::STEPS;
pub(crate) use tools::{Tool, Tools};

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some(request) = Request::parse(arguments)? else {
        print_list();
        return Ok(ExitCode::SUCCESS);
    };
    let started = Instant::now();
    let steps = request.steps()?;
    if request.is_whole() {
        key::forget()?;
    }
    let (tools, programs) = (OnceLock::new(), OnceLock::new());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let endings = scheduler::run(
        &steps,
        cores,
        |step| {
            if step.name == steps::TOOLS {
                let needed = steps.iter().flat_map(|step| step.needs).copied();
                let prepare = || Tools::prepare(needed, request.may_install);
                return runner::run_here(step, || prepare().map(|prepared| drop(tools.set(prepared))));
            }
            let (as_found, none) = (Tools::as_found(step.needs), Programs::none());
            let programs = if step.runs_what_was_built() { programs.get_or_init(built) } else { &none };
            runner::run(step, &Context { tools: tools.get().unwrap_or(&as_found), programs })
        },
        |step, failed| runner::left_out(step, &format!("{failed} failed before it")),
        summary::tell,
    );
    let is_green = summary::print(&steps, &endings, started.elapsed());
    Ok(if is_green { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_list() {
    for step in STEPS {
        let mark = if step.extent == Extent::Everyday { "*" } else { " " };
        println!("{mark} {:<16} {}", step.name, step.about);
    }
    println!("\n* without --all");
}

/// Read once, when the build has ended. Without it every step that asks fails for want of tests.
fn built() -> Programs {
    Programs::read(&runner::log(steps::BUILD)).unwrap_or_else(|_| Programs::none())
}

struct Request {
    only: Vec<String>,
    all: bool,
    /// Steps that what changed since then cannot affect are left out.
    since: Option<String>,
    may_install: bool,
}

impl Request {
    /// None: the person asked for the names of the steps.
    fn parse(arguments: &[String]) -> anyhow::Result<Option<Self>> {
        let mut request = Self { only: Vec::new(), all: false, since: None, may_install: true };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--list" => return Ok(None),
                "--all" => request.all = true,
                "--no-install" => request.may_install = false,
                "--changed" => {
                    let revision = words.next().context("--changed needs a revision, such as main")?;
                    request.since = Some(revision.clone());
                }
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
        anyhow::ensure!(request.only.is_empty() || !request.all, "--only and --all exclude each other");
        Ok(Some(request))
    }

    /// Everything that is searched for the key is written by this run.
    fn is_whole(&self) -> bool {
        self.all && self.since.is_none()
    }

    /// The steps in the order of the list, and with them all that they come after.
    fn steps(&self) -> anyhow::Result<Vec<&'static Step>> {
        let changes = self.since.as_deref().map(Changes::since).transpose()?;
        let is_affected = |step: &&Step| changes.as_ref().is_none_or(|changes| changes.can_affect(step));
        let chosen = STEPS.iter().filter(|step| self.asks_for(step)).filter(is_affected);
        let mut names: Vec<&str> = chosen.map(|step| step.name).collect();
        let mut looked_at = 0;
        while let Some(name) = names.get(looked_at).copied() {
            let step = STEPS.iter().find(|step| step.name == name);
            if let Some(Step { after: After::Steps(before), .. }) = step {
                names.extend(before.iter().filter(|name| !names.contains(name)).copied().collect::<Vec<_>>());
            }
            looked_at += 1;
        }
        Ok(STEPS.iter().filter(|step| names.contains(&step.name)).collect())
    }

    fn asks_for(&self, step: &Step) -> bool {
        if self.only.is_empty() {
            self.all || step.extent == Extent::Everyday
        } else {
            self.only.iter().any(|only| only == step.name)
        }
    }
}

/// Where a missing tool is a failure and not a skip: nobody reads a green run's skips there.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<&'static str> {
        let words: Vec<String> = line.split_whitespace().map(str::to_string).collect();
        Request::parse(&words).unwrap().unwrap().steps().unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_step_brings_along_what_it_comes_after() {
        assert_eq!(names("--only python"), ["tools", "build", "python-package", "python"]);
        assert_eq!(names("--only fmt"), ["fmt"]);
    }

    #[test]
    fn all_has_every_step_and_the_everyday_test_only_some() {
        assert_eq!(names("--all").len(), STEPS.len());
        let everyday = names("");
        assert!(everyday.contains(&"core") && !everyday.contains(&"package"));
    }
}
