//! A running client of the benchmark. What it prints is described in `tests/bench/c/bench.h`.

use super::artifacts::Artifacts;
use super::competitors::Competitor;
use super::machine::on_core;
use super::server::{API_KEY, Door, Server};
use anyhow::Context;
use std::io::{BufRead, BufReader, Lines, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

/// It ends when this is dropped.
pub(super) struct Client {
    competitor: &'static Competitor,
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    /// From before the process was made until its first answer was there.
    pub(super) start: Duration,
}

impl Client {
    /// Starts it on a core and waits for its first answer from the server, which it knows by its name.
    pub(super) fn start(
        artifacts: &Artifacts,
        competitor: &'static Competitor,
        server: &Server,
        door: Door,
        core: usize,
    ) -> anyhow::Result<Self> {
        Self::start_at(artifacts, competitor, server, &server.url(door), core)
    }

    /// The same where a URL leads to.
    pub(super) fn start_at(
        artifacts: &Artifacts,
        competitor: &'static Competitor,
        server: &Server,
        url: &str,
        core: usize,
    ) -> anyhow::Result<Self> {
        let name = competitor.name;
        let mut command = (competitor.command)(artifacts);
        command.arg(url).arg(API_KEY).arg(server.authority());
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy().to_uppercase();
            if text.starts_with("SEAM_") || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let (child, begun) = on_core(core, || {
            let begun = Instant::now();
            (command.spawn(), begun)
        })?;
        let mut child = child.with_context(|| format!("{name} cannot be started"))?;
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().context("no output")?).lines();
        let ready = output.next().with_context(|| format!("{name} ended before its first answer"))??;
        let start = begun.elapsed();
        anyhow::ensure!(ready == "ready", "{name} says {ready:?}");
        Ok(Self { competitor, child, input, output, start })
    }

    /// `one N`: the median of a call and the CPU of a call, in nanoseconds.
    pub(super) fn one_after_another(&mut self, count: u64) -> anyhow::Result<(u64, u64)> {
        self.batch("one", &[count], count)
    }

    /// The same, each call from a client of its own.
    pub(super) fn each_from_a_new_client(&mut self, count: u64) -> anyhow::Result<(u64, u64)> {
        self.batch("fresh", &[count], count)
    }

    /// Wall clock of all and CPU of one, in nanoseconds.
    pub(super) fn at_once(&mut self, batch: &str, count: u64, limit: u64) -> anyhow::Result<(u64, u64)> {
        let told = self.ask(batch, &[count, limit])?;
        let &[wall, cpu] = told.as_slice() else { anyhow::bail!("{}: {told:?}", self.competitor.name) };
        Ok((wall, cpu / count))
    }

    /// How many threads it has while so many operations are under way.
    pub(super) fn threads_with_operations(&mut self, count: u64) -> anyhow::Result<u64> {
        self.ask("hold", &[count])?.first().copied().context("it did not say how many threads")
    }

    /// What a list of so many adds to its memory in bytes, every record asked for: while it is held, at most until then,
    /// and after it is freed.
    pub(super) fn memory_of_list(&mut self, list: &str, count: u64) -> anyhow::Result<[u64; 3]> {
        let told = self.ask(list, &[count])?;
        let told: Result<[u64; 3], _> = told.try_into();
        told.map_err(|told| anyhow::anyhow!("{}: {told:?}", self.competitor.name))
    }

    /// Resident memory in bytes.
    pub(super) fn memory(&self) -> anyhow::Result<u64> {
        let file = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(&file).with_context(|| format!("{file} cannot be read"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes << 10)
    }

    fn batch(&mut self, name: &str, numbers: &[u64], count: u64) -> anyhow::Result<(u64, u64)> {
        let told = self.ask(name, numbers)?;
        let &[median, _, cpu] = told.as_slice() else { anyhow::bail!("{}: {told:?}", self.competitor.name) };
        Ok((median, cpu / count))
    }

    fn ask(&mut self, name: &str, numbers: &[u64]) -> anyhow::Result<Vec<u64>> {
        let input = self.input.as_mut().context("it has no input")?;
        let numbers: String = numbers.iter().map(|number| format!(" {number}")).collect();
        writeln!(input, "{name}{numbers}")?;
        let told = self.output.next().with_context(|| format!("{} ended", self.competitor.name))??;
        let numbers = told.split_whitespace().map(str::parse).collect::<Result<_, _>>();
        numbers.with_context(|| format!("{} says {told:?}", self.competitor.name))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
