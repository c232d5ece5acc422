//! How what people take home is built: tuned, where there is a record of what is hot for the compiler and the machine,
//! else for size.

use crate::command::{cargo, program};
use crate::workspace;
use anyhow::Context;
use std::path::PathBuf;
use std::process::Command;

/// The cargo profile of a build with the record.
const TUNED: &str = "tuned";
/// The machine whose training is recorded.
const TRAINED: &str = "x86_64-unknown-linux-gnu";
/// Hardly anything is inlined before it is counted, so that what is cold stays small.
const COUNTING: &str = "-Cllvm-args=-preinline-threshold=5";
/// What the compiler is told beside the record: the functions that make nine tenths of all that runs are hot, a call of
/// them is inlined where that saves enough, a call through a pointer stays one, and the rest is made small. Frame pointers
/// cost 5 kB and save 60 of tables for unwinding. `docs/performance.md` has what other values give.
const HOT: [&str; 6] = [
    "-Cllvm-args=-profile-summary-cutoff-hot=900000",
    "-Cllvm-args=-inline-savings-multiplier=6",
    "-Cllvm-args=-inline-savings-profitable-multiplier=3",
    "-Cllvm-args=-pgso-lwss-only=false",
    "-Cllvm-args=-disable-icp=true",
    "-Cforce-frame-pointers=yes",
];

/// Which cargo profile with which compiler flags, for one machine.
pub(crate) struct Release {
    profile: &'static str,
    target: String,
    flags: Vec<String>,
}

impl Release {
    /// For this machine, by the compiler in use; `plain` is the cargo profile where there is no record.
    pub(crate) fn here(plain: &'static str) -> anyhow::Result<Self> {
        let (version, host) = compiler(program("rustc"))?;
        Ok(Self::for_target(&version, &host, plain))
    }

    /// For a machine, by the compiler of that `rustc --version`.
    pub(crate) fn for_target(version: &str, target: &str, plain: &'static str) -> Self {
        let is_trained = target == TRAINED && recorded_compiler().is_some_and(|recorded| recorded == version);
        if !is_trained {
            return Self::plain(target, plain);
        }
        let flags = [format!("-Cprofile-use={}", record().display()), COUNTING.to_string()];
        let flags = flags.into_iter().chain(HOT.map(str::to_string)).collect();
        Self { profile: TUNED, target: target.to_string(), flags }
    }

    /// Without a record.
    pub(crate) fn plain(target: &str, profile: &'static str) -> Self {
        Self { profile, target: target.to_string(), flags: Vec::new() }
    }

    /// One that counts what runs, and writes that into the file that `LLVM_PROFILE_FILE` names when a process ends.
    pub(crate) fn that_counts() -> anyhow::Result<Self> {
        let (_, host) = compiler(program("rustc"))?;
        anyhow::ensure!(host == TRAINED, "the training is recorded on {TRAINED}, and this is {host}");
        let flags = vec!["-Cprofile-generate".to_string(), COUNTING.to_string()];
        Ok(Self { profile: TUNED, target: host, flags })
    }

    pub(crate) fn profile(&self) -> &'static str {
        self.profile
    }

    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// What every command that builds with cargo needs for it, beside flags of the caller's.
    pub(crate) fn apply(&self, command: &mut Command, flags: impl IntoIterator<Item = String>) {
        let flags: Vec<String> = flags.into_iter().chain(self.flags.iter().cloned()).collect();
        // Unlike RUSTFLAGS it can name a folder with a space.
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        if self.profile == TUNED {
            command.env("RUSTC_WRAPPER", workspace::root().join("xtask/src/steady_names.sh"));
        }
    }

    /// The same, beside the flags that the person who called us set.
    pub(crate) fn apply_here(&self, command: &mut Command) {
        let given = std::env::var("RUSTFLAGS").unwrap_or_default();
        self.apply(command, given.split_whitespace().map(str::to_string));
    }

    /// Builds the library for this machine, and returns the folder that it is in.
    pub(crate) fn build_here() -> anyhow::Result<PathBuf> {
        let release = Self::here("dist")?;
        release.build_library()?;
        Ok(release.artefacts())
    }

    /// Where cargo leaves what it made.
    pub(crate) fn artefacts(&self) -> PathBuf {
        workspace::target().join(&self.target).join(self.profile)
    }

    /// A cargo command that builds so, with the flags of the person who called us beside ours.
    pub(crate) fn cargo(&self, command: &str) -> Command {
        let mut cargo = cargo();
        cargo.args([command, "--profile", self.profile, "--target", &self.target]);
        self.apply_here(&mut cargo);
        cargo
    }

    /// Builds `libseam_acs.so` and `libseam_acs.a`, and returns what rustc said.
    pub(crate) fn build_library(&self) -> anyhow::Result<String> {
        let mut rustc = self.cargo("rustc");
        rustc.args(["--package", "seam-acs-ffi", "--", "--print", "native-static-libs"]);
        let output = rustc.output().context("cargo cannot be started")?;
        let notes = String::from_utf8_lossy(&output.stderr).into_owned();
        anyhow::ensure!(output.status.success(), "the library does not build:\n{notes}");
        Ok(notes)
    }
}

/// Which blocks of which functions ran how often in the training. `cargo xtask bench --train` writes it.
pub(crate) fn record() -> PathBuf {
    folder().join(format!("{TRAINED}.profdata"))
}

/// The compiler that it was made with. To another one its functions have other names.
pub(crate) fn compiler_of_record() -> PathBuf {
    folder().join("rustc.txt")
}

fn folder() -> PathBuf {
    workspace::root().join("core/hot-paths")
}

fn recorded_compiler() -> Option<String> {
    Some(std::fs::read_to_string(compiler_of_record()).ok()?.trim().to_string())
}

/// What a rustc calls itself, and the machine that it runs on.
pub(crate) fn compiler(mut rustc: Command) -> anyhow::Result<(String, String)> {
    let output = rustc.arg("-vV").output().context("rustc cannot be started")?;
    let told = String::from_utf8_lossy(&output.stdout);
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    let version = told.lines().next().unwrap_or_default().trim();
    Ok((version.to_string(), host.context("rustc does not say its host")?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_compiler_and_the_machine_of_the_record_build_with_it() {
        let recorded = recorded_compiler().unwrap();
        let tuned = Release::for_target(&recorded, TRAINED, "dist");
        assert_eq!(tuned.profile, "tuned");
        assert!(tuned.flags.iter().any(|flag| flag.contains("profile-use")));
        for (version, target) in
            [("rustc 1.85.0 (4d91de4e4 2025-02-17)", TRAINED), (&recorded, "aarch64-unknown-linux-gnu")]
        {
            let plain = Release::for_target(version, target, "wheel");
            assert_eq!((plain.profile, plain.flags), ("wheel", Vec::new()));
        }
    }
}
