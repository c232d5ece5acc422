//! One version, in the workspace's Cargo.toml; everything that repeats it must say the same.

use super::execution::read;
use seam_acs_workspace::tap;
use seam_acs_workspace::{self as workspace, VERSION};
use std::path::Path;

/// Before anything is built: the header, and a changelog that knows this version or what comes.
pub(super) fn check_sources() -> anyhow::Result<()> {
    let root = workspace::root();
    says(&root.join("include/seam_acs.h"), &format!("#define SEAM_ACS_VERSION \"{VERSION}\""))?;
    let changelog = read(&root.join("CHANGELOG.md"))?;
    anyhow::ensure!(
        names_the_version(&changelog),
        "CHANGELOG.md must begin with [Unreleased] or [{VERSION}]"
    );
    tap::ok(format_args!("version {VERSION}: header and changelog"));
    Ok(())
}

/// The first entry is this version, or one that has no number yet.
fn names_the_version(changelog: &str) -> bool {
    let first = changelog.lines().find_map(|line| line.strip_prefix("## ["));
    let name = first.and_then(|line| line.split(']').next());
    name == Some("Unreleased") || name == Some(VERSION)
}

/// The files of an archive.
pub(super) fn check_tree(stage: &Path, name: &str) -> anyhow::Result<()> {
    let tree = stage.join(name);
    says(&tree.join("lib/pkgconfig/seam_acs.pc"), &format!("Version: {VERSION}"))?;
    says(
        &tree.join("lib/cmake/SeamAcs/SeamAcsConfigVersion.cmake"),
        &format!("set(PACKAGE_VERSION \"{VERSION}\")"),
    )?;
    says(&tree.join("README.md"), VERSION)?;
    tap::ok(format_args!("version {VERSION}: {name}"));
    Ok(())
}

/// The description inside a wheel or sdist.
pub(super) fn check_metadata(name: &str, metadata: &str) -> anyhow::Result<()> {
    anyhow::ensure!(
        metadata.lines().any(|line| line.trim_end() == format!("Version: {VERSION}")),
        "{name} has not version {VERSION}:\n{metadata}"
    );
    tap::ok(format_args!("version {VERSION}: {name}"));
    Ok(())
}

fn says(file: &Path, words: &str) -> anyhow::Result<()> {
    anyhow::ensure!(read(file)?.contains(words), "{} does not say {words}", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_changelog_must_begin_with_this_version_or_the_next() {
        assert!(names_the_version("# Changelog\n\n## [Unreleased]\n\n## [0.0.9] - 2020-01-01\n"));
        assert!(names_the_version(&format!("# Changelog\n\n## [{VERSION}] - 2026-01-01\n")));
        assert!(!names_the_version("# Changelog\n\n## [0.0.9] - 2020-01-01\n## [Unreleased]\n"));
    }
}
