//! A roster of a million pairs, compared with who is in its groups.

use super::Effort;
use crate::bench::kit::Kit;
use crate::bench::record::Record;
use crate::bench::server::Server;
use anyhow::Context;

/// The program is `core/examples/plan_a_million_pairs.rs`; its server is the sandbox, in a process of its own.
pub(super) fn measure(_: &Kit, _: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    for _ in 0..effort.rounds(3) {
        for (name, argument) in [("empty", None), ("full", Some("members"))] {
            let mut planner = Kit::planner();
            planner.args(argument);
            let output = planner.output().context("the planner cannot be started")?;
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            anyhow::ensure!(output.status.success(), "the planner failed: {told}{said}");
            let number = |word: &str| {
                let line = told.lines().find_map(|line| line.strip_prefix(word));
                let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
                number.with_context(|| format!("the planner does not say {word}:\n{told}"))
            };
            let reading = number("read ")?;
            record.add("plan", name, "time", (number("parse ")? + reading + number("compare ")?) * 1_000_000);
            record.add("plan", name, "reading", reading * 1_000_000);
            record.add("plan", name, "memory", number("peak memory ")? << 20);
        }
    }
    Ok(())
}
