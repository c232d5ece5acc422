//! `cargo xtask bench --train`: records which paths of the library are hot. What people take home is built with it.
//!
//! The benchmark's C client calls a library that counts, against the benchmark's server. The record is committed, so
//! that everyone builds the same library and nobody needs LLVM's tools.

use super::instructions;
use super::machine::{on_core, said};
use super::scenarios::{OTHER_CORE, SERVER_CORE};
use super::server::{API_KEY, Door, Server};
use crate::command::program;
use crate::package::debian;
use crate::release::{Release, compiler, compiler_of_record, record};
use crate::workspace;
use anyhow::Context;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// What users do all day, and how much of it: single calls, long lists, processes that make a client for each call,
/// and a network between. Cold paths stay uncounted on purpose: they are to be small.
const LESSONS: [(Door, &str); 4] = [
    (Door::Plain, "one 40000"),
    (Door::Plain, "many 150000 32"),
    (Door::Plain, "fresh 1500"),
    (Door::Slow, "adapting 6000 256"),
];

pub(super) fn train() -> anyhow::Result<()> {
    debian::require(&[("cc", "gcc libc6-dev")])?;
    let merge = llvm_profdata()?;
    let folder = workspace::target().join("bench/training");
    let counts = folder.join("counts");
    let _ = std::fs::remove_dir_all(&counts);
    std::fs::create_dir_all(&counts)?;
    println!("Building a library that counts; this takes a few minutes.");
    let counting = Release::that_counts(&counts)?;
    counting.build_library()?;
    std::fs::copy(counting.artefacts().join("libseam_acs.so"), folder.join("libseam_acs.so.0"))?;
    let client = instructions::compile(&folder)?;
    let server =
        Server::start(&workspace::build(&["seam-acs-bench-server"], "release")?, &folder, SERVER_CORE)?;
    for (door, batch) in LESSONS {
        println!("Training: {batch}");
        learn(&client, &server, door, batch)?;
    }
    let status = program(merge).arg("merge").arg("-o").arg(record()).arg(&counts).status();
    anyhow::ensure!(status.is_ok_and(|status| status.success()), "llvm-profdata could not merge the counts");
    let (version, _) = compiler(program("rustc"))?;
    std::fs::write(compiler_of_record(), version + "\n")?;
    println!("Written: {}. Now count again: cargo xtask bench --record", record().display());
    Ok(())
}

/// The one that belongs to the compiler: another LLVM writes another format.
fn llvm_profdata() -> anyhow::Result<PathBuf> {
    let (_, host) = compiler(program("rustc"))?;
    let sysroot = said(program("rustc").args(["--print", "sysroot"]))?;
    let tool = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/llvm-profdata");
    anyhow::ensure!(tool.is_file(), "llvm-profdata is missing; run: rustup component add llvm-tools");
    Ok(tool)
}

fn learn(client: &Path, server: &Server, door: Door, batch: &str) -> anyhow::Result<()> {
    let mut command = program(client);
    command.arg(server.url(door)).arg(API_KEY).arg("none").stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = on_core(OTHER_CORE, || command.spawn())?.context("the client cannot be started")?;
    writeln!(child.stdin.take().context("no input")?, "{batch}")?;
    anyhow::ensure!(child.wait()?.success(), "the client failed: {batch}");
    Ok(())
}
