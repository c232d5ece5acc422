//! Programs of earlier releases, compiled with the header of their day, on today's library.

use std::fs;
use std::path::{Path, PathBuf};

use seam_acs_c_tests::{Failure, Library, Program};
use seam_acs_sandbox::Sandbox;

#[test]
fn programs_of_every_release_run_on_todays_library() -> Result<(), Failure> {
    for folder in releases()? {
        runs(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(())
}

/// So that the way a release will be tested is itself tested before there is one.
#[test]
fn programs_of_the_release_to_come_run_from_a_folder_like_a_release() -> Result<(), Failure> {
    let library = Library::build()?;
    let folder = library.folder().join("release-to-come");
    fs::create_dir_all(&folder)?;
    for file in ["include/seam_acs.h", "ffi-c/examples/c/quick_start.c", "ffi-c/examples/c/assign.c"] {
        let file = library.root().join(file);
        fs::copy(&file, folder.join(file.file_name().unwrap_or_default()))?;
    }
    runs(&folder)
}

#[test]
fn every_version_with_a_date_in_the_changelog_left_its_folder() -> Result<(), Failure> {
    let library = Library::build()?;
    let changelog = fs::read_to_string(library.root().join("CHANGELOG.md"))?;
    let kept: Vec<String> =
        releases()?.iter().filter_map(|folder| Some(folder.file_name()?.to_string_lossy().into())).collect();
    let mut released: Vec<&str> = changelog.lines().filter_map(released_version).collect();
    released.sort_unstable();
    assert_eq!(kept, released, "`cargo xtask abi --release` belongs to a release");
    Ok(())
}

/// `## [1.2.3] - 2026-01-01`
fn released_version(line: &str) -> Option<&str> {
    let (version, _) = line.strip_prefix("## [")?.split_once("] - ")?;
    Some(version)
}

fn releases() -> Result<Vec<PathBuf>, Failure> {
    let folder = Library::build()?.root().join("ffi-c/abi/releases");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn runs(folder: &Path) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    let environment = [("SEAM_API_KEY", sandbox.api_key()), ("SEAM_ENDPOINT", sandbox.url().to_owned())];
    let environment: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let visit = ["--user", Sandbox::USER, "--group", Sandbox::GROUP];
    let (code, words) = Program::of_release(folder, "assign")?.play(&visit, &environment)?;
    assert_eq!(code, 0, "{words}");
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "{words}");
    let (code, words) = Program::of_release(folder, "quick_start")?.play(&[], &environment)?;
    assert_eq!((code, words.as_str()), (0, "Recorded by Seam; the access system follows.\n"));
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    Ok(())
}
