//! Many calls, some of them at once: at the speed of the machine, and as over a network.

use super::busy::Neighbour;
use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::{
    CURL_MULTI, Competitor, GO, JAVASCRIPT, OURS, PYTHON_OFFICIAL, PYTHON_OFFICIAL_ASYNC, PYTHON_OURS,
    PYTHON_OURS_ASYNC, RAW, REQWEST,
};
use crate::record::Record;
use crate::server::{Door, Server};

/// A way to make many calls.
struct Way {
    /// What it is called in the names of series.
    name: &'static str,
    competitor: &'static Competitor,
    batch: &'static str,
    calls: u64,
    at_once: u64,
    /// A slow one is measured in fewer rounds.
    is_slow: bool,
}

const fn way(competitor: &'static Competitor, batch: &'static str, calls: u64, at_once: u64) -> Way {
    Way { name: competitor.name, competitor, batch, calls, at_once, is_slow: false }
}

const fn slow_way(competitor: &'static Competitor, calls: u64, at_once: u64) -> Way {
    Way { is_slow: true, ..way(competitor, "many", calls, at_once) }
}

const FAST: [Way; 12] = [
    way(&RAW, "many", 50_000, 32),
    way(&REQWEST, "many", 50_000, 32),
    way(&OURS, "many", 50_000, 32),
    way(&CURL_MULTI, "many", 50_000, 32),
    Way { name: "ours-1000", ..way(&OURS, "many", 1_000, 32) },
    way(&PYTHON_OURS, "apply", 50_000, 32),
    way(&PYTHON_OURS_ASYNC, "many", 5_000, 32),
    way(&GO, "many", 20_000, 32),
    slow_way(&PYTHON_OFFICIAL, 3_000, 32),
    Way { name: "python-official-20", ..slow_way(&PYTHON_OFFICIAL, 3_000, 20) },
    slow_way(&PYTHON_OFFICIAL_ASYNC, 5_000, 32),
    slow_way(&JAVASCRIPT, 5_000, 32),
];

const BUSY: [Way; 4] = [
    way(&RAW, "many", 20_000, 32),
    way(&REQWEST, "many", 20_000, 32),
    way(&OURS, "many", 20_000, 32),
    way(&CURL_MULTI, "many", 20_000, 32),
];

const SLOW: [Way; 12] = [
    way(&RAW, "many", 2_000, 32),
    way(&REQWEST, "many", 2_000, 32),
    way(&OURS, "adapting", 2_000, 32),
    Way { name: "ours-256", ..way(&OURS, "adapting", 2_000, 256) },
    way(&CURL_MULTI, "many", 2_000, 32),
    way(&PYTHON_OURS, "apply", 2_000, 32),
    way(&PYTHON_OURS_ASYNC, "many", 2_000, 32),
    way(&GO, "many", 2_000, 32),
    slow_way(&PYTHON_OFFICIAL, 2_000, 32),
    Way { name: "python-official-20", ..slow_way(&PYTHON_OFFICIAL, 2_000, 20) },
    slow_way(&PYTHON_OFFICIAL_ASYNC, 2_000, 32),
    slow_way(&JAVASCRIPT, 2_000, 32),
];

/// What is measured side by side.
struct Comparison {
    /// What its series begin with.
    name: &'static str,
    door: Door,
    ways: &'static [Way],
    rounds: u64,
}

pub(super) fn fast(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    // A round is seconds, in which a virtual machine may change its speed: only many of them say who is ahead.
    let comparison = Comparison { name: "at-once-0", door: Door::Plain, ways: &FAST, rounds: 15 };
    comparison.measure(artifacts, server, effort, record)
}

/// The same with another process on the client's core, which leaves nothing of the client's in the caches.
pub(super) fn busy(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let _neighbour = Neighbour::start(OTHER_CORE)?;
    let comparison = Comparison { name: "at-once-busy", door: Door::Plain, ways: &BUSY, rounds: 9 };
    comparison.measure(artifacts, server, effort, record)
}

pub(super) fn slow(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let comparison = Comparison { name: "at-once-20", door: Door::Slow, ways: &SLOW, rounds: 5 };
    comparison.measure(artifacts, server, effort, record)
}

impl Comparison {
    fn measure(
        &self,
        artifacts: &Artifacts,
        server: &Server,
        effort: Effort,
        record: &mut Record,
    ) -> anyhow::Result<()> {
        let mut clients = Vec::new();
        for way in self.ways.iter().filter(|way| artifacts.has(way.competitor)) {
            clients.push((way, Client::start(artifacts, way.competitor, server, self.door, OTHER_CORE)?));
        }
        for round in 0..effort.rounds(self.rounds) {
            for (way, client) in
                clients.iter_mut().filter(|(way, _)| !way.is_slow || round < effort.rounds(3))
            {
                client.at_once(way.batch, 2 * way.at_once, way.at_once)?;
                let (wall, cpu) = client.at_once(way.batch, way.calls, way.at_once)?;
                record.add(self.name, way.name, "time", wall / way.calls);
                record.add(self.name, way.name, "cpu", cpu);
            }
        }
        for (way, client) in &clients {
            record.add(self.name, way.name, "memory", client.memory()?);
        }
        Ok(())
    }
}
