//! A sanitizer in the library's Rust: how it is built, and the runtime that a program needs for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// What watches the library's Rust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sanitizer {
    /// Invalid accesses and leaks.
    Address,
    /// Data races.
    Thread,
}

impl Sanitizer {
    /// Its folder, in the target folder and in that of what the tests make.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Address => "sanitized",
            Self::Thread => "thread-sanitized",
        }
    }

    /// Builds the library into its folder, and names the place in it.
    ///
    /// The flags and why they need `RUSTC_BOOTSTRAP` stand in the file that is named here.
    pub(crate) fn build(self, root: &Path, target: &Path) -> Result<PathBuf, Failure> {
        let folder = target.join(self.folder());
        let (config, along): (_, &[&str]) = match self {
            // The fuzzer is built along, as `cargo xtask soak` does it, so that what both depend on is built once.
            Self::Address => (
                "tests/fuzz/sanitized.toml",
                &["--package", "seam-acs-fuzz", "--features", "seam-acs-fuzz/libfuzzer"],
            ),
            Self::Thread => {
                require_source_of_std(root)?;
                ("tests/c/thread_sanitizer.toml", &[])
            }
        };
        let built = seam_acs_artifacts::cargo()
            .args(["--config", config, "build", "--quiet", "--profile", "fuzz"])
            .args(["--package", "seam-acs-ffi"])
            .args(along)
            .arg("--target-dir")
            .arg(&folder)
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .current_dir(root)
            .output()?;
        if !built.status.success() {
            return Err(format!("cargo cannot build it: {}", String::from_utf8_lossy(&built.stderr)).into());
        }
        Ok(folder.join("x86_64-unknown-linux-gnu/fuzz"))
    }

    /// The one that comes with the compiler which built the library: another compiler's may not fit.
    pub(crate) fn runtime(self) -> Result<PathBuf, Failure> {
        let ending = match self {
            Self::Address => "_rt.asan.a",
            Self::Thread => "_rt.tsan.a",
        };
        let folder = path_of_rustc("target-libdir")?;
        fs::read_dir(&folder)?
            .flatten()
            .map(|entry| entry.path())
            .find(|file| file.to_string_lossy().ends_with(ending))
            .ok_or_else(|| format!("no sanitizer runtime in {}", folder.display()).into())
    }
}

/// Has rustup bring what rust-toolchain.toml names and an older installation lacks, unless it is here.
fn require_source_of_std(root: &Path) -> Result<(), Failure> {
    if path_of_rustc("sysroot")?.join("lib/rustlib/src/rust/library/Cargo.lock").is_file() {
        return Ok(());
    }
    let brought = Command::new("rustup").args(["component", "add", "rust-src"]).current_dir(root).output()?;
    if !brought.status.success() {
        let said = String::from_utf8_lossy(&brought.stderr);
        return Err(format!("rustup component add rust-src: {said}").into());
    }
    Ok(())
}

/// A path that the compiler of this build prints.
fn path_of_rustc(what: &str) -> Result<PathBuf, Failure> {
    let rustc = env!("CARGO").strip_suffix("cargo").map_or("rustc".to_owned(), |bin| format!("{bin}rustc"));
    let said = Command::new(rustc).args(["--print", what]).output()?;
    Ok(PathBuf::from(String::from_utf8_lossy(&said.stdout).trim()))
}
