//! docs/soak.md: the last result of each part, and on which commit that was.

use super::{PARTS, Part};
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::program;
use seam_acs_workspace::digits;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// How a part ended.
pub(super) struct Result {
    pub(super) passed: bool,
    took: Duration,
    count: u64,
    unit: String,
    details: String,
}

impl Result {
    pub(super) fn of(passed: bool, took: Duration, count: u64, unit: &str, details: &str) -> Result {
        Result { passed, took, count, unit: unit.to_owned(), details: details.to_owned() }
    }

    pub(super) fn words(&self) -> String {
        let Result { count, unit, details, .. } = self;
        let details = if details.is_empty() { String::new() } else { format!("; {details}") };
        format!("{} {unit} in {:.0} s{details}", grouped(*count), self.took.as_secs_f64())
    }
}

/// Where the plots are, and what the page is made from.
pub(super) fn folder() -> PathBuf {
    workspace::root().join("docs/soak")
}

/// Notes a result, of what was built when the commit was `commit`, and writes the page anew.
pub(super) fn note(part: &str, result: &Result, commit: &str) -> anyhow::Result<()> {
    let file = folder().join("results.json");
    let mut results: Map<String, Value> = match std::fs::read(&file) {
        Ok(bytes) => serde_json::from_slice(&bytes).context("docs/soak/results.json is not JSON")?,
        Err(_) => Map::new(),
    };
    let entry = json!({
        "commit": commit,
        "date": said(&["date", "-u", "+%Y-%m-%d %H:%M"])?,
        "machine": machine()?,
        "seconds": result.took.as_secs(),
        "count": result.count,
        "unit": result.unit,
        "passed": result.passed,
        "details": result.details,
    });
    results.insert(part.to_owned(), entry);
    std::fs::create_dir_all(folder())?;
    std::fs::write(&file, serde_json::to_string_pretty(&results)? + "\n")?;
    std::fs::write(workspace::root().join("docs/soak.md"), page(&results))?;
    Ok(())
}

const OPENING: &str = "\
# What ran for long, and how it ended

Written by `cargo xtask soak`; every line is the last run of its part, on the commit that it names. Nothing here is typed by
hand. `cargo xtask soak --list` names the parts, `--only NAME` runs some, and `cargo xtask test` runs a few seconds of each.

The first four run the library as it is released under a C program (`tests/soak/soak.c`) against the sandbox.
Every answer is checked. While it works, its resident memory, open descriptors and threads are read from /proc ten times a
second. **Flat** means: the median memory of the last fifth of the time is at most 1024 kB above that of the second fifth (the
first is for warming up), and the last fifth has no more descriptors or threads than there were before it. When its last client is
freed, it ends only once it has no more threads and descriptors than when it started; a minute later it would have failed.
The fuzz targets run under libFuzzer with the address and leak sanitizers in every Rust crate (`tests/fuzz/README.md`).

How quick something was depends on what else the machine did meanwhile, and is no claim.
";

fn page(results: &Map<String, Value>) -> String {
    let mut text = format!("{OPENING}\n| Part | Result | How much | Seconds | Commit | Date (UTC) |\n");
    text.push_str("| --- | --- | ---: | ---: | --- | --- |\n");
    for part in PARTS {
        text.push_str(&line(part, results.get(part.name)));
    }
    text.push_str("\n## Details\n\n");
    for (part, result) in PARTS.iter().filter_map(|part| Some((part, results.get(part.name)?))) {
        let (details, machine) = (field(result, "details"), field(result, "machine"));
        text.push_str(&format!("- `{}`: {}. {details}. {machine}.\n", part.name, part.about));
    }
    text.push_str("\n## Plots\n\n");
    for part in PARTS.iter().filter(|part| folder().join(format!("{}.svg", part.name)).exists()) {
        text.push_str(&format!("![{} over time](soak/{}.svg)\n\n", part.about, part.name));
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn line(part: &Part, result: Option<&Value>) -> String {
    let Some(result) = result else {
        return format!("| {} | not run | | | | |\n", part.name);
    };
    let passed = if result["passed"] == true { "passed" } else { "**failed**" };
    let count = grouped(result["count"].as_u64().unwrap_or(0));
    format!(
        "| {} | {passed} | {count} {} | {} | {} | {} |\n",
        part.name,
        field(result, "unit"),
        result["seconds"],
        field(result, "commit"),
        field(result, "date"),
    )
}

fn field<'a>(result: &'a Value, name: &str) -> &'a str {
    result[name].as_str().unwrap_or_default()
}

/// The commit; said so if what ran is not just that.
pub(super) fn commit() -> anyhow::Result<String> {
    let commit = said(&["git", "rev-parse", "--short=10", "HEAD"])?;
    let changed = said(&["git", "status", "--porcelain", "--", ".", ":!docs", ":!*.md"])?;
    Ok(if changed.is_empty() { commit } else { format!("{commit} with changes") })
}

fn machine() -> anyhow::Result<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = said(&["uname", "-sr"])?;
    // What stands behind the second number is the distributor's.
    let kernel = kernel.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    let rustc = said(&["rustc", "--version"])?;
    let rustc = rustc.split(" (").next().unwrap_or_default();
    Ok(format!("{cores} cores, {kernel}, {rustc}"))
}

fn said(words: &[&str]) -> anyhow::Result<String> {
    let (name, arguments) = words.split_first().context("no program")?;
    let output =
        program(name).args(arguments).output().with_context(|| format!("{name} cannot be started"))?;
    anyhow::ensure!(output.status.success(), "{name} failed");
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    digits::grouped(&number.to_string(), ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_was_not_run_says_so() {
        let result = json!({ "passed": true, "count": 1_000_000, "unit": "calls", "seconds": 70, "commit": "abc",
            "date": "2026-01-02 03:04", "details": "d", "machine": "m" });
        let page = page(&Map::from_iter([("calls".to_owned(), result)]));
        assert!(
            page.contains("| calls | passed | 1,000,000 calls | 70 | abc | 2026-01-02 03:04 |"),
            "{page}"
        );
        assert!(page.contains("| forks | not run |"), "{page}");
    }
}
