//! Calls over TLS, each from a client of its own, as PHP-FPM and short handlers make them.

use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::client::Client;
use crate::competitors::{CURL_EASY, OURS};
use crate::record::Record;
use crate::server::{Door, Server};

const CALLS: u64 = 100;
/// libcurl speaks HTTP/2 wherever it is offered behind TLS.
pub(crate) const CURL_OVER_HTTP2: &str = "curl-easy-http2";

pub(super) fn measure(
    artifacts: &Artifacts,
    server: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    let mut clients = Vec::new();
    for (name, competitor, door) in [
        (OURS.name, &OURS, Door::Tls),
        (CURL_EASY.name, &CURL_EASY, Door::Tls),
        (CURL_OVER_HTTP2, &CURL_EASY, Door::Http2),
    ] {
        clients.push((name, Client::start(artifacts, competitor, server, door, OTHER_CORE)?));
    }
    for _ in 0..effort.rounds(9) {
        for (name, client) in &mut clients {
            client.one_after_another(20)?;
            let (latency, cpu) = client.one_after_another(CALLS)?;
            record.add("tls-kept", name, "latency", latency);
            record.add("tls-kept", name, "cpu", cpu);
            let (latency, cpu) = client.each_from_a_new_client(CALLS)?;
            record.add("tls-fresh", name, "latency", latency);
            record.add("tls-fresh", name, "cpu", cpu);
        }
    }
    Ok(())
}
