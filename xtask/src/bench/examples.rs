//! The program that plans a million pairs (`core/examples/plan_a_million_pairs.rs`), built as a library is.

use crate::command::{cargo, program, succeed};
use crate::workspace;
use std::process::Command;

const NAME: &str = "plan_a_million_pairs";

pub(super) fn build() -> anyhow::Result<()> {
    succeed(cargo().args(["build", "--release", "--quiet", "--package", "seam-acs-core", "--example", NAME]))
}

/// What was built; it takes the URL of a server that has the lists.
pub(super) fn built() -> Command {
    program(workspace::artefacts("release").join("examples").join(NAME))
}
