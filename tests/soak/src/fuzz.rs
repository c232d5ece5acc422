//! The fuzz targets under libFuzzer, with the address sanitizer in every Rust crate.

use super::page::Result;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{cargo, program, typed};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Runs targets, as many at once as there are cores, each for so long; tells of each when it ends.
pub(super) fn run_all(
    targets: &[&'static str],
    long: Duration,
    short: bool,
    mut tell: impl FnMut(&str, anyhow::Result<Result>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if targets.is_empty() {
        return Ok(());
    }
    let fuzzer = build()?;
    let waiting = Mutex::new(targets.iter().rev().copied().collect::<Vec<_>>());
    let next = || waiting.lock().ok()?.pop();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let (ended, endings) = channel();
        for _ in 0..cores.min(targets.len()) {
            let ended = ended.clone();
            let (fuzzer, next) = (&fuzzer, &next);
            scope.spawn(move || {
                while let Some(target) = next() {
                    if ended.send((target, run(fuzzer, target, long, short))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(ended);
        endings.iter().try_for_each(|(target, result)| tell(target, result))
    })
}

/// Puts what soaks have found into the committed corpus, as few files as show the same.
pub(super) fn keep_corpus(targets: &[&'static str]) -> anyhow::Result<()> {
    let fuzzer = build()?;
    for target in targets {
        let committed = corpus(target);
        let fresh = grown(target).with_extension("fresh");
        let _ = std::fs::remove_dir_all(&fresh);
        std::fs::create_dir_all(&fresh)?;
        let mut merge = program(&fuzzer);
        merge.env("SEAM_ACS_FUZZ_TARGET", target).args(["-set_cover_merge=1", LONGEST]);
        merge.args([&fresh, &committed, &grown(target)]);
        let output = merge.output().context("the fuzzer cannot be started")?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for entry in std::fs::read_dir(&fresh)?.flatten() {
            std::fs::copy(entry.path(), committed.join(entry.file_name()))?;
        }
        println!("{target}: {} files", std::fs::read_dir(&committed)?.count());
    }
    Ok(())
}

/// Builds the fuzzer with what `tests/fuzz/sanitized.toml` says, and along with it the library that `tests/c` runs
/// sanitized: together what both depend on is built once.
fn build() -> anyhow::Result<PathBuf> {
    let folder = workspace::target().join("sanitized");
    let mut build = cargo();
    // The flag for the sanitizer is one of the nightly compiler; the stable one takes it when it is told to.
    build.env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    build.args(["--config", "tests/fuzz/sanitized.toml", "build", "--quiet", "--profile", "fuzz"]);
    build.args(["--package", "seam-acs-ffi", "--package", "seam-acs-fuzz"]);
    build.args(["--features", "seam-acs-fuzz/libfuzzer", "--target-dir"]).arg(&folder);
    let output = build.output().context("cargo cannot be started")?;
    anyhow::ensure!(
        output.status.success(),
        "{} failed:\n{}",
        typed(&build),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(folder.join("x86_64-unknown-linux-gnu/fuzz/seam-acs-fuzz"))
}

/// Longer inputs show nothing new and take longer.
const LONGEST: &str = "-max_len=2048";

fn run(fuzzer: &Path, target: &str, long: Duration, short: bool) -> anyhow::Result<Result> {
    let findings = workspace::target().join("fuzz-findings");
    std::fs::create_dir_all(&findings)?;
    // What it finds goes into the first folder that it is given.
    let own = if short { findings.join(target) } else { grown(target) };
    if short && own.exists() {
        std::fs::remove_dir_all(&own)?;
    }
    std::fs::create_dir_all(&own)?;
    let mut command = program(fuzzer);
    command.env("SEAM_ACS_FUZZ_TARGET", target);
    command.args([LONGEST, "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    command.arg(format!("-max_total_time={}", long.as_secs()));
    command.arg(format!("-artifact_prefix={}/{target}-", findings.display()));
    if short {
        // Always the same inputs: a run that fails can be repeated.
        command.arg("-seed=1");
    }
    command.args([own, corpus(target)]);
    let started = Instant::now();
    let output = command.output().context("the fuzzer cannot be started")?;
    let took = started.elapsed();
    let told = String::from_utf8_lossy(&output.stderr);
    let executions = statistic(&told, "stat::number_of_executed_units:").unwrap_or(0);
    let covered = told.lines().rev().find_map(|line| line.split_once(" cov: ")?.1.split(' ').next());
    let words = covered.map_or(String::new(), |count| format!("{count} edges covered"));
    if !output.status.success() {
        let end: Vec<&str> = told.lines().rev().take(40).collect();
        println!("{}", end.into_iter().rev().collect::<Vec<_>>().join("\n"));
    }
    let passed = output.status.success() && executions > 0;
    Ok(Result::of(passed, took, executions, "executions", &words))
}

fn statistic(told: &str, name: &str) -> Option<u64> {
    told.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
}

/// What is committed.
fn corpus(target: &str) -> PathBuf {
    workspace::root().join("tests/fuzz/corpus").join(target)
}

/// What the fuzzer finds worth keeping while it runs.
fn grown(target: &str) -> PathBuf {
    workspace::target().join("fuzz-corpus").join(target)
}
