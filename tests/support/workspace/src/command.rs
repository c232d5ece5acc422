//! Running other programs, and saying what was run.

use crate::root;
use anyhow::Context;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program with the repository as its working folder.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    // For the harness of the test that started us, if one did; compilers would hear it too.
    command.env_remove("RUSTC_BOOTSTRAP");
    command
}

/// The cargo that runs us, so that a toolchain override stays in force.
pub fn cargo() -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // Set for us by the cargo that started us; the next one works them out anew for its own packages.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command that has to succeed.
pub fn succeed(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("{} cannot be started", typed(command)))?;
    anyhow::ensure!(status.success(), "{} failed ({status})", typed(command));
    Ok(())
}

/// Where a program is on the PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The first of several programs that the machine has.
pub fn find_any(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| find(name))
}

/// A C compiler: `$CC`, else what the PATH has.
pub fn c_compiler() -> Option<PathBuf> {
    compiler("CC", &["cc", "gcc", "clang"])
}

/// A C++ compiler: `$CXX`, else what the PATH has.
pub fn cxx_compiler() -> Option<PathBuf> {
    compiler("CXX", &["c++", "g++", "clang++"])
}

fn compiler(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match std::env::var(variable) {
        Ok(name) if name.contains('/') => Some(PathBuf::from(name)),
        Ok(name) if !name.is_empty() => find(&name),
        _ => find_any(names),
    }
}

/// The `bin/` of a virtual environment, made with the machine's Python if it is not there yet.
pub fn virtual_environment(folder: &Path) -> anyhow::Result<PathBuf> {
    let bin = folder.join("bin");
    if bin.join("pip").is_file() {
        return Ok(bin);
    }
    let python = find_any(&["python3", "python"]).context("no python3 on the PATH")?;
    let made =
        program(python).args(["-m", "venv"]).arg(folder).status().context("python3 cannot be started")?;
    anyhow::ensure!(
        made.success(),
        "python3 could not make a virtual environment (Debian: apt-get install python3-venv)"
    );
    Ok(bin)
}

/// The command line as a person would type it.
pub fn typed(command: &Command) -> String {
    let root = root();
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| {
            let word = Path::new(word);
            let word = word.strip_prefix(&root).unwrap_or(word).to_string_lossy().into_owned();
            if word.contains(' ') { format!("'{word}'") } else { word }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
