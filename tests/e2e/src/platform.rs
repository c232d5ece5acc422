//! The library and the command for another system than this one, and C programs of `tests/c` compiled for it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::{repository, scratch, xtask};

/// Far more than any program needs.
const LIMIT: Duration = Duration::from_secs(300);

/// A system that `cargo xtask targets` builds for.
#[derive(Debug)]
pub struct Platform {
    /// What was built.
    built: PathBuf,
    zig: PathBuf,
    /// As zig calls it.
    target: &'static str,
    folder: PathBuf,
}

impl Platform {
    /// Builds library and command. Programs will be in a folder of `target/tmp`, which is empty now.
    pub fn build(rust: &str, zig: &'static str, folder: &str) -> Self {
        let told = succeed(xtask().args(["targets", "--build", rust]));
        let mut lines = told.lines().rev();
        let mut next = || PathBuf::from(lines.next().expect("two lines"));
        let (compiler, built) = (next(), next());
        let folder = scratch(folder);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { built, zig: compiler, target: zig, folder }
    }

    /// A file that cargo built.
    pub fn built(&self, name: &str) -> PathBuf {
        self.built.join(name)
    }

    /// Where the programs are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Compiles C sources of the repository, without a warning, and returns what they became.
    pub fn compile(&self, sources: &[&str], name: &str, flags: &[&str]) -> PathBuf {
        let file = self.folder.join(name);
        let mut compiler = Command::new(&self.zig);
        compiler.args(["cc", "-target", self.target, "-std=gnu11", "-D_GNU_SOURCE", "-g", "-O1"]);
        compiler.args(["-Wall", "-Wextra", "-Werror", "-pedantic", "-Iinclude"]);
        compiler.args(sources).args(flags).arg("-o").arg(&file);
        succeed(compiler.current_dir(repository()));
        file
    }
}

/// What a command wrote to standard output.
pub fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    String::from_utf8(output.stdout).expect("text")
}

/// Runs a program of the tests, without this machine's credentials, proxies and certificates, and believes it only if it
/// ends with 0.
pub fn run(mut program: Command) -> String {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_uppercase();
        let is_ours = text.starts_with("SEAM_") || text.starts_with("SSL_CERT_") || text.ends_with("_PROXY");
        if is_ours && !program.get_envs().any(|(set, _)| set == name) {
            program.env_remove(&name);
        }
    }
    // Printing where it came from crashes a program that panics under Wine.
    program.env_remove("RUST_BACKTRACE");
    program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let words = words_of(&program);
    let mut child = program.spawn().unwrap_or_else(|error| panic!("{words}: {error}"));
    let end = Instant::now() + LIMIT;
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > end {
            let _ = child.kill();
            panic!("{words} did not end within {} s", LIMIT.as_secs());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    let said = [&*output.stdout, &output.stderr].map(|said| String::from_utf8_lossy(said).into_owned());
    assert!(output.status.success(), "{words}: {}\n{}", output.status, said.concat());
    let [answer, _] = said;
    answer
}

/// A command for a message, without the key: what a failed test says is kept.
fn words_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let is_key = |word: &str| word.starts_with("seam_");
    let shown = words.map(OsStr::to_string_lossy).filter(|word| !is_key(word));
    shown.collect::<Vec<_>>().join(" ")
}
