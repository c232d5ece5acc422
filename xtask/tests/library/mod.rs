//! The shared library as cargo built it, and C programs linked with it.
#![allow(dead_code, reason = "each test program takes what it needs")]

use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Builds `libseam_acs.so` and returns where it is.
pub(crate) fn built() -> PathBuf {
    seam_acs_artifacts::built("seam-acs-ffi").expect("libseam_acs builds").join("libseam_acs.so")
}

/// Compiles one C file of the repository, in C89 and without a warning, into a folder of that name.
pub(crate) fn compiled(source: &str, name: &str) -> PathBuf {
    let library = built();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
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
pub(crate) fn python() -> Command {
    Command::new(repository().join(".venv/bin/python"))
}
