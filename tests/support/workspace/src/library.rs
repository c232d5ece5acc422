//! The library as it is shipped: built with the one release profile, and parted from what only a debugger reads.

use crate::artefacts;
use crate::command::{cargo, find, program, succeed};
use anyhow::Context;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What the build made.
pub struct Library {
    /// Where `libseam_acs.so` and `libseam_acs.a` are.
    pub folder: PathBuf,
    /// What a program must link beside the static library, as rustc says it for this target.
    pub native_libraries: Vec<String>,
}

impl Library {
    /// For this machine; everything that a debugger reads is still in it.
    pub fn build() -> anyhow::Result<Self> {
        let mut rustc = cargo();
        rustc.args([
            "rustc",
            "--release",
            "--package",
            "seam-acs-ffi",
            "--",
            "--print",
            "native-static-libs",
        ]);
        let output = rustc.output().context("cargo cannot be started")?;
        let notes = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "the library does not build:\n{notes}");
        Ok(Self { folder: artefacts("release"), native_libraries: native_libraries(&notes)? })
    }

    /// A copy in another folder, stripped by this machine's tools.
    pub fn stripped_into(&self, folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let copy = Self { folder: folder.to_path_buf(), native_libraries: self.native_libraries.clone() };
        for (from, to) in [(self.shared(), copy.shared()), (self.archive(), copy.archive())] {
            // What is there may be a link to the other name, or be loaded by a program.
            let _ = std::fs::remove_file(&to);
            std::fs::copy(&from, &to).with_context(|| format!("{} was not built", from.display()))?;
        }
        anyhow::ensure!(find("objcopy").is_some(), "objcopy is missing (Debian: apt-get install binutils)");
        copy.strip("objcopy")?;
        Ok(copy)
    }

    /// Takes out what only a debugger reads, with an `objcopy` that knows the library's machine.
    pub fn strip(&self, objcopy: impl AsRef<OsStr>) -> anyhow::Result<()> {
        succeed(program(&objcopy).arg("--strip-unneeded").arg(self.shared()))?;
        succeed(program(&objcopy).arg("--strip-debug").arg(self.archive()))
    }

    /// `libseam_acs.so`.
    #[must_use]
    pub fn shared(&self) -> PathBuf {
        self.folder.join("libseam_acs.so")
    }

    /// `libseam_acs.a`.
    #[must_use]
    pub fn archive(&self) -> PathBuf {
        self.folder.join("libseam_acs.a")
    }
}

/// Read from what `rustc --print native-static-libs` said.
pub fn native_libraries(notes: &str) -> anyhow::Result<Vec<String>> {
    let line = notes.lines().find_map(|line| line.split_once("native-static-libs:"));
    let (_, names) = line.with_context(|| format!("rustc does not name the native libraries:\n{notes}"))?;
    let mut native_libraries: Vec<String> = Vec::new();
    for name in names.split_whitespace().map(str::to_string) {
        // There is no static one. Every C compiler adds it, or its static half where that is wanted.
        if name != "-lgcc_s" && !native_libraries.contains(&name) {
            native_libraries.push(name);
        }
    }
    Ok(native_libraries)
}
