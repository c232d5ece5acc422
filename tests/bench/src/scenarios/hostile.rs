//! Tables that somebody made to do harm: what they cost is to be what their size says.

use super::Effort;
use crate::artifacts::Artifacts;
use crate::record::Record;
use crate::server::Server;
use anyhow::Context;

/// Those that `core/examples/read_a_hostile_table.rs` makes. Each is read by a process of its own, for its memory.
const TABLES: [&str; 5] = ["keys", "unused", "header", "commas", "people"];

pub(super) fn measure(_: &Artifacts, _: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    for _ in 0..effort.rounds(5) {
        for table in TABLES {
            let output =
                Artifacts::table_reader().arg(table).output().context("the reader cannot be started")?;
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            anyhow::ensure!(output.status.success(), "the reader failed: {told}{said}");
            let number = |word: &str| {
                let line = told.lines().find_map(|line| line.strip_prefix(word));
                let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
                number.with_context(|| format!("the reader does not say {word}:\n{told}"))
            };
            record.add("hostile", table, "time", number("read ")?);
            record.add("hostile", table, "memory", number("memory ")?);
            record.add("hostile", table, "size", number("size ")?);
            record.add("hostile", table, "message", number("message ")?);
        }
    }
    Ok(())
}
