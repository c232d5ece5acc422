//! A step of the test: commands that a person can type, and what they tell.

use super::programs::Programs;
use super::report::Report;
use super::steps::BUILD;
use super::tools::{Tool, Tools};
use std::path::Path;
use std::process::Command;

pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) extent: Extent,
    /// Begins or ends of the paths that can change how it ends; none: every file can.
    pub(crate) reads: &'static [&'static [&'static str]],
    pub(crate) needs: &'static [Tool],
    pub(crate) after: After,
    pub(crate) load: Load,
    pub(crate) tasks: fn(&Context) -> anyhow::Result<Vec<Task>>,
}

impl Step {
    pub(super) fn runs_what_was_built(&self) -> bool {
        matches!(self.after, After::Steps(names) if names.contains(&BUILD))
    }
}

/// Which run has it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every `cargo xtask test`.
    Everyday,
    /// `cargo xtask test --all` alone.
    All,
}

/// When it may begin.
#[derive(Clone, Copy)]
pub(crate) enum After {
    /// These must have ended well. They are run along with it.
    Steps(&'static [&'static str]),
    /// It looks at what all others left.
    Everything,
}

/// What it takes of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Load {
    /// One core or less; most of its time may be waiting.
    Light,
    /// Every core for a while, as a build does.
    Heavy,
    /// It holds what it sees against the clock, so that nothing else may run.
    Alone,
}

/// What a step's commands are made from.
pub(crate) struct Context<'a> {
    pub(crate) tools: &'a Tools,
    pub(crate) programs: &'a Programs,
}

pub(crate) struct Task {
    pub(crate) command: Command,
    pub(crate) report: Report,
    pub(crate) repeat: Repeat,
}

impl Task {
    pub(crate) fn new(command: Command, report: Report) -> Self {
        Self { command, report, repeat: Repeat::Step }
    }

    pub(crate) fn preparation(command: Command) -> Self {
        Self::new(command, Report::Preparation)
    }
}

/// How a person repeats one failed test.
#[derive(Clone, Debug)]
pub(crate) enum Repeat {
    /// By the whole step.
    Step,
    /// By `cargo test` with these words and the test's name.
    Cargo(String),
    /// By pytest, whose tests have file and name.
    Pytest,
}

impl Repeat {
    pub(crate) fn command(&self, step: &str, test: &str) -> String {
        match self {
            Self::Cargo(selection) if !test.contains(' ') => {
                format!("cargo test {selection} -- --exact {test}")
            }
            Self::Pytest if Path::new(test.split("::").next().unwrap_or_default()).is_file() => {
                format!(".venv/bin/pytest {test}")
            }
            _ => format!("cargo xtask test --only {step}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_test_of_rust_is_repeated_by_cargo_and_a_step_without_tests_by_its_name() {
        let cargo = Repeat::Cargo("--package seam-acs-core --test bulk".into());
        let wanted = "cargo test --package seam-acs-core --test bulk -- --exact apply::it_ends";
        assert_eq!(cargo.command("core", "apply::it_ends"), wanted);
        assert_eq!(cargo.command("core", "the harness"), "cargo xtask test --only core");
        assert_eq!(Repeat::Step.command("fmt", "fmt"), "cargo xtask test --only fmt");
    }
}
