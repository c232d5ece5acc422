//! `cargo xtask bench --train`: records which paths of the library are hot. What people take home is built with it.
//!
//! The benchmark's C client and its planner, both with a library that counts, work against the benchmark's server. The
//! record is committed, so that everyone builds the same library and nobody needs LLVM's tools.

use super::instructions;
use super::machine::{on_core, said};
use super::planner;
use super::scenarios::{OTHER_CORE, SERVER_CORE};
use super::server::{API_KEY, Door, Server};
use crate::command::{program, succeed, typed};
use crate::package::debian;
use crate::release::{Release, compiler, compiler_of_record, record};
use crate::workspace;
use anyhow::Context;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What users do all day, and how much of it: single calls, long lists, processes that make a client for each call,
/// a network between, and plans. Cold paths stay uncounted on purpose: they are to be small.
const LESSONS: [(Door, &str); 4] = [
    (Door::Plain, "one 40000"),
    (Door::Plain, "many 150000 32"),
    (Door::Plain, "fresh 1500"),
    (Door::Slow, "adapting 6000 256"),
];

/// How much calls count for beside the plan of a million pairs: with three, what the plan runs took 15 kB of the library,
/// and with twenty it is as quick.
const CALLS_TO_PLANS: u32 = 20;

pub(super) fn train() -> anyhow::Result<()> {
    debian::require(&[("cc", "gcc libc6-dev")])?;
    let merge = llvm_profdata()?;
    let folder = workspace::target().join("bench/training");
    let (calls, plans) = (folder.join("counts/calls"), folder.join("counts/plans"));
    let _ = std::fs::remove_dir_all(folder.join("counts"));
    std::fs::create_dir_all(&folder)?;
    println!("Building a library and a planner that count; this takes a few minutes.");
    let counting = Release::that_counts()?;
    counting.build_library()?;
    planner::build(&counting)?;
    std::fs::copy(counting.artefacts().join("libseam_acs.so"), folder.join("libseam_acs.so.0"))?;
    let client = instructions::compile(&folder)?;
    let servers = workspace::build(&["seam-acs-bench-server"], "release")?;
    let server = Server::start(&servers, &folder, SERVER_CORE)?;
    for (door, batch) in LESSONS {
        println!("Training: {batch}");
        let mut command = program(&client);
        command.arg(server.url(door)).arg(API_KEY).arg("none");
        learn(command, &calls, &format!("{batch}\n"))?;
    }
    println!("Training: a plan of a million pairs");
    let server = Server::start_with_pairs(&servers, SERVER_CORE)?;
    let mut command = planner::built(&counting);
    command.arg(server.url(Door::Full));
    learn(command, &plans, "")?;
    merge_into_record(&merge, &[(CALLS_TO_PLANS, &calls), (1, &plans)])?;
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

fn merge_into_record(merge: &Path, lessons: &[(u32, &Path)]) -> anyhow::Result<()> {
    let mut command = program(merge);
    command.args(["merge", "-o"]).arg(record());
    for (weight, counts) in lessons {
        command.arg(format!("--weighted-input={weight},{}", counts.display()));
    }
    succeed(&mut command)
}

/// Runs a program that counts, gives it its input, and leaves what it counted in a folder.
fn learn(mut command: Command, counts: &Path, input: &str) -> anyhow::Result<()> {
    command.env("LLVM_PROFILE_FILE", counts.join("%p-%m.profraw"));
    command.stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = on_core(OTHER_CORE, || command.spawn())?.context("the program cannot be started")?;
    child.stdin.take().context("no input")?.write_all(input.as_bytes())?;
    anyhow::ensure!(child.wait()?.success(), "{} failed", typed(&command));
    Ok(())
}
