//! Calls over TLS, each from a client of its own, as PHP-FPM and short handlers make them.

use super::{Effort, OTHER_CORE};
use crate::bench::client::Client;
use crate::bench::competitors::{CURL_EASY, OURS};
use crate::bench::kit::Kit;
use crate::bench::record::Record;
use crate::bench::server::{Door, Server};

const CALLS: u64 = 100;

pub(super) fn measure(kit: &Kit, server: &Server, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    let mut clients = Vec::new();
    for competitor in [&OURS, &CURL_EASY] {
        clients.push((competitor, Client::start(kit, competitor, server, Door::Tls, OTHER_CORE)?));
    }
    for _ in 0..effort.rounds(9) {
        for (competitor, client) in &mut clients {
            client.one_after_another(20)?;
            let (latency, cpu) = client.one_after_another(CALLS)?;
            record.add("tls-kept", competitor.name, "latency", latency);
            record.add("tls-kept", competitor.name, "cpu", cpu);
            let (latency, cpu) = client.each_from_a_new_client(CALLS)?;
            record.add("tls-fresh", competitor.name, "latency", latency);
            record.add("tls-fresh", competitor.name, "cpu", cpu);
        }
    }
    Ok(())
}
