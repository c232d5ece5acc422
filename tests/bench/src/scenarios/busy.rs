//! A core that is not the client's alone.

use crate::artifacts::Artifacts;
use crate::machine::on_core;
use anyhow::Context;
use seam_acs_workspace::command::program;
use std::process::{Child, Stdio};

/// Another process on a core: it computes without an end, over more memory than a core's own caches hold. It ends when
/// this is dropped.
pub(super) struct Neighbour(Child);

impl Neighbour {
    pub(super) fn start(core: usize) -> anyhow::Result<Self> {
        let mut command = program(Artifacts::server().join("seam-acs-bench-server"));
        command.arg("busy").stdin(Stdio::piped());
        Ok(Self(on_core(core, || command.spawn())?.context("the busy process cannot be started")?))
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
