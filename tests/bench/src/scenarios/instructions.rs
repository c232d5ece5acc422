//! How many instructions the hot paths take, counted by callgrind.

use super::Effort;
use crate::artifacts::Artifacts;
use crate::competitors::OURS;
use crate::instructions;
use crate::record::Record;
use crate::server::Server;

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
