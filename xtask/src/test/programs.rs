//! The test programs that one build of the whole workspace makes. They are run as they are: every package has the same
//! features as its neighbours, and nothing is compiled twice.

use super::report::Report;
use super::step::{Repeat, Task};
use anyhow::Context;
use seam_acs_workspace as workspace;
use seam_acs_workspace::command::{cargo, program};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The fuzzer switches features of others on that nothing else has, and is built by its own step.
const BUILD: [&str; 6] =
    ["build", "--workspace", "--exclude", "seam-acs-fuzz", "--all-targets", "--message-format"];

/// The build of everything that the steps run.
pub(super) fn build() -> Command {
    let mut build = cargo();
    build.args(BUILD).arg("json-render-diagnostics");
    build
}

/// What the build made.
pub(crate) struct Programs {
    tests: Vec<TestProgram>,
}

struct TestProgram {
    package: String,
    /// Its folder.
    folder: PathBuf,
    target: CargoTarget,
    executable: PathBuf,
}

#[derive(Deserialize)]
struct CargoTarget {
    name: String,
    kind: Vec<String>,
}

/// A line of cargo's messages.
#[derive(Deserialize)]
struct Artifact {
    manifest_path: PathBuf,
    target: CargoTarget,
    profile: Profile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

impl Programs {
    /// Those of a run that builds none.
    pub(super) fn none() -> Self {
        Self { tests: Vec::new() }
    }

    /// Reads the messages of the build.
    pub(super) fn read(messages: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(messages)
            .with_context(|| format!("{} cannot be read", messages.display()))?;
        let artifacts = text.lines().filter_map(|line| serde_json::from_str::<Artifact>(line).ok());
        Ok(Self { tests: artifacts.filter_map(TestProgram::of).collect() })
    }

    /// All tests of a package, each program a task; `arguments` are those of the test harness.
    pub(super) fn of_package(&self, package: &str, arguments: &[&str]) -> Vec<Task> {
        self.chosen(package, |_| true, arguments)
    }

    /// The same of the programs with these names: those of `tests/NAME.rs`, or of the library or a program.
    pub(super) fn named(&self, package: &str, names: &[&str], arguments: &[&str]) -> Vec<Task> {
        self.chosen(package, |target| names.contains(&target.name.as_str()), arguments)
    }

    /// The same of all others.
    pub(super) fn without(&self, package: &str, names: &[&str], arguments: &[&str]) -> Vec<Task> {
        self.chosen(package, |target| !names.contains(&target.name.as_str()), arguments)
    }

    fn chosen(&self, package: &str, chosen: impl Fn(&CargoTarget) -> bool, arguments: &[&str]) -> Vec<Task> {
        let of_package = self.tests.iter().filter(|test| test.package == package && chosen(&test.target));
        of_package.map(|test| test.task(arguments)).collect()
    }
}

impl TestProgram {
    fn of(artifact: Artifact) -> Option<Self> {
        let executable = artifact.executable.filter(|_| artifact.profile.test)?;
        let folder = artifact.manifest_path.parent()?.to_path_buf();
        let manifest = std::fs::read_to_string(&artifact.manifest_path).ok()?;
        let name = manifest.lines().find_map(|line| line.strip_prefix("name = "))?;
        Some(Self {
            package: name.trim_matches('"').to_string(),
            folder,
            target: artifact.target,
            executable,
        })
    }

    /// As `cargo test` would run it.
    fn task(&self, arguments: &[&str]) -> Task {
        let mut command = program(&self.executable);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.args(arguments).args(["-Z", "unstable-options", "--format", "json", "--report-time"]);
        // The stable harness writes JSON when it is told that this is no stable compiler. What the tests start must not
        // hear it: `command::cargo` and `seam_acs_artifacts` take it away.
        command.env("RUSTC_BOOTSTRAP", "1");
        Task { command, report: Report::Libtest, repeat: Repeat::Cargo(self.selection()) }
    }

    /// What `cargo test` takes to run this program alone.
    fn selection(&self) -> String {
        let (package, name) = (&self.package, &self.target.name);
        match self.target.kind.first().map(String::as_str) {
            Some("test") => format!("--package {package} --test {name}"),
            Some("bin") => format!("--package {package} --bin {name}"),
            _ => format!("--package {package} --lib"),
        }
    }
}

/// A program that the build made, for people and for tests.
pub(super) fn built(name: &str) -> PathBuf {
    workspace::artefacts("dev").join(name)
}
