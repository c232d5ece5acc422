//! Where things are: the repository, the target folder, and what cargo builds into it.

use crate::command::cargo;
use anyhow::Context;
use std::path::{Path, PathBuf};

/// The version of every crate, the header, the `.pc` file and the Python package.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The repository's top folder.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The one target folder of all builds.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Where a cargo profile leaves its artefacts.
pub(crate) fn artefacts(profile: &str) -> PathBuf {
    target().join(if profile == "dev" { "debug" } else { profile })
}

/// Builds packages and returns the folder that holds what they made.
pub(crate) fn build(packages: &[&str], profile: &str) -> anyhow::Result<PathBuf> {
    let mut command = cargo();
    command.args(["build", "--quiet", "--profile", profile]);
    for package in packages {
        command.args(["--package", package]);
    }
    let status = command.status().context("cargo cannot be started")?;
    anyhow::ensure!(status.success(), "cargo could not build {}", packages.join(", "));
    Ok(artefacts(profile))
}
