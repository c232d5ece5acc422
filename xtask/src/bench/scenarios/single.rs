//! One call after another on a kept connection: latency and CPU.

use super::{Effort, OTHER_CORE, SERVER_CORE};
use crate::bench::client::Client;
use crate::bench::competitors::SINGLE;
use crate::bench::kit::Kit;
use crate::bench::record::Record;
use crate::bench::server::{Door, Server};

/// The wake-up of the other core dominates: what a user's network card does too.
pub(super) fn split(kit: &Kit, server: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    measure(kit, server, effort, record, "one-split", OTHER_CORE)
}

/// CPU dominates: the microscope for a client's own cost.
pub(super) fn same(kit: &Kit, server: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    measure(kit, server, effort, record, "one-same", SERVER_CORE)
}

fn measure(
    kit: &Kit,
    server: &Server,
    effort: Effort,
    record: &mut Record,
    scenario: &str,
    core: usize,
) -> anyhow::Result<()> {
    let mut clients = Vec::new();
    for competitor in SINGLE.into_iter().filter(|competitor| kit.has(competitor)) {
        let mut client = Client::start(kit, competitor, server, Door::Plain, core)?;
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
