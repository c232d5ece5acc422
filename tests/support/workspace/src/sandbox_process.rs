//! The local Seam ACS server, as a child process.

use crate::command::program;
use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A running sandbox on a free port. It stops when this is dropped, or when we die: it watches its standard input.
pub struct Sandbox {
    child: Child,
    input: Option<ChildStdin>,
    url: String,
    api_key: String,
}

impl Sandbox {
    /// Starts the binary that cargo left in `artefacts` and waits until it listens.
    pub fn start(artefacts: &Path) -> anyhow::Result<Self> {
        Self::start_command(program(artefacts.join("seam-acs-sandbox")))
    }

    /// The same with a command that runs the binary in its own way, such as under an emulator.
    pub fn start_command(mut command: Command) -> anyhow::Result<Self> {
        let mut child = command
            .arg("--until-stdin-closes")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the sandbox cannot be started")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("the sandbox has no output")?;
        let mut lines = BufReader::new(output).lines().map_while(Result::ok);
        let url = lines
            .next()
            .and_then(|line| Some(line.strip_prefix("seam-acs-sandbox listening on ")?.to_string()))
            .context("the sandbox ended before it listened")?;
        let api_key = lines
            .by_ref()
            .find_map(|line| {
                line.split_whitespace().find(|word| word.starts_with("seam_")).map(str::to_string)
            })
            .context("the sandbox named no API key")?;
        // It would stop on a full or closed pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, input, url, api_key })
    }

    /// For example `http://127.0.0.1:41234`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A key that it accepts.
    pub fn api_key(&self) -> &str {
        &self.api_key
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.input.take());
        // Already gone is fine, and nothing else can be done about a process that will not end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
