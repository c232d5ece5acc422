//! How long a Python process lives that only imports a package.

use super::{Effort, OTHER_CORE};
use crate::artifacts::Artifacts;
use crate::machine::on_core;
use crate::record::Record;
use crate::server::Server;
use anyhow::Context;
use std::time::Instant;

/// What is run, and in which environment.
const PROGRAMS: [(&str, &str, &str); 3] = [
    ("python-bare", "ours", "pass"),
    ("python-ours", "ours", "import seam_acs"),
    ("python-official", "official", "import seam"),
];

pub(super) fn measure(
    artifacts: &Artifacts,
    _: &Server,
    effort: Effort,
    record: &mut Record,
) -> anyhow::Result<()> {
    for round in 0..=effort.rounds(9) {
        for (name, environment, program) in PROGRAMS {
            let mut command = artifacts.interpreter(environment);
            command.args(["-c", program]);
            let (status, took) = on_core(OTHER_CORE, || {
                let begun = Instant::now();
                (command.status(), begun.elapsed())
            })?;
            anyhow::ensure!(status.context("Python cannot be started")?.success(), "{program} failed");
            if round > 0 {
                record.add("import", name, "time", u64::try_from(took.as_nanos())?);
            }
        }
    }
    Ok(())
}
