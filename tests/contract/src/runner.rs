//! A program in some language that is given cases, one line each, and answers each with one line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context, bail};

/// A case takes a few seconds at most; a machine may be busy.
const LIMIT: Duration = Duration::from_secs(30);

/// A runner that waits for a case.
pub(crate) struct Runner {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Runner {
    pub(crate) fn start(mut command: Command) -> anyhow::Result<Runner> {
        let shown = format!("{command:?}");
        for (name, _) in std::env::vars_os() {
            // Neither a person's credentials nor a proxy of this machine belong into a test.
            let text = name.to_string_lossy().to_uppercase();
            if (text.starts_with("SEAM_") && text != "SEAM_ACS_LIBRARY") || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{shown} cannot be started"))?;
        let output = child.stdout.take().context("a runner without output")?;
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Runner { input: child.stdin.take(), child, lines })
    }

    /// Hands over a case and takes the line that answers it.
    pub(crate) fn ask(&mut self, case: &str) -> anyhow::Result<String> {
        let input = self.input.as_mut().context("the runner has ended")?;
        if input.write_all(case.as_bytes()).and_then(|()| input.flush()).is_err() {
            bail!("the runner has ended");
        }
        match self.lines.recv_timeout(LIMIT) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => {
                self.input = None;
                let _ = self.child.kill();
                bail!("no answer within {} s", LIMIT.as_secs())
            }
            Err(RecvTimeoutError::Disconnected) => bail!("the runner ended without an answer"),
        }
    }

    /// Lets it end; what it says beyond its answers, and how it ends, is a failure.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.input = None;
        match self.lines.recv_timeout(LIMIT) {
            Ok(line) => bail!("an answer that nobody asked for: {line}"),
            Err(RecvTimeoutError::Timeout) => bail!("the runner does not end when its input does"),
            Err(RecvTimeoutError::Disconnected) => {}
        }
        let status = self.child.wait()?;
        anyhow::ensure!(status.success(), "the runner ended with {status}");
        Ok(())
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
