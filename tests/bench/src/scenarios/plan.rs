//! A roster of a million pairs, compared with who is in its groups.

use super::{Effort, SERVER_CORE};
use crate::artifacts::Artifacts;
use crate::record::Record;
use crate::server::{Door, Server};
use anyhow::Context;

/// The program is `core/examples/plan_a_million_pairs.rs`. It may use both cores, as a plan does at a user's: one reads
/// while the other works on what was read, and the server comes in between.
pub(super) fn measure(_: &Artifacts, _: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    let server = Server::start_with_pairs(&Artifacts::server(), SERVER_CORE)?;
    for _ in 0..effort.rounds(5) {
        for (name, door) in [("empty", Door::Empty), ("full", Door::Full)] {
            let mut planner = Artifacts::planner();
            planner.arg(server.url(door));
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
            record.add("plan", name, "cpu", number("cpu ")? * 1_000_000);
            record.add("plan", name, "memory", number("peak memory ")? << 20);
        }
    }
    Ok(())
}
