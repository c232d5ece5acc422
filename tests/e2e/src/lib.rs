//! What the end-to-end tests run: this repository's programs, the shared library, and C programs linked with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a test fails by panicking"
)]

pub mod markdown;
pub mod platform;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder.
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The program that `cargo xtask` runs.
pub fn xtask() -> Command {
    Command::new(seam_acs_artifacts::built("xtask").expect("xtask builds").join("xtask"))
}

/// A folder for what tests make.
pub fn scratch(name: &str) -> PathBuf {
    seam_acs_artifacts::target().expect("a target folder").join("tmp").join(name)
}

/// Builds `libseam_acs.so` and returns where it is.
pub fn built() -> PathBuf {
    seam_acs_artifacts::built("seam-acs-ffi").expect("libseam_acs builds").join("libseam_acs.so")
}

/// Compiles one C file of the repository, in C89 and without a warning, into a folder of that name.
pub fn compiled(source: &str, name: &str) -> PathBuf {
    let library = built();
    let folder = scratch(name);
    std::fs::create_dir_all(&folder).unwrap();
    for link in ["libseam_acs.so", "libseam_acs.so.0"] {
        let _ = std::fs::remove_file(folder.join(link));
        std::os::unix::fs::symlink(&library, folder.join(link)).unwrap();
    }
    let program = folder.join("program");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.args([
        "-std=c89",
        "-pedantic",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-Iinclude",
        source,
        "-lseam_acs",
    ]);
    compiler.arg("-L").arg(&folder).arg(format!("-Wl,-rpath,{}", folder.display())).arg("-o").arg(&program);
    assert!(compiler.current_dir(repository()).status().unwrap().success(), "{source} does not compile");
    program
}

/// The Python of `.venv`, in which `cargo xtask test --only python-package` has installed `seam_acs`.
pub fn python() -> Command {
    Command::new(repository().join(".venv/bin/python"))
}
