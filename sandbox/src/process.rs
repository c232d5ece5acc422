//! A sandbox in a process of its own, for tests that kill a server in the middle of its work.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::ledger::{Recorded, whole_lines};
use crate::seed::Seed;

/// A running program `seam-acs-sandbox`: the one that `SEAM_ACS_SANDBOX` names, else built by cargo beside the test, with a record
/// ([`SandboxOptions::record`](crate::SandboxOptions::record)) that outlives it. It is killed when it is dropped.
pub struct SandboxProcess {
    child: Child,
    url: String,
    record: PathBuf,
    seed: PathBuf,
}

/// User and group, and whether the one is in the other.
pub type Memberships = HashMap<(String, String), bool>;

impl SandboxProcess {
    /// Starts one with a seed and further options of the program. Its files are made in `folder`, and a record that is
    /// there already is gone on from.
    ///
    /// # Errors
    /// Cargo cannot build it, it cannot be started, or it does not say where it listens.
    pub fn start(folder: &Path, seed: &Seed, options: &[&str]) -> io::Result<SandboxProcess> {
        let (record, content) = (folder.join("record.jsonl"), folder.join("seed.json"));
        fs::write(&content, serde_json::to_vec(seed)?)?;
        let mut child = Command::new(program()?)
            .args([OsStr::new("--until-stdin-closes"), "--record".as_ref(), record.as_os_str()])
            .args(["--seed".as_ref(), content.as_os_str()])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut first = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut first)?;
        }
        let url = first.trim_end().rsplit(' ').next().unwrap_or_default().to_owned();
        let process = SandboxProcess { child, url, record, seed: content };
        if process.url.is_empty() { Err(io::Error::other("the sandbox did not start")) } else { Ok(process) }
    }

    /// `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Ends it as a power cut does, and gives what it had recorded.
    ///
    /// # Errors
    /// It cannot be killed, or its record cannot be read.
    pub fn kill(mut self) -> io::Result<Memberships> {
        self.child.kill()?;
        self.child.wait()?;
        self.recorded()
    }

    /// What it has recorded since its first start.
    ///
    /// # Errors
    /// The record cannot be read.
    pub fn recorded(&self) -> io::Result<Memberships> {
        let text = fs::read_to_string(&self.record)?;
        let lines = whole_lines(&text).lines().map(serde_json::from_str::<Recorded>);
        lines
            .map(|line| line.map(|line| ((line.acs_user_id, line.acs_access_group_id), line.member)))
            .collect::<Result<_, _>>()
            .map_err(Into::into)
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_file(&self.seed);
    }
}

fn program() -> io::Result<PathBuf> {
    if let Some(named) = std::env::var_os("SEAM_ACS_SANDBOX") {
        return Ok(named.into());
    }
    // A test is target/PROFILE/deps/NAME: what cargo builds lands two folders up.
    let test = std::env::current_exe()?;
    let target =
        test.ancestors().nth(3).ok_or_else(|| io::Error::other("a test outside of a target folder"))?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "seam-acs-sandbox", "--target-dir"])
        .arg(target)
        .status()?;
    if built.success() {
        Ok(target.join("debug/seam-acs-sandbox"))
    } else {
        Err(io::Error::other("cargo cannot build seam-acs-sandbox"))
    }
}
