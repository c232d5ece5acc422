//! Runs one step: its commands in order, their output into a file, the end on the screen.

use super::counts::Counts;
use super::is_ci;
use super::key;
use super::steps::{PACKAGE_STEP, Step, TAKE_HOME_STEP};
use super::tools::Tools;
use crate::command::typed;
use crate::workspace;
use anyhow::Context;
use std::fs::File;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A step that takes longer hangs: the whole test is to end within an hour on two cores, and the packages are the longest step.
const LIMIT: Duration = Duration::from_secs(40 * 60);
/// A failed step shows this much of its output; the file has the rest.
const SHOWN_LINES: usize = 200;

/// How a step ended.
pub(crate) struct Ending {
    pub(crate) counts: Counts,
    pub(crate) took: Duration,
    /// Why it, or a test in it, was skipped.
    pub(crate) skips: Vec<String>,
}

pub(crate) fn run(step: &Step, tools: &Tools) -> anyhow::Result<Ending> {
    print!("{:<16} ", step.name);
    std::io::stdout().flush().context("standard output is closed")?;
    let missing = tools.missing(step.needs);
    if !missing.is_empty() {
        return Ok(left_out(format!("missing: {}", missing.join(", "))));
    }
    if let Some(why) = needs_to_install(step).filter(|_| !tools.may_install) {
        return Ok(left_out(format!("--no-install; {why}")));
    }
    let started = Instant::now();
    let (output, success) = execute(step, tools)?;
    let counts = step.counting.count(&output, success);
    let ending = Ending { counts, took: started.elapsed(), skips: step.counting.skips(&output) };
    let word = if counts.failed == 0 { "ok" } else { "FAILED" };
    println!("{word}, {} passed, {:.1} s", counts.passed, ending.took.as_secs_f64());
    if counts.failed > 0 {
        show(&output);
    }
    Ok(ending)
}

/// Why a step does nothing where nothing may be installed.
fn needs_to_install(step: &Step) -> Option<&'static str> {
    match step.name {
        PACKAGE_STEP => Some("the Python steps take the package that .venv has"),
        TAKE_HOME_STEP => Some("packages are made with tools that are installed for it"),
        _ => None,
    }
}

fn left_out(why: String) -> Ending {
    let one = if is_ci() {
        Counts { failed: 1, ..Counts::default() }
    } else {
        Counts { skipped: 1, ..Counts::default() }
    };
    println!("{}, {why}", if is_ci() { "FAILED" } else { "skipped" });
    Ending { counts: one, took: Duration::ZERO, skips: vec![why] }
}

/// Runs the commands until one fails; returns all that they printed.
fn execute(step: &Step, tools: &Tools) -> anyhow::Result<(String, bool)> {
    let folder = workspace::target().join("xtask-logs");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let path = folder.join(format!("{}.log", step.name));
    let mut log = File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    let mut success = true;
    for mut command in (step.commands)(tools) {
        writeln!(log, "$ {}", typed(&command))?;
        key::give_to(step, &mut command)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?);
        success = wait(&mut command, &mut log)?;
        if !success {
            break;
        }
    }
    let output = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok((String::from_utf8_lossy(&output).into_owned(), success))
}

fn wait(command: &mut Command, log: &mut File) -> anyhow::Result<bool> {
    let started = Instant::now();
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            writeln!(log, "cannot be started: {error}")?;
            return Ok(false);
        }
    };
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

fn show(output: &str) {
    let lines: Vec<&str> = output.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(SHOWN_LINES)) {
        println!("    {line}");
    }
}
