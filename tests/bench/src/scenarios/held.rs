//! How many threads a process has while it waits for a thousand answers.

use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::OURS;
use crate::record::Record;
use crate::server::{Door, Server};

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
