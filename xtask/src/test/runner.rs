//! Runs one step: its commands in order, their output into a file.

use super::is_ci;
use super::key;
use super::report::{Ended, Report};
use super::results::{Counts, Outcome, Test};
use super::step::{Context, Step, Task};
use anyhow::Context as _;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::typed;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A command that takes longer hangs: the packages, the longest, take two thirds of it on two cores.
const LIMIT: Duration = Duration::from_secs(45 * 60);

/// How a step ended.
pub(crate) struct Ending {
    pub(crate) tests: Vec<Test>,
    pub(crate) took: Duration,
    /// For each failed test what a person types to see it fail again.
    pub(crate) repeats: Vec<String>,
}

impl Ending {
    pub(crate) fn counts(&self) -> Counts {
        Counts::of(&self.tests)
    }

    pub(crate) fn is_green(&self) -> bool {
        self.counts().failed == 0
    }
}

pub(super) fn run(step: &Step, context: &Context) -> Ending {
    let missing = context.tools.missing(step.needs);
    if !missing.is_empty() {
        return left_out(step, &format!("missing: {}", missing.join(", ")));
    }
    let started = Instant::now();
    let (tests, repeats) = match execute(step, context) {
        Ok(told) => told,
        Err(error) => {
            let test = Test::failed(step.name, format!("{error:#}"));
            (vec![test], vec![format!("cargo xtask test --only {}", step.name)])
        }
    };
    Ending { tests, took: started.elapsed(), repeats }
}

/// A step that is work of this process and no test.
pub(super) fn run_here(step: &Step, work: impl FnOnce() -> anyhow::Result<()>) -> Ending {
    let started = Instant::now();
    let failed = work().err().map(|error| Test::failed(step.name, format!("{error:#}")));
    let repeats = failed.iter().map(|_| format!("cargo xtask test --only {}", step.name)).collect();
    Ending { tests: failed.into_iter().collect(), took: started.elapsed(), repeats }
}

/// A step that cannot be run. In CI nobody reads a green run's skips, so there it is a failure.
pub(super) fn left_out(step: &Step, why: &str) -> Ending {
    let test = if is_ci() { Test::failed(step.name, why) } else { Test::skipped(step.name, why) };
    Ending { tests: vec![test], took: Duration::ZERO, repeats: Vec::new() }
}

/// Where the output of a step is.
pub(super) fn log(step: &str) -> PathBuf {
    workspace::target().join("xtask-logs").join(format!("{step}.log"))
}

/// Runs the commands, but none behind a preparation that failed; returns what became of all tests, and how to repeat the
/// failed ones.
fn execute(step: &Step, context: &Context) -> anyhow::Result<(Vec<Test>, Vec<String>)> {
    let path = log(step.name);
    let folder = path.parent().context("a log has a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut log = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    let (mut tests, mut repeats, mut begin) = (Vec::new(), Vec::new(), 0);
    for mut task in (step.tasks)(context)? {
        task.report.forget()?;
        writeln!(log, "$ {}", typed(&task.command))?;
        key::give_to(step, &mut task.command)?;
        let success = succeed(&mut task.command, &mut log)?;
        let output = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let told = String::from_utf8_lossy(output.get(begin..).unwrap_or_default()).into_owned();
        begin = output.len();
        let told = task.report.read(&Ended { name: step.name, output: &told, success });
        repeats.extend(repeats_of(step, &task, &told));
        let is_prepared = told.is_empty() || !matches!(task.report, Report::Preparation);
        tests.extend(told);
        if !is_prepared {
            break;
        }
    }
    // Also one whose test programs the build did not make.
    if tests.is_empty() {
        tests.push(Test::failed(step.name, format!("it ran no test: {}", path.display())));
    }
    Ok((tests, repeats))
}

fn repeats_of(step: &Step, task: &Task, tests: &[Test]) -> Vec<String> {
    let failed = tests.iter().filter(|test| matches!(test.outcome, Outcome::Failed(_)));
    failed.map(|test| task.repeat.command(step.name, &test.name)).collect()
}

/// Runs a command to its end, or to that of its time.
fn succeed(command: &mut Command, log: &mut File) -> anyhow::Result<bool> {
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?);
    match command.spawn() {
        Ok(child) => wait(child, log),
        Err(error) => {
            writeln!(log, "cannot be started: {error}")?;
            Ok(false)
        }
    }
}

fn wait(mut child: Child, log: &mut File) -> anyhow::Result<bool> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if started.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            writeln!(log, "stopped after {} minutes", LIMIT.as_secs() / 60)?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
