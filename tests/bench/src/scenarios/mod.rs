//! What is measured. In every scenario all competitors take their turn in every round, so that what disturbs the
//! machine disturbs all of them.

mod at_once;
mod busy;
mod fresh;
mod held;
mod hostile;
mod imports;
mod instructions;
mod lists;
mod plan;
mod single;
mod size;
mod start;

pub(super) use fresh::CURL_OVER_HTTP2;

use super::artifacts::Artifacts;
use super::record::Record;
use super::server::Server;

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    Full,
    /// To see that everything works: too few rounds to believe.
    Quick,
}

impl Effort {
    fn rounds(self, full: u64) -> u64 {
        if self == Self::Full { full } else { 2 }
    }
}

/// The server has a core; a client has the other, or the same one.
pub(super) const SERVER_CORE: usize = 0;
pub(super) const OTHER_CORE: usize = 1;

type Scenario = fn(&Artifacts, &Server, Effort, &mut Record) -> anyhow::Result<()>;

const SCENARIOS: [(&str, Scenario); 15] = [
    ("library size", size::measure),
    ("start to first answer", start::measure),
    ("imports", imports::measure),
    ("one call after another, server on the other core", single::split),
    ("one call after another, server on the same core", single::same),
    ("one call after another, while others use that core", single::busy),
    ("100 calls over TLS, each from a new client", fresh::measure),
    ("1,000 operations at once", held::measure),
    ("many calls at once, 0 ms", at_once::fast),
    ("many calls at once, 0 ms, while others use that core", at_once::busy),
    ("many calls at once, 20 ms", at_once::slow),
    ("a plan of 1,000,000 pairs", plan::measure),
    ("tables made to do harm", hostile::measure),
    ("instructions of a call", instructions::measure),
    ("the memory of lists of 10,000", lists::measure),
];

pub(super) fn run(artifacts: &Artifacts, effort: Effort, record: &mut Record) -> anyhow::Result<()> {
    let server = Server::start(&Artifacts::server(), artifacts.folder(), SERVER_CORE)?;
    for (about, measure) in SCENARIOS {
        println!("Measuring: {about}");
        measure(artifacts, &server, effort, record)?;
    }
    Ok(())
}
