//! The key that the whole test run uses, and the search for it in everything that the run wrote.
//!
//! It is not the key that the sandbox's own papers print, so that one that is found was let slip.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use seam_acs_secret_search::{Search, forms};

use super::programs::built;
use super::step::Step;
use super::steps::PACKAGE;
use seam_acs_workspace as workspace;
use seam_acs_workspace::tap;

const KEY: &str = "seam_testkey_Vt8Lq3Zr6Nw1Kx5Pd9Hb2Jc7";

/// Gives the key to every sandbox that a step starts, has it keep the requests that it gets, has temporary files written
/// where they are searched, and says where the build left what the tests run.
///
/// Packages are proved as users have them: with the key that the papers print, and with what is in them.
pub(super) fn give_to(step: &Step, command: &mut Command) -> anyhow::Result<()> {
    if step.name == PACKAGE {
        return Ok(());
    }
    let folder = temporary();
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    command.env("SEAM_ACS_SANDBOX_API_KEY", KEY).env("SEAM_ACS_SANDBOX_REQUESTS", requests());
    command.env("TMPDIR", folder);
    if step.runs_what_was_built() {
        command.env(seam_acs_artifacts::BUILT, workspace::artefacts("dev"));
        command.env("SEAM_ACS_SANDBOX", built("seam-acs-sandbox"));
    }
    Ok(())
}

/// Forgets what earlier runs wrote.
pub(super) fn forget() -> anyhow::Result<()> {
    for path in [temporary(), requests()] {
        let removed =
            if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// `cargo xtask secrets`: fails if any file of the last test run has the key in it, in any form.
pub(crate) fn search() -> anyhow::Result<ExitCode> {
    let search = Search::new(KEY);
    every_form_would_be_found(&search)?;
    the_key_was_used()?;
    for folder in searched() {
        let found = search.find_under(&folder).with_context(|| format!("{}", folder.display()))?;
        let name = folder.strip_prefix(workspace::root()).unwrap_or(&folder).display();
        if found.is_empty() {
            tap::ok(format_args!("no key in {name}"));
        }
        for found in &found {
            let place = format!("as {} at byte {} of {}", found.form, found.at, found.file.display());
            tap::not_ok(format_args!("no key in {name}"), place);
        }
    }
    Ok(tap::end())
}

/// Plants the key in every form and looks for it the same way.
fn every_form_would_be_found(search: &Search) -> anyhow::Result<()> {
    let folder = logs().join("planted");
    std::fs::create_dir_all(&folder)?;
    for (number, (form, written)) in forms(KEY.as_bytes()).into_iter().enumerate() {
        let file = folder.join(format!("{number}"));
        std::fs::write(&file, [b"before it ".as_slice(), &written, b" behind it"].concat())?;
        let found = search.find_under(&folder)?.into_iter().any(|found| found.form == form);
        std::fs::remove_file(&file)?;
        anyhow::ensure!(found, "a key that was planted as {form} is not found");
        tap::ok(format_args!("a planted key is found as {form}, {number}"));
    }
    Ok(std::fs::remove_dir(&folder)?)
}

/// A search for a key that nobody used would find nothing either.
fn the_key_was_used() -> anyhow::Result<()> {
    let kept = std::fs::read(requests()).unwrap_or_default();
    let used = kept.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"with the key ")).count();
    anyhow::ensure!(used > 0, "no request with the key is there to be searched: run the other steps first");
    tap::ok(format_args!("{used} requests of the test run carried the key in their authorization header"));
    Ok(())
}

/// Where the steps and their tests write: output, requests, temporary files, and what the C and Rust tests keep.
fn searched() -> Vec<PathBuf> {
    let target = workspace::target();
    let folders = ["c-tests", "failpoints/c-tests", "failpoints/python", "tmp", "packages"];
    std::iter::once(logs()).chain(folders.iter().map(|folder| target.join(folder))).collect()
}

fn logs() -> PathBuf {
    workspace::target().join("xtask-logs")
}

fn temporary() -> PathBuf {
    logs().join("tmp")
}

fn requests() -> PathBuf {
    logs().join(Path::new("requests.log"))
}
