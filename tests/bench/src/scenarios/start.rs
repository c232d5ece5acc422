//! From the start of a process to its first answer, and the memory that it has then.

use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::{
    CURL_EASY, Competitor, GO, JAVASCRIPT, OURS, PYTHON_BARE, PYTHON_OFFICIAL, PYTHON_OURS, PYTHON_REQUESTS,
    RAW,
};
use crate::record::Record;
use crate::server::{Door, Server};

const STARTED: [&Competitor; 9] = [
    &RAW,
    &OURS,
    &CURL_EASY,
    &PYTHON_BARE,
    &PYTHON_OURS,
    &PYTHON_REQUESTS,
    &PYTHON_OFFICIAL,
    &JAVASCRIPT,
    &GO,
];

pub(super) fn measure(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    // The first round fills the page cache.
    for round in 0..=effort.rounds(9) {
        for competitor in STARTED.into_iter().filter(|competitor| artifacts.has(competitor)) {
            // By its address: a look-up would be the system's time and memory.
            let url = server.address(Door::Plain);
            let client = Client::start_at(artifacts, competitor, server, url, OTHER_CORE)?;
            if round > 0 {
                let start = u64::try_from(client.start.as_nanos())?;
                record.add("start", competitor.name, "time", start);
                record.add("start", competitor.name, "memory", client.memory()?);
            }
        }
    }
    Ok(())
}
