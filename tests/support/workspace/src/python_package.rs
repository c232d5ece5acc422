//! The Python package of these sources in a virtual environment, built by the maturin that is pinned.

use crate::command::program;
use std::path::Path;
use std::process::Command;

const MATURIN: &str = "xtask/requirements-maturin.txt";

/// The commands that install it, for an environment with this `bin/`: maturin, then the package. Without pip's isolation,
/// which would fetch whatever maturin is the newest.
pub fn install(bin: &Path) -> [Command; 2] {
    let pip = || {
        let mut pip = program(bin.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]);
        pip
    };
    let mut maturin = pip();
    maturin.args(["--require-hashes", "-r", MATURIN]);
    let mut package = pip();
    package.args(["--no-build-isolation", "./bindings-python"]);
    // Its backend starts `maturin` by that name.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(folders) {
        package.env("PATH", path);
    }
    [maturin, package]
}
