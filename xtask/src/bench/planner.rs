//! The program that plans a million pairs (`core/examples/plan_a_million_pairs.rs`), built as a library is.

use crate::command::{program, succeed};
use crate::release::Release;
use std::process::Command;

const NAME: &str = "plan_a_million_pairs";

pub(super) fn build(release: &Release) -> anyhow::Result<()> {
    succeed(release.cargo("build").args(["--quiet", "--package", "seam-acs-core", "--example", NAME]))
}

/// What was built; it takes the URL of a server that has the lists.
pub(super) fn built(release: &Release) -> Command {
    program(release.artefacts().join("examples").join(NAME))
}
