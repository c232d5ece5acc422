//! How many instructions the hot path takes: unlike time, the same on a busy machine and on a quiet one.
//!
//! They are counted by callgrind in `tests/bench/c/seam_acs.c`, as the difference of a long run and a short one, and
//! compared with `tests/bench/instructions.txt`. Another compiler or C library takes other instructions: then nothing
//! is compared.

use super::machine::said;
use super::scenarios::SERVER_CORE;
use super::server::{API_KEY, Door, Server};
use super::targets::grouped;
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{c_compiler, program, succeed};
use seam_acs_workspace::debian;
use seam_acs_workspace::library;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// glibc fills and copies large blocks by `rep stosb` and `rep movsb` on the processors that are quick at it, and callgrind
/// counts each byte of theirs: 12,000 more a call on one machine than on another. So they are taken out.
const WITHOUT_REPEATED_STRINGS: (&str, &str) = ("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-ERMS,-FSRM");

const FILE: &str = "tests/bench/instructions.txt";
/// By how much a count may grow unnoticed.
const TOLERANCE: f64 = 1.03;

/// What is counted: a batch of the C client, in a short run and in a long one.
struct HotPath {
    name: &'static str,
    about: &'static str,
    short: (&'static str, u64),
    long: (&'static str, u64),
}

const PATHS: [HotPath; 2] = [
    HotPath {
        name: "one_call",
        about: "one add on a kept connection",
        short: ("one 200", 200),
        long: ("one 700", 700),
    },
    HotPath {
        name: "one_change_of_many",
        about: "one change of a list, 32 at once",
        short: ("many 200 32", 200),
        long: ("many 1200 32", 1200),
    },
];

/// Which library is counted.
pub(super) enum Library {
    /// Built now, as `cargo xtask install` builds it.
    Fresh,
    /// What `cargo xtask package` made for this machine.
    Packaged,
}

pub(super) fn check(library: &Library) -> anyhow::Result<ExitCode> {
    let recorded = std::fs::read_to_string(workspace::root().join(FILE))
        .with_context(|| format!("{FILE} cannot be read"))?;
    let here = conditions()?;
    let counted_with = recorded.lines().next().unwrap_or_default();
    if counted_with != here {
        println!("ok instructions # SKIP counted with {counted_with}; this is {here}");
        return Ok(ExitCode::SUCCESS);
    }
    let mut has_grown = false;
    for (path, count) in PATHS.iter().zip(count_all(library)?) {
        let before = recorded_count(&recorded, path.name)?;
        has_grown |= is_more(count, before);
        let word = if is_more(count, before) { "not ok" } else { "ok" };
        println!("{word} {}: {} instructions, recorded {}", path.about, show(count), show(before));
    }
    if has_grown {
        println!("More than 3 % more. If that is worth it: cargo xtask bench --record, and commit {FILE}");
    }
    Ok(if has_grown { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

pub(super) fn record(library: &Library) -> anyhow::Result<()> {
    let mut text = conditions()? + "\n";
    for (path, count) in PATHS.iter().zip(count_all(library)?) {
        println!("{}: {} instructions", path.about, show(count));
        text.push_str(&format!("{} {count}\n", path.name));
    }
    std::fs::write(workspace::root().join(FILE), text).with_context(|| format!("{FILE} cannot be written"))
}

/// What the counts depend on beside our code.
fn conditions() -> anyhow::Result<String> {
    let glibc = said(program("getconf").arg("GNU_LIBC_VERSION"))?;
    Ok(format!("{} on {glibc}", said(program("rustc").arg("--version"))?))
}

fn recorded_count(recorded: &str, name: &str) -> anyhow::Result<u64> {
    let count = recorded.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    count.with_context(|| format!("{FILE} has no {name}"))
}

#[expect(clippy::cast_precision_loss, reason = "some hundred thousands")]
fn is_more(count: u64, before: u64) -> bool {
    count as f64 > before as f64 * TOLERANCE
}

#[expect(clippy::cast_precision_loss, reason = "some hundred thousands")]
fn show(count: u64) -> String {
    grouped(count as f64)
}

fn count_all(library: &Library) -> anyhow::Result<Vec<u64>> {
    let counts = count(&library.file()?)?;
    Ok(counts.into_iter().map(|(_, count)| count).collect())
}

/// Each hot path's name and count, in a library file.
pub(super) fn count(file: &Path) -> anyhow::Result<Vec<(&'static str, u64)>> {
    debian::require(&[("cc", "gcc libc6-dev"), ("valgrind", "valgrind")])?;
    let folder = workspace::target().join("bench/instructions");
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(file, folder.join("libseam_acs.so.0"))
        .with_context(|| format!("{} is missing", file.display()))?;
    let client = compile(&folder)?;
    let server = Server::start(&workspace::build(&["seam-acs-bench-server"], "dev")?, &folder, SERVER_CORE)?;
    PATHS.iter().map(|path| Ok((path.name, path.count(&client, &server)?))).collect()
}

impl Library {
    fn file(&self) -> anyhow::Result<PathBuf> {
        match self {
            Self::Fresh => Ok(library::Library::build()?.shared()),
            Self::Packaged => Ok(workspace::target().join("package/x86_64/binaries/libseam_acs.so")),
        }
    }
}

fn compile(folder: &Path) -> anyhow::Result<PathBuf> {
    let client = folder.join("seam_acs");
    let mut cc = program(c_compiler().context("no C compiler")?);
    cc.args(["-std=gnu11", "-D_GNU_SOURCE", "-O2", "-Iinclude", "tests/bench/c/seam_acs.c", "-o"])
        .arg(&client);
    cc.arg(folder.join("libseam_acs.so.0")).arg(format!("-Wl,-rpath,{}", folder.display()));
    succeed(&mut cc)?;
    Ok(client)
}

impl HotPath {
    fn count(&self, client: &Path, server: &Server) -> anyhow::Result<u64> {
        let (short, long) = (self.short, self.long);
        let more =
            instructions(client, server, long.0)?.saturating_sub(instructions(client, server, short.0)?);
        Ok(more / (long.1 - short.1))
    }
}

/// Of a whole run of the client with one batch.
fn instructions(client: &Path, server: &Server, batch: &str) -> anyhow::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    // Fair turns for its threads; without, one may run long while the other waits.
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--fair-sched=try"]);
    valgrind.env(WITHOUT_REPEATED_STRINGS.0, WITHOUT_REPEATED_STRINGS.1);
    valgrind.arg(client).arg(server.url(Door::Plain)).arg(API_KEY).arg("none");
    valgrind.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = valgrind.spawn().context("valgrind cannot be started")?;
    writeln!(child.stdin.take().context("no input")?, "{batch}")?;
    let output = child.wait_with_output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "the client failed under callgrind:\n{told}");
    let line =
        told.lines().find_map(|line| line.split_once("Collected :")).context("callgrind counted nothing")?;
    line.1.trim().parse().with_context(|| format!("callgrind counted {}", line.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_per_cent_more_is_let_through_and_four_is_not() {
        assert!(!is_more(103_000, 100_000));
        assert!(is_more(104_000, 100_000));
        assert!(!is_more(50_000, 100_000));
    }

    #[test]
    fn the_committed_file_has_every_count() {
        let recorded = std::fs::read_to_string(workspace::root().join(FILE)).unwrap();
        for path in &PATHS {
            assert!(recorded_count(&recorded, path.name).unwrap() > 0);
        }
    }
}
