//! What a long list takes of a process's memory, and what of it stays.

use super::{Effort, OTHER_CORE, SERVER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::OURS;
use crate::record::Record;
use crate::server::{Door, Server};

/// As many as the server's group has.
const PEOPLE: u64 = 10_000;

pub(super) fn measure(
    artifacts: &Artifacts,
    _: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let server = Server::start_with_members(&Artifacts::server(), SERVER_CORE)?;
    for _ in 0..effort.rounds(5) {
        for (batch, scenario) in [("members", "list-members"), ("entrance_users", "list-entrance-users")] {
            // A process of its own: what an earlier list left behind is not this one's.
            let mut client = Client::start(artifacts, &OURS, &server, Door::Members, OTHER_CORE)?;
            let [held, peak, left] = client.memory_of_list(batch, PEOPLE)?;
            record.add(scenario, OURS.name, "held", held);
            record.add(scenario, OURS.name, "peak", peak);
            record.add(scenario, OURS.name, "left", left);
        }
    }
    Ok(())
}
