//! Builds with panics for tests to plant, in the shape in which things are shipped.
//!
//! They have a target folder of their own: cargo would take one library for the other, which has the same name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Names another cargo profile than that of what is shipped: "dev" links in seconds and not minutes.
const PROFILE: &str = "SEAM_ACS_PLANTED_PROFILE";

/// Builds a package of the workspace with the profile that it is shipped in, and returns the folder that has what it made.
pub(crate) fn build(package: &str, target: &Path, root: &Path) -> Result<PathBuf, Failure> {
    let profile = std::env::var(PROFILE).unwrap_or_else(|_| "release".to_owned());
    let target = target.join("failpoints");
    let built = seam_acs_artifacts::cargo()
        .args(["build", "--quiet", "--package", package, "--features", "failpoints"])
        .args(["--profile", &profile, "--target-dir"])
        .arg(&target)
        // As maturin builds it: without a link to one Python's library.
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .current_dir(root)
        .output()?;
    if built.status.success() {
        Ok(target.join(if profile == "dev" { "debug" } else { &profile }))
    } else {
        Err(format!("cargo cannot build it: {}", String::from_utf8_lossy(&built.stderr)).into())
    }
}

/// The Python package with panics to plant, in a folder that `PYTHONPATH` can name.
#[derive(Debug)]
pub struct FailpointModule {
    folder: PathBuf,
}

impl FailpointModule {
    /// Builds it and lays it out.
    ///
    /// # Errors
    /// When cargo cannot build it, in cargo's words, or a file cannot be written.
    pub fn build() -> Result<FailpointModule, Failure> {
        let (root, target) = crate::library::places()?;
        let native = build("seam-acs-python", &target, &root)?.join("lib_native.so");
        let folder = target.join("failpoints/python");
        let package = folder.join("seam_acs");
        copy(&root.join("bindings-python/python/seam_acs"), &package)?;
        fs::copy(native, package.join("_native.abi3.so"))?;
        Ok(FailpointModule { folder })
    }

    /// Where the package is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Copies the Python files of a folder, and of those in it.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|end| end == "py") {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
