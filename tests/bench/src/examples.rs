//! Programs of `core/examples` that are measured, built as a library is.

use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{cargo, program, succeed};
use std::process::Command;

/// Plans a million pairs; takes the URL of a server that has the lists.
pub(super) const PLANNER: &str = "plan_a_million_pairs";
/// Reads a table that was made to do harm; takes its name.
pub(super) const READER: &str = "read_a_hostile_table";

pub(super) fn build() -> anyhow::Result<()> {
    let build = ["build", "--release", "--quiet", "--package", "seam-acs-core"];
    succeed(cargo().args(build).args(["--example", PLANNER, "--example", READER]))
}

/// What was built.
pub(super) fn built(name: &str) -> Command {
    program(workspace::artefacts("release").join("examples").join(name))
}
