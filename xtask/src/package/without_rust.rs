//! An environment in which nobody has Rust: packages must not need it.

use super::execution::{empty_folder, work_folder};
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of links to the system's programs, all but Rust's.
pub(super) struct WithoutRust {
    bin: PathBuf,
}

impl WithoutRust {
    pub(super) fn prepare() -> anyhow::Result<Self> {
        let bin = work_folder().join("bin-without-rust");
        empty_folder(&bin)?;
        for folder in ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"] {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let link = bin.join(entry.file_name());
                if !is_rust(&entry.file_name().to_string_lossy()) && !link.is_symlink() {
                    std::os::unix::fs::symlink(entry.path(), &link)
                        .with_context(|| format!("{} cannot be made", link.display()))?;
                }
            }
        }
        Ok(Self { bin })
    }

    /// A program with nothing of ours and nothing of Rust in its environment.
    pub(super) fn command(&self, name: impl AsRef<Path>) -> Command {
        let name = name.as_ref();
        let mut command =
            if name.components().count() == 1 { program(self.bin.join(name)) } else { program(name) };
        for (variable, _) in std::env::vars_os() {
            let is_ours = variable
                .to_str()
                .is_some_and(|name| ["SEAM_", "CARGO", "RUST"].iter().any(|start| name.starts_with(start)));
            if is_ours {
                command.env_remove(variable);
            }
        }
        command.env_remove("LD_LIBRARY_PATH").env("PATH", &self.bin);
        command
    }
}

fn is_rust(name: &str) -> bool {
    name.starts_with("cargo") || name.starts_with("rust")
}
