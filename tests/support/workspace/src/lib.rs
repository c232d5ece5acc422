//! This repository as the programs that build, measure and check it see it: where things are, how other programs are
//! run, and how results are told.
#![allow(
    clippy::missing_errors_doc,
    clippy::must_use_candidate,
    reason = "only our own programs call it, and every error names what could not be done"
)]
#![allow(clippy::print_stdout, reason = "it says what it runs, to people and to whoever reads a report")]

pub mod command;
pub mod debian;
pub mod digits;
pub mod library;
pub mod python_package;
pub mod sandbox_process;
pub mod tap;

use crate::command::cargo;
use anyhow::Context;
use std::path::{Path, PathBuf};

/// The version of every crate, the header, the `.pc` file and the Python package.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The repository's top folder.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(3).unwrap_or(own).to_path_buf()
}

/// The one target folder of all builds.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Where a cargo profile leaves its artefacts.
pub fn artefacts(profile: &str) -> PathBuf {
    target().join(if profile == "dev" { "debug" } else { profile })
}

/// Builds packages and returns the folder that holds what they made.
pub fn build(packages: &[&str], profile: &str) -> anyhow::Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--quiet", "--profile", profile]);
    for package in packages {
        command.args(["--package", package]);
    }
    let status = command.status().context("cargo cannot be started")?;
    anyhow::ensure!(status.success(), "cargo could not build {}", packages.join(", "));
    Ok(artefacts(profile))
}
