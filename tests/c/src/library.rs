//! The shared library, built by cargo and laid out as an installed one is.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Failure, Sanitizer, failpoint};

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

    /// Builds the library with a sanitizer in all its Rust, once in a process.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    pub fn sanitized(sanitizer: Sanitizer) -> Result<Library, Failure> {
        static ADDRESS: OnceLock<Result<Library, String>> = OnceLock::new();
        static THREAD: OnceLock<Result<Library, String>> = OnceLock::new();
        let once = match sanitizer {
            Sanitizer::Address => &ADDRESS,
            Sanitizer::Thread => &THREAD,
        };
        let build = || Self::build_sanitized(sanitizer).map_err(|error| error.to_string());
        once.get_or_init(build).clone().map_err(Into::into)
    }

    fn build_now() -> Result<Library, Failure> {
        let (root, target) = places()?;
        Self::lay_out(root, &seam_acs_artifacts::built("seam-acs-ffi")?, target.join("c-tests"))
    }

    fn build_sanitized(sanitizer: Sanitizer) -> Result<Library, Failure> {
        let (root, target) = places()?;
        let built = sanitizer.build(&root, &target)?;
        Self::lay_out(root, &built, target.join("c-tests").join(sanitizer.folder()))
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
