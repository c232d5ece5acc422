//! The property tests of core with many cases.

use super::page::Result;
use anyhow::Context;
use seam_acs_workspace::command::cargo;
use std::time::Instant;

pub(super) fn run(cases: u32) -> anyhow::Result<Result> {
    let mut test = cargo();
    test.args(["test", "--quiet", "--package", "seam-acs-core", "--test", "properties"]);
    test.env("PROPTEST_CASES", cases.to_string());
    let started = Instant::now();
    let output = test.output().context("cargo cannot be started")?;
    let told = String::from_utf8_lossy(&output.stdout);
    let properties = told
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u64>().ok())
        .sum::<u64>();
    if !output.status.success() {
        println!("{told}{}", String::from_utf8_lossy(&output.stderr));
    }
    let words = format!("{properties} properties");
    let passed = output.status.success() && properties > 0;
    Ok(Result::of(passed, started.elapsed(), properties * u64::from(cases), "cases", &words))
}
