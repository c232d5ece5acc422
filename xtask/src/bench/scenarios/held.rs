//! How many threads a process has while it waits for a thousand answers.

use super::{Effort, OTHER_CORE};
use crate::bench::artifacts::Artifacts;
use crate::bench::client::Client;
use crate::bench::competitors::OURS;
use crate::bench::record::Record;
use crate::bench::server::{Door, Server};

const OPERATIONS: u64 = 1000;

pub(super) fn measure(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let mut client = Client::start(artifacts, &OURS, server, Door::Slow, OTHER_CORE)?;
    for _ in 0..effort.rounds(5) {
        record.add("held", OURS.name, "threads", client.threads_with_operations(OPERATIONS)?);
    }
    Ok(())
}
