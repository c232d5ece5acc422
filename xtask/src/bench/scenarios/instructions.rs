//! How many instructions the hot paths take, counted by callgrind.

use super::Effort;
use crate::bench::artifacts::Artifacts;
use crate::bench::competitors::OURS;
use crate::bench::instructions;
use crate::bench::record::Record;
use crate::bench::server::Server;

pub(super) fn measure(
    artifacts: &Artifacts,
    _: &Server,
    _: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    for (name, count) in instructions::count(&artifacts.library())? {
        record.add("instructions", OURS.name, name, count);
    }
    Ok(())
}
