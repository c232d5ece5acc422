//! The reports that runners write for machines. None is read from text that is meant for people.

mod go_test;
mod junit;
mod libtest;
mod tap;

use super::results::{Outcome, Test};
use anyhow::Context;
use std::path::PathBuf;

/// How a command tells what became of its tests.
#[derive(Clone, Debug)]
pub(crate) enum Report {
    /// It prepares what later commands need. It is no test, but a failure of it is one.
    Preparation,
    /// The command is one check, and its exit code is the outcome.
    ExitCode,
    /// The JSON lines of Rust's test harness.
    Libtest,
    /// The Test Anything Protocol: `ok` and `not ok` lines, and a plan, `1..N`.
    Tap,
    /// The JSON lines of `go test -json`.
    GoTest,
    /// `JUnit`'s XML: a file, or every file of a folder.
    JUnit(PathBuf),
}

/// What a command left when it ended.
pub(crate) struct Ended<'a> {
    /// The name of a check.
    pub(crate) name: &'a str,
    pub(crate) output: &'a str,
    pub(crate) success: bool,
}

impl Report {
    /// The tests of a command that has ended. An exit code that the tests do not explain is a failed test too, and so is a
    /// suite without any; only a program of Rust's may have none, beside others of its package.
    pub(crate) fn read(&self, ended: &Ended) -> Vec<Test> {
        let said = || last_lines(ended.output);
        let whole = format!("{} as a whole", ended.name);
        let mut tests = match self {
            Self::Preparation | Self::ExitCode if !ended.success => {
                return vec![Test::failed(ended.name, said())];
            }
            Self::Preparation => return Vec::new(),
            Self::ExitCode => return vec![Test::passed(ended.name)],
            Self::Libtest => libtest::read(ended.output),
            Self::Tap => tap::read(ended.output),
            Self::GoTest => go_test::read(ended.output),
            Self::JUnit(path) => match junit::read(path) {
                Ok(tests) => tests,
                Err(error) => vec![Test::failed(whole.as_str(), format!("{error:#}\n{}", said()))],
            },
        };
        let has_failure = tests.iter().any(|test| matches!(test.outcome, Outcome::Failed(_)));
        if !ended.success && !has_failure {
            tests.push(Test::failed(whole, format!("it failed, and no test of it did:\n{}", said())));
        } else if ended.success && tests.is_empty() && !matches!(self, Self::Libtest) {
            tests.push(Test::failed(whole, format!("it ran no test:\n{}", said())));
        }
        tests
    }

    /// Removes a report of an earlier run, which must not be taken for one of this run.
    pub(crate) fn forget(&self) -> anyhow::Result<()> {
        let Self::JUnit(path) = self else { return Ok(()) };
        let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("{} cannot be removed", path.display()))
            }
            _ => Ok(()),
        }
    }
}

/// A failure shows so much of an output; the log of the step has the rest.
const SHOWN_LINES: usize = 200;

fn last_lines(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    lines.get(lines.len().saturating_sub(SHOWN_LINES)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(report: &Report, output: &str, success: bool) -> Vec<Test> {
        report.read(&Ended { name: "suite", output, success })
    }

    #[test]
    fn a_runner_that_dies_before_its_first_test_is_a_failure() {
        let tests = read(&Report::Libtest, "error: could not compile", false);
        assert!(matches!(tests.as_slice(), [Test { outcome: Outcome::Failed(_), .. }]), "{tests:?}");
    }

    #[test]
    fn a_runner_that_ran_no_test_is_a_failure_even_if_it_is_content() {
        let tests = read(&Report::Tap, "1..0", true);
        assert!(matches!(tests.as_slice(), [Test { outcome: Outcome::Failed(_), .. }]), "{tests:?}");
    }

    #[test]
    fn an_exit_code_that_no_test_explains_is_a_failure() {
        let tests = read(&Report::Tap, "ok one\n1..1\n", false);
        assert!(matches!(tests.as_slice(), [_, Test { outcome: Outcome::Failed(_), .. }]), "{tests:?}");
    }

    #[test]
    fn a_preparation_counts_only_when_it_fails() {
        assert_eq!(read(&Report::Preparation, "", true), []);
        assert_eq!(read(&Report::Preparation, "why", false), [Test::failed("suite", "why")]);
        assert_eq!(read(&Report::ExitCode, "", true), [Test::passed("suite")]);
    }
}
