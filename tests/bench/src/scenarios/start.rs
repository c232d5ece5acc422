//! From the start of a process to its first answer, and the memory that it has then.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;

use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::{
    COMMAND, CURL_EASY, Competitor, GO, JAVASCRIPT, OURS, PYTHON_BARE, PYTHON_OFFICIAL, PYTHON_OURS,
    PYTHON_REQUESTS, RAW,
};
use crate::machine::on_core;
use crate::record::Record;
use crate::server::{API_KEY, Door, Server};

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
        let start = start_of_command(server)?;
        if round > 0 {
            record.add("start", COMMAND, "time", u64::try_from(start.as_nanos())?);
        }
    }
    Ok(())
}

/// From before the process of our command is made until it says that the server answered.
fn start_of_command(server: &Server) -> anyhow::Result<Duration> {
    let mut command = Artifacts::command();
    command.arg("check").env("SEAM_ENDPOINT", server.address(Door::Plain)).env("SEAM_API_KEY", API_KEY);
    command.stdout(Stdio::piped());
    let (child, begun) = on_core(OTHER_CORE, || {
        let begun = Instant::now();
        (command.spawn(), begun)
    })?;
    let mut child = child.context("the command cannot be started")?;
    let mut first = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut first)?;
    let start = begun.elapsed();
    anyhow::ensure!(child.wait()?.success(), "the command says {first:?}");
    Ok(start)
}
