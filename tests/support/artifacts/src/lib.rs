//! Where the library and the programs are that a test runs.
//!
//! `cargo xtask test` builds the whole workspace once and names the folder. A test that somebody runs by itself has cargo
//! build what it needs.

use std::io;
use std::path::PathBuf;
use std::process::Command;

/// The variable that names the folder with everything that a build of the workspace made.
pub const BUILT: &str = "SEAM_ACS_BUILT";

/// The folder with what `package` of this workspace consists of: its library or its programs, in the profile `dev`.
///
/// # Errors
/// Cargo cannot be started or cannot build it; the error has what cargo said.
pub fn built(package: &str) -> io::Result<PathBuf> {
    if let Some(folder) = std::env::var_os(BUILT) {
        return Ok(folder.into());
    }
    let target = target()?;
    let build =
        cargo().args(["build", "--quiet", "--package", package, "--target-dir"]).arg(&target).output()?;
    if !build.status.success() {
        let said = String::from_utf8_lossy(&build.stderr).into_owned();
        return Err(io::Error::other(format!("cargo cannot build {package}: {said}")));
    }
    Ok(target.join("debug"))
}

/// The cargo of this build, for tests that build something of their own.
#[must_use]
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // `cargo xtask test` sets it for the harness of a test, so that it reports in JSON.
    cargo.env_remove("RUSTC_BOOTSTRAP").current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

/// The target folder that the running test was built into.
///
/// # Errors
/// The running program is not in a target folder.
pub fn target() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    // A program is target/PROFILE/NAME, a test target/PROFILE/deps/NAME-HASH.
    let folder = program.ancestors().find(|folder| folder.join(".rustc_info.json").is_file());
    folder.map(Into::into).ok_or_else(|| io::Error::other("this program is not in a target folder"))
}
