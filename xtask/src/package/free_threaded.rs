//! Python without its global lock. Nobody has it as a package here, but Debian has the sources to compile it from.

use super::debian::Warehouse;
use super::execution::{succeed, workshop};
use crate::command::program;
use anyhow::Context;
use std::path::{Path, PathBuf};

/// As its program and its wheels are called.
pub(super) const NAME: &str = "3.13t";
const SOURCE_PACKAGE: &str = "python3.13";

/// What compiling it takes; the files stand for libraries without a program.
pub(super) const PROGRAMS: [(&str, &str); 4] = [
    ("make", "make"),
    ("/usr/include/openssl/ssl.h", "libssl-dev"),
    ("/usr/include/zlib.h", "zlib1g-dev"),
    ("/usr/include/x86_64-linux-gnu/ffi.h", "libffi-dev"),
];

/// Compiles it, once; returns its program.
pub(super) fn python() -> anyhow::Result<PathBuf> {
    let folder = workshop().join("free-threaded-python");
    let python = folder.join("bin").join(format!("python{NAME}"));
    if !python.is_file() {
        compile(&folder)?;
    }
    let told = succeed(program(&python).args(["-c", "import ssl, sys; print(sys._is_gil_enabled())"]))?;
    anyhow::ensure!(told.trim() == "False", "{} has a global lock: {told}", python.display());
    Ok(python)
}

fn compile(folder: &Path) -> anyhow::Result<()> {
    let sources = workshop().join("free-threaded-python-sources");
    Warehouse::open()?.sources(SOURCE_PACKAGE, &sources)?;
    let mut configure = program(sources.join("configure"));
    configure.args(["--quiet", "--disable-gil", "--disable-test-modules"]).arg("--prefix").arg(folder);
    succeed(configure.current_dir(&sources))?;
    let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    succeed(program("make").arg("--silent").arg(format!("--jobs={jobs}")).current_dir(&sources))?;
    succeed(program("make").args(["--silent", "install"]).current_dir(&sources))?;
    std::fs::remove_dir_all(&sources).context("the sources of Python cannot be deleted")
}
