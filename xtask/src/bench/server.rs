//! The benchmark's own server, as a child process on a core of its own.

use super::machine::on_core;
use crate::command::program;
use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};

/// Which of its doors a client goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Answers at once.
    Plain,
    /// Answers after 20 ms, as over a network.
    Slow,
    /// Answers at once, over TLS.
    Tls,
}

/// How long the slow door waits before it answers.
pub(super) const LATENCY_MS: u32 = 20;
/// Any key: the server looks whether there is one.
pub(super) const API_KEY: &str = "seam_key1_benchmark";

/// Stops when it is dropped.
pub(super) struct Server {
    child: Child,
    input: Option<ChildStdin>,
    urls: [String; 3],
    authority: PathBuf,
}

impl Server {
    /// Starts what cargo left in a profile's artefacts; the authority's file goes into `folder`.
    pub(super) fn start(artefacts: &Path, folder: &Path, core: usize) -> anyhow::Result<Self> {
        let authority = folder.join("authority.pem");
        let mut command = program(artefacts.join("seam-acs-bench-server"));
        command.arg("--latency-ms").arg(LATENCY_MS.to_string()).arg("--authority").arg(&authority);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = on_core(core, || command.spawn())?.context("the server cannot be started")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the server has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut url = |door: &str| -> anyhow::Result<String> {
            let line = lines.next().context("the server ended before it listened")?;
            Ok(line.strip_prefix(door).context("the server named another door")?.trim().to_string())
        };
        let urls = [url("plain")?, url("slow")?, url("tls")?];
        Ok(Self { child, input, urls, authority })
    }

    pub(super) fn url(&self, door: Door) -> &str {
        let [plain, slow, tls] = &self.urls;
        match door {
            Door::Plain => plain,
            Door::Slow => slow,
            Door::Tls => tls,
        }
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
