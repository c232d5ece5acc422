//! The built program, started with an environment of its own, and how it ended.

use std::fs;
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use seam_acs_sandbox::{Sandbox, Seed};
use serde_json::Value;

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_seam-acs");
pub(crate) const PERSON: &str = "ADA.lindqvist@harbour.example";
pub(crate) const GROUP: &str = "Engineering";

/// A sandbox, and a folder for the files of one test.
pub(crate) struct Place {
    pub(crate) sandbox: Sandbox,
    folder: PathBuf,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// The one that killed it.
    pub(crate) signal: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    pub(crate) fn new() -> Place {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("seam-acs-cli-{}-{number}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        Place { sandbox: Sandbox::start_default().unwrap(), folder }
    }

    /// One whose sandbox holds something of its own.
    pub(crate) fn with(change: impl FnOnce(&mut Seed)) -> Place {
        let mut place = Place::new();
        let mut seed = Seed::default();
        change(&mut seed);
        let options = seam_acs_sandbox::SandboxOptions { seed, ..Default::default() };
        place.sandbox = Sandbox::start(options).unwrap();
        place
    }

    /// The program with these words, in a UTF-8 locale, and with no signal ignored that whoever runs the tests ignores.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("/usr/bin/env");
        command.args(["--default-signal=INT,TERM,HUP", PROGRAM]);
        command.args(words).env_clear().current_dir(&self.folder);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("SEAM_API_KEY", self.sandbox.api_key()).env("SEAM_ENDPOINT", self.sandbox.url());
        command.env("LC_ALL", "C.UTF-8").env("TERM", "xterm");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ended {
        Ended::of(self.command(words).output().unwrap())
    }

    /// The same with something to read.
    pub(crate) fn run_with(&self, words: &[&str], input: &str) -> Ended {
        let mut child = self.command(words).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ended::of(child.wait_with_output().unwrap())
    }

    /// Starts the program.
    pub(crate) fn start(&self, words: &[&str]) -> Child {
        self.command(words).spawn().unwrap()
    }

    /// A file of this place.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file of this place, and gives its path.
    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What a file of this place says.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The names of the files of this place.
    pub(crate) fn files(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).unwrap();
        let mut names: Vec<String> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The recorded members of the guide's group.
    pub(crate) fn members(&self) -> Vec<String> {
        self.sandbox.members(Sandbox::GROUP)
    }

    pub(crate) fn has_newcomer(&self) -> bool {
        self.sandbox.is_member(Sandbox::USER, Sandbox::GROUP)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Far longer than anything here takes.
const LIMIT: Timespec = Timespec { tv_sec: 60, tv_nsec: 0 };

/// Waits until something can be read, or a process has ended; false when the limit passed first.
pub(crate) fn is_ready(descriptor: impl AsFd) -> bool {
    let mut looked_at = [PollFd::new(&descriptor, PollFlags::IN)];
    poll(&mut looked_at, Some(&LIMIT)).unwrap() > 0
}

/// Waits for a program that was started. One that does not end is killed, and fails the test.
#[track_caller]
pub(crate) fn wait(child: &mut Child) -> ExitStatus {
    if !is_ready(pidfd_open(Pid::from_child(child), PidfdFlags::empty()).unwrap()) {
        child.kill().unwrap();
        panic!("it does not end");
    }
    child.wait().unwrap()
}

impl Ended {
    /// Waits for a program that was started, and gives what it said.
    #[track_caller]
    pub(crate) fn after(mut child: Child) -> Ended {
        wait(&mut child);
        Ended::of(child.wait_with_output().unwrap())
    }

    pub(crate) fn of(output: Output) -> Ended {
        Ended {
            code: output.status.code(),
            signal: output.status.signal(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The exit code, and what was said where it is another.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Ended {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// Standard output, as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard error, as JSON.
    pub(crate) fn error(&self) -> Value {
        let facts: Value =
            serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        facts["error"].clone()
    }
}
