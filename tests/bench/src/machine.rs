//! The machine that is measured on: its cores, how busy it is, and the versions of all that takes part.

use super::artifacts::Artifacts;
use super::record::Record;
use anyhow::Context;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use seam_acs_workspace::command::{c_compiler, program};
use std::path::Path;
use std::process::Command;

/// Does something, such as starting a process that inherits it, on one core.
pub(super) fn on_core<T>(core: usize, work: impl FnOnce() -> T) -> anyhow::Result<T> {
    let before = sched_getaffinity(None).context("this thread's cores are unknown")?;
    anyhow::ensure!(before.is_set(core), "the benchmark needs core {core}");
    let mut one = CpuSet::new();
    one.set(core);
    sched_setaffinity(None, &one).with_context(|| format!("core {core} is not for us"))?;
    let result = work();
    sched_setaffinity(None, &before).context("the cores of before")?;
    Ok(result)
}

pub(super) fn describe(artifacts: &Artifacts, record: &mut Record) -> anyhow::Result<()> {
    record.fact("date", said(program("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]))?);
    record.fact("commit", said(program("git").args(["rev-parse", "--short", "HEAD"]))?);
    record.fact("processor", processor()?);
    record.fact("cores", std::thread::available_parallelism()?.to_string());
    record.fact("Linux", said(program("uname").arg("-r"))?);
    record.fact("C library", said(program("ldd").arg("--version"))?);
    record.fact("rustc", said(program("rustc").arg("--version"))?);
    let compiler = c_compiler().context("no C compiler")?;
    record.fact("C compiler", said(program(compiler).arg("--version"))?);
    record.fact("libcurl", said(program("curl-config").arg("--version"))?);
    for (what, version) in artifacts.versions()? {
        record.fact(&what, version);
    }
    describe_load(record, "load at the begin")
}

/// How many processes wanted a core, on average over the last minute, before we began.
pub(super) fn describe_load(record: &mut Record, what: &str) -> anyhow::Result<()> {
    let load = std::fs::read_to_string("/proc/loadavg").context("/proc/loadavg cannot be read")?;
    record.fact(what, load.split_whitespace().next().unwrap_or_default());
    Ok(())
}

fn processor() -> anyhow::Result<String> {
    let text = std::fs::read_to_string(Path::new("/proc/cpuinfo")).context("/proc/cpuinfo cannot be read")?;
    let line = text.lines().find_map(|line| line.strip_prefix("model name"));
    Ok(line.map_or("unknown", |line| line.trim_start_matches([' ', '\t', ':'])).to_string())
}

/// The first line that a program prints.
pub(super) fn said(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().context("a program that says its version cannot be started")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().next().unwrap_or_default().trim().to_string())
}
