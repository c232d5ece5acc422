//! The benchmark's own server, as a child process on a core of its own.

use super::machine::on_core;
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Which of its doors a client goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Answers at once.
    Plain,
    /// Answers after 20 ms, as over a network.
    Slow,
    /// Answers at once, over TLS.
    Tls,
    /// The same, over HTTP/2 with a client that speaks it.
    Http2,
    /// Has the lists of a plan of a million pairs whose groups are empty.
    Empty,
    /// The same with everybody but one in every group.
    Full,
    /// Has one group of 10,000, and the entrance that it leads to.
    Members,
}

/// How long the slow door waits before it answers.
pub(super) const LATENCY_MS: u32 = 20;
/// Any key: the server looks whether there is one.
pub(super) const API_KEY: &str = "seam_key1_benchmark";

/// Stops when it is dropped.
pub(super) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    urls: Vec<(Door, String)>,
    authority: PathBuf,
}

impl Server {
    /// Starts what cargo left in a profile's artefacts; the authority's file goes into `folder`.
    pub(super) fn start(artefacts: &Path, folder: &Path, core: usize) -> anyhow::Result<Self> {
        let authority = folder.join("authority.pem");
        let mut command = program(artefacts.join("seam-acs-bench-server"));
        command.arg("--latency-ms").arg(LATENCY_MS.to_string()).arg("--authority").arg(&authority);
        Self::spawn(
            command,
            &[("plain", Door::Plain), ("slow", Door::Slow), ("tls", Door::Tls), ("h2", Door::Http2)],
            authority,
            core,
        )
    }

    /// Starts one that has the lists of a plan, and no other door.
    pub(super) fn start_with_pairs(artefacts: &Path, core: usize) -> anyhow::Result<Self> {
        let mut command = program(artefacts.join("seam-acs-bench-server"));
        command.arg("pairs");
        Self::spawn(command, &[("empty", Door::Empty), ("full", Door::Full)], PathBuf::new(), core)
    }

    /// Starts one that has the lists of one large group, and no other door.
    pub(super) fn start_with_members(artefacts: &Path, core: usize) -> anyhow::Result<Self> {
        let mut command = program(artefacts.join("seam-acs-bench-server"));
        command.arg("members");
        Self::spawn(command, &[("members", Door::Members)], PathBuf::new(), core)
    }

    fn spawn(
        mut command: Command,
        doors: &[(&str, Door)],
        authority: PathBuf,
        core: usize,
    ) -> anyhow::Result<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = on_core(core, || command.spawn())?.context("the server cannot be started")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut urls = Vec::new();
        for (name, door) in doors {
            let line = lines.next().context("the server ended before it listened")?;
            let url = line.strip_prefix(name).context("the server named another door")?;
            urls.push((*door, url.trim().to_string()));
        }
        Ok(Self { child, input, urls, authority })
    }

    /// Where a door is, by the server's name: Seam's API has one, and an address is parsed in another way.
    pub(super) fn url(&self, door: Door) -> String {
        self.address(door).replace("127.0.0.1", "localhost")
    }

    /// The same by its address, which needs no look-up.
    pub(super) fn address(&self, door: Door) -> &str {
        self.urls.iter().find(|(one, _)| *one == door).map_or("", |(_, url)| url)
    }

    /// Who vouches for its certificate.
    pub(super) fn authority(&self) -> &Path {
        &self.authority
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
