//! One contract for all languages: cases as data, run by a small program in each of them.
//!
//! A runner reads a case a line from its standard input, and answers each with one line of JSON on its standard output;
//! it ends when its input does. `README.md` says what stands in both lines. It never sees what is expected: this crate
//! starts a scripted server for each case, hands the case over, and compares the answer, and what the server got, with
//! the case.

mod case;
mod compare;
mod flat;
mod operations;
mod runner;
mod server;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Context;
use seam_acs_raw_server::RawServer;
use serde_json::{Map, Value, json};

use case::PlanOf;
pub use case::{Ability, Call, Case, Expectation, Request, all};
pub use operations::Operations;
use runner::Runner;

/// The key that cases use.
const API_KEY: &str = "seam_testkey_of_the_contract";

/// How a case is written for a runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// One line of JSON.
    Json,
    /// Several lines, for C: see [`flat`].
    Flat,
}

/// A language that is to be tried.
#[derive(Debug)]
pub struct Candidate {
    /// Its runner.
    pub command: Command,
    /// How it reads cases.
    pub language: Language,
    /// What it cannot express.
    pub lacks: Vec<Ability>,
}

/// The repository's top folder.
#[must_use]
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Gives every case to a runner and says a line about each, `ok` or `not ok`; whether all were as they must be.
///
/// # Errors
/// When the cases are not understood, or the runner cannot be started.
pub fn run(candidate: Candidate, mut say: impl FnMut(&str)) -> anyhow::Result<bool> {
    let operations = Operations::read(&repository())?;
    let cases = all(&repository().join("tests/contract/cases"), &operations)?;
    let folder = signs()?;
    let mut runner = Runner::start(candidate.command)?;
    let mut good = true;
    for case in cases.iter().filter(|case| case.needs.iter().all(|need| !candidate.lacks.contains(need))) {
        match play(case, &mut runner, candidate.language, &operations, &folder) {
            Ok(()) => say(&format!("ok {}", case.name)),
            Err(why) => {
                good = false;
                say(&format!("not ok {}: {why:#}", case.name));
            }
        }
    }
    if let Err(why) = runner.finish() {
        good = false;
        say(&format!("not ok the_runner_ends: {why:#}"));
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(good)
}

/// A folder of this run's own, for the files that tell a runner to cancel.
fn signs() -> anyhow::Result<PathBuf> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("seam-acs-contract-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn play(
    case: &Case,
    runner: &mut Runner,
    language: Language,
    operations: &Operations,
    folder: &Path,
) -> anyhow::Result<()> {
    let server = RawServer::start(server::script(&case.server)?)?;
    let sign = case.cancel_after_requests.map(|count| (count, folder.join(&case.name)));
    let mut arguments = case.call.arguments.clone();
    if let Some(PlanOf { roster }) = &case.plan_of {
        arguments.insert("plan".into(), server::plan(&server.url(), API_KEY, roster)?);
    }
    let told = told(case, &server, &arguments, sign.as_ref().map(|(_, file)| file.as_path()));
    let before = server.requests().len();
    let text = match language {
        Language::Json => format!("{told}\n"),
        Language::Flat => flat::lines(&told, operations)?,
    };
    let started = Instant::now();
    let over = AtomicBool::new(false);
    let line = std::thread::scope(|scope| {
        if let Some((count, file)) = &sign {
            scope.spawn(|| server::tell_when_asked(&server, *count, file, &over));
        }
        let line = runner.ask(&text);
        over.store(true, Ordering::Relaxed);
        line
    })?;
    let took = started.elapsed();
    let answer: Value = serde_json::from_str(&line).with_context(|| format!("no JSON: {line}"))?;
    let differences =
        compare::differences(case, &answer, server.requests().split_off(before).as_slice(), took);
    anyhow::ensure!(differences.is_empty(), "{}", differences.join("; "));
    Ok(())
}

/// The case without what is expected.
fn told(case: &Case, server: &RawServer, arguments: &Map<String, Value>, sign: Option<&Path>) -> Value {
    let address = server.address().to_string();
    let mut options =
        Map::from_iter([("api_key".into(), API_KEY.into()), ("endpoint".into(), server.url().into())]);
    for (name, value) in &case.options {
        options.insert(name.clone(), value.replace("@SERVER@", &address).into());
    }
    json!({
        "name": case.name,
        "options": options,
        "method": case.call.method,
        "arguments": arguments,
        "cancel_when": sign.map(|file| file.to_string_lossy().into_owned()),
    })
}
