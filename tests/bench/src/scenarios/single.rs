//! One call after another on a kept connection: latency and CPU.

use super::busy::Neighbour;
use super::{Effort, OTHER_CORE, SERVER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::{CURL_EASY, Competitor, OURS, RAW, REQWEST, SINGLE};
use crate::record::Record;
use crate::server::{Door, Server};

/// The wake-up of the other core dominates: what a user's network card does too.
pub(super) fn split(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    measure(artifacts, server, effort, record, "one-split", OTHER_CORE, &SINGLE)
}

/// CPU dominates: the microscope for a client's own cost.
pub(super) fn same(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    measure(artifacts, server, effort, record, "one-same", SERVER_CORE, &SINGLE)
}

/// The same with another process on that core, which leaves nothing of the client's in the caches.
pub(super) fn busy(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let _neighbour = Neighbour::start(SERVER_CORE)?;
    measure(artifacts, server, effort, record, "one-busy", SERVER_CORE, &[&RAW, &REQWEST, &OURS, &CURL_EASY])
}

fn measure(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
    scenario: &str,
    core: usize,
    competitors: &[&'static Competitor],
) -> anyhow::Result<()> {
    let mut clients = Vec::new();
    for competitor in competitors.iter().copied().filter(|competitor| artifacts.has(competitor)) {
        let mut client = Client::start(artifacts, competitor, server, Door::Plain, core)?;
        client.one_after_another(1000)?;
        clients.push((competitor, client));
    }
    for _ in 0..effort.rounds(7) {
        for (competitor, client) in &mut clients {
            // The clock of a core that was idle needs a moment, and an idle connection may have been closed.
            client.one_after_another(100)?;
            let (latency, cpu) = client.one_after_another(1000)?;
            record.add(scenario, competitor.name, "latency", latency);
            record.add(scenario, competitor.name, "cpu", cpu);
        }
    }
    Ok(())
}
