//! Which files changed since a revision, and which steps that can affect.

use super::step::Step;
use anyhow::Context;
use seam_acs_workspace::command::{program, typed};
use std::process::Command;

/// What decides how the steps themselves run.
const AFFECTS_ALL: &[&str] = &["xtask/src/test/", "rust-toolchain.toml", ".cargo/", ".ci/"];

/// Paths from the top folder, as git has them.
pub(super) struct Changes(Vec<String>);

impl Changes {
    /// What differs from a revision, committed or not; files that git ignores do not count.
    pub(super) fn since(revision: &str) -> anyhow::Result<Self> {
        let differing = printed(program("git").args(["diff", "--name-only", revision, "--"]))?;
        let unknown = printed(program("git").args(["ls-files", "--others", "--exclude-standard"]))?;
        Ok(Self(differing.lines().chain(unknown.lines()).map(str::to_string).collect()))
    }

    pub(super) fn can_affect(&self, step: &Step) -> bool {
        self.0.iter().any(|file| {
            let fits = |pattern: &&str| is_meant(file, pattern);
            step.reads.is_empty()
                || AFFECTS_ALL.iter().any(fits)
                || step.reads.iter().copied().flatten().any(fits)
        })
    }
}

fn printed(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be started", typed(command)))?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{} failed: {}", typed(command), said.trim_end());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A pattern is the end of a name if it begins with a dot, else the begin of a path.
fn is_meant(file: &str, pattern: &str) -> bool {
    if pattern.starts_with('.') && !pattern.ends_with('/') {
        file.ends_with(pattern)
    } else {
        file.starts_with(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::STEPS;
    use super::*;

    fn affected(file: &str) -> Vec<&'static str> {
        let changes = Changes(vec![file.to_string()]);
        STEPS.iter().filter(|step| changes.can_affect(step)).map(|step| step.name).collect()
    }

    #[test]
    fn a_change_of_core_affects_every_language_and_one_of_a_runtime_that_language_alone() {
        let core = affected("core/src/client.rs");
        assert!(["core", "c", "python", "node", "java", "package"].iter().all(|step| core.contains(step)));
        let node = affected("ffi-c/runtimes/node/index.mjs");
        assert!(node.contains(&"node") && !node.contains(&"ruby") && !node.contains(&"core"));
    }

    #[test]
    fn a_change_of_the_steps_themselves_affects_all_of_them() {
        assert_eq!(affected("xtask/src/test/steps.rs").len(), STEPS.len());
        assert!(!affected("ruff.toml").contains(&"fmt"));
    }
}
