//! The code in the README of each runtime runs, against a sandbox of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_e2e::{built, repository};
use seam_acs_sandbox::Sandbox;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The two changes that the guide shows.
const GUIDE: [&str; 2] = ["/acs/users/add_to_access_group", "/acs/users/remove_from_access_group"];

/// A language's README, and how a program in it is run.
struct Page {
    runtime: &'static str,
    /// What stands behind the three backticks.
    fence: &'static str,
    /// The command that runs a program; the program is its standard input.
    run: fn(folder: &Path) -> Command,
}

impl Page {
    fn folder(&self) -> PathBuf {
        repository().join("ffi-c/runtimes").join(self.runtime)
    }

    fn programs(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.folder().join("README.md")).unwrap();
        let opening = format!("```{}\n", self.fence);
        let blocks = text.split(&opening).skip(1);
        blocks.map(|rest| rest.split_once("```").expect("the block ends").0.to_owned()).collect()
    }

    /// Runs a program and gives what it printed, and the paths that it asked for.
    fn play(&self, program: &str) -> (String, Vec<String>) {
        let sandbox = Sandbox::start_default().unwrap();
        let mut command = (self.run)(&self.folder());
        command.current_dir(self.folder()).env("SEAM_ACS_LIBRARY", built());
        command.env("SEAM_API_KEY", sandbox.api_key()).env("SEAM_ENDPOINT", sandbox.url());
        command.env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        child.stdin.take().unwrap().write_all(program.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}\n{program}\n{said}{errors}", output.status);
        (said, sandbox.requests().into_iter().map(|request| request.path).collect())
    }

    /// The guide's code first, then errors, then many people at once.
    fn runs_as_printed(&self) {
        let programs = self.programs();
        let [guide, errors, many] = programs.as_slice() else {
            panic!("{} has {} programs", self.runtime, programs.len());
        };
        assert_eq!(self.play(guide).1, GUIDE);
        let (said, asked) = self.play(errors);
        assert!(said.contains("NOT_FOUND") && said.contains("acs_user_not_found"), "{said}");
        assert_eq!(asked.len(), 1);
        let (said, asked) = self.play(many);
        assert!(said.contains("Engineering"), "{said}");
        assert_eq!(asked.iter().filter(|path| GUIDE.contains(&path.as_str())).count(), 1, "{asked:?}");
    }
}

mod node {
    use super::*;

    #[test]
    fn the_readme_runs_as_printed() {
        let run = |_: &Path| {
            let mut node = Command::new("node");
            node.arg("--input-type=module");
            node
        };
        Page { runtime: "node", fence: "js", run }.runs_as_printed();
    }
}
