//! The library in its released shape under a C program that calls it for long, against the sandbox.

use super::page::{self, Result};
use super::plot;
use super::watch::Watch;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{c_compiler, program, typed};
use seam_acs_workspace::sandbox_process::Sandbox;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub(super) fn run(part: &str, count: u64, short: bool) -> anyhow::Result<Result> {
    // In a short run the library that all the other tests have: what is tried then is the soak itself.
    let profile = if short { "dev" } else { "release" };
    let library = workspace::build(&["seam-acs-ffi"], profile)?;
    let sandbox = workspace::build(&["seam-acs-sandbox"], profile)?;
    let program = compile(&library)?;
    let mut command = seam_acs_workspace::command::program(sandbox.join("seam-acs-sandbox"));
    // Slow enough for a cancellation to come in the middle.
    command.args(if part == "cancellations" { &["--latency", "1"][..] } else { &[] });
    let sandbox = Sandbox::start_command(command)?;
    soak(&program, &library, &sandbox, part, count, short)
}

fn compile(library: &Path) -> anyhow::Result<PathBuf> {
    let folder = workspace::target().join("soak");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("soak");
    let mut compiler = program(c_compiler().context("there is no C compiler (Debian: apt-get install gcc)")?);
    compiler.args([
        "-std=gnu11",
        "-D_GNU_SOURCE",
        "-O1",
        "-g",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-I",
        "include",
    ]);
    compiler.args(["tests/soak/soak.c", "-o"]).arg(&file);
    compiler.arg(library.join("libseam_acs.so")).arg("-lpthread");
    let output = compiler.output().context("the C compiler cannot be started")?;
    anyhow::ensure!(
        output.status.success(),
        "{} failed:\n{}",
        typed(&compiler),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(file)
}

/// What the program has said, and whether its part is over.
struct Told {
    lines: Arc<Mutex<Vec<String>>>,
    over: Arc<AtomicBool>,
    reader: JoinHandle<()>,
}

impl Told {
    fn by(child: &mut Child) -> anyhow::Result<Told> {
        let output = child.stdout.take().context("the program has no output")?;
        let (lines, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (to_lines, to_over) = (Arc::clone(&lines), Arc::clone(&over));
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
                to_over.fetch_or(line == "done", Ordering::Relaxed);
                if let Ok(mut lines) = to_lines.lock() {
                    lines.push(line);
                }
            }
            to_over.store(true, Ordering::Relaxed);
        });
        Ok(Told { lines, over, reader })
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Everything but the two signs.
    fn words(self) -> Vec<String> {
        let _ = self.reader.join();
        let lines = self.lines.lock().map(|lines| lines.clone()).unwrap_or_default();
        lines.into_iter().filter(|line| line != "working" && line != "done").collect()
    }
}

fn soak(
    file: &Path,
    library: &Path,
    sandbox: &Sandbox,
    part: &str,
    count: u64,
    short: bool,
) -> anyhow::Result<Result> {
    let links = links(library)?;
    let mut command = program(file);
    command.env("LD_LIBRARY_PATH", links).args([sandbox.url(), sandbox.api_key(), part, &count.to_string()]);
    let mut child = command.stdout(Stdio::piped()).spawn().context("the soak program cannot be started")?;
    let told = Told::by(&mut child)?;
    let mut watch = Watch::of(child.id());
    let started = Instant::now();
    while !told.is_over() {
        watch.look();
        std::thread::sleep(Duration::from_millis(if short { 20 } else { 100 }));
    }
    let took = started.elapsed();
    let status = child.wait().context("the soak program is lost")?;
    let mut words = told.words();
    let flat = if short { None } else { watch.flatness() };
    let is_flat = flat.as_ref().is_none_or(|(flat, _)| *flat);
    words.extend(flat.map(|(_, words)| words));
    if !short {
        plot::draw(&page::folder().join(format!("{part}.svg")), part, &watch.samples)?;
    }
    if !status.success() {
        words.push(format!("it ended with {status}"));
    }
    Ok(Result::of(status.success() && is_flat, took, count, part, &words.join("; ")))
}

/// A folder in which the library has the name that the loader asks for.
fn links(library: &Path) -> anyhow::Result<PathBuf> {
    let folder = workspace::target().join("soak");
    let link = folder.join("libseam_acs.so.0");
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(library.join("libseam_acs.so"), &link).context("no link to the library")?;
    Ok(folder)
}
