//! Generated files that nothing generates any more.

use anyhow::Context;
use seam_acs_workspace::command::{program, typed};
use seam_acs_workspace::root;
use std::collections::HashSet;
use std::path::Path;

/// What the first lines of a generated file say, in the comments of any language.
const MARK: &str = "by `cargo xtask generate`; do not edit";
/// PHP's have a line before it.
const FIRST_LINES: usize = 3;

/// The files of the repository that say that they are generated and are not among these.
pub(crate) fn files(wanted: &HashSet<String>) -> anyhow::Result<Vec<String>> {
    let mut list = program("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
    let output = list.output().with_context(|| format!("{} cannot be started", typed(&list)))?;
    anyhow::ensure!(output.status.success(), "{} failed", typed(&list));
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let is_left = |file: &&str| !wanted.contains(*file) && is_generated(&root().join(file));
    Ok(listed.lines().filter(is_left).map(str::to_owned).collect())
}

fn is_generated(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    text.lines().take(FIRST_LINES).any(|line| line.contains(MARK))
}
