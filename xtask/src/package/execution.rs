//! Runs the programs that make and prove packages.

use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::typed;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where everything happens that is not yet a package.
pub(super) fn work_folder() -> PathBuf {
    workspace::target().join("package")
}

/// Runs a program to its end; what it wrote to both outputs, or an error that shows that.
pub(super) fn succeed(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be started", typed(command)))?;
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{} failed ({}):\n{told}", typed(command), output.status);
    Ok(told)
}

/// A folder with nothing in it.
pub(super) fn empty_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

pub(super) fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

pub(super) fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

/// The name of a file without its folders.
pub(super) fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The one file of a folder whose name has this end.
pub(super) fn only_file(folder: &Path, end: &str) -> anyhow::Result<PathBuf> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut found = entries.flatten().map(|entry| entry.path()).filter(|path| file_name(path).ends_with(end));
    let first = found.next().with_context(|| format!("{} has no file …{end}", folder.display()))?;
    anyhow::ensure!(found.next().is_none(), "{} has several files …{end}", folder.display());
    Ok(first)
}
