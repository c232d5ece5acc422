//! The shared library, built by cargo and laid out as an installed one is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Failure, failpoint};

/// The built library and the folders around it.
#[derive(Debug, Clone)]
pub struct Library {
    root: PathBuf,
    folder: PathBuf,
    file: PathBuf,
}

impl Library {
    /// Builds the library, once in a process.
    ///
    /// # Errors
    /// When cargo cannot build it, in cargo's words.
    pub fn build() -> Result<Library, Failure> {
        static BUILT: OnceLock<Result<Library, String>> = OnceLock::new();
        BUILT.get_or_init(|| Self::build_now().map_err(|error| error.to_string())).clone().map_err(Into::into)
    }

    /// Builds the library in the shape in which it is shipped, but with failpoints, which panic where a test asks; once in a process.
    ///
    /// # Errors
    /// When cargo cannot build it, in cargo's words.
    pub fn with_failpoints() -> Result<Library, Failure> {
        static BUILT: OnceLock<Result<Library, String>> = OnceLock::new();
        BUILT
            .get_or_init(|| Self::build_with_failpoints().map_err(|error| error.to_string()))
            .clone()
            .map_err(Into::into)
    }

    /// The top folder of the repository.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder for what the tests make; `libseam_acs.so` and its soname are in it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The shared library itself.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Builds the library with the address sanitizer in all its Rust, once in a process.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn sanitized() -> Result<Library, Failure> {
        static BUILT: OnceLock<Result<Library, String>> = OnceLock::new();
        let build = || Self::build_sanitized().map_err(|error| error.to_string());
        BUILT.get_or_init(build).clone().map_err(Into::into)
    }

    fn build_now() -> Result<Library, Failure> {
        let (root, target) = places()?;
        Self::lay_out(root, &seam_acs_artifacts::built("seam-acs-ffi")?, target.join("c-tests"))
    }

    /// The flags and why they need `RUSTC_BOOTSTRAP` stand in the file that is named here. The fuzzer is built along, as
    /// `cargo xtask soak` does it, so that what both depend on is built once.
    fn build_sanitized() -> Result<Library, Failure> {
        let (root, target) = places()?;
        let folder = target.join("sanitized");
        let built = seam_acs_artifacts::cargo()
            .args(["--config", "tests/fuzz/sanitized.toml", "build", "--quiet", "--profile", "fuzz"])
            .args(["--package", "seam-acs-ffi", "--package", "seam-acs-fuzz"])
            .args(["--features", "seam-acs-fuzz/libfuzzer", "--target-dir"])
            .arg(&folder)
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .current_dir(&root)
            .output()?;
        if !built.status.success() {
            return Err(format!("cargo cannot build it: {}", String::from_utf8_lossy(&built.stderr)).into());
        }
        let built = folder.join("x86_64-unknown-linux-gnu/fuzz");
        Self::lay_out(root, &built, target.join("c-tests/sanitized"))
    }

    fn build_with_failpoints() -> Result<Library, Failure> {
        let (root, target) = places()?;
        let built = failpoint::build("seam-acs-ffi", &target, &root)?;
        Self::lay_out(root, &built, target.join("failpoints/c-tests"))
    }

    fn lay_out(root: PathBuf, built: &Path, folder: PathBuf) -> Result<Library, Failure> {
        let file = built.join("libseam_acs.so");
        fs::create_dir_all(&folder)?;
        for name in ["libseam_acs.so", "libseam_acs.so.0"] {
            link(&file, &folder.join(name))?;
        }
        Ok(Library { root, folder, file })
    }
}

/// The top folder of the repository and its target folder.
pub(crate) fn places() -> Result<(PathBuf, PathBuf), Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let target = seam_acs_artifacts::target()?;
    Ok((root, target))
}

/// Test programs run side by side, so the link is put in place in one step.
fn link(file: &Path, name: &Path) -> Result<(), Failure> {
    let fresh = name.with_extension(format!("fresh-{}", std::process::id()));
    let _ = fs::remove_file(&fresh);
    std::os::unix::fs::symlink(file, &fresh)?;
    Ok(fs::rename(&fresh, name)?)
}
