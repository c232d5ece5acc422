//! The programs that make the calls, in C and in Python.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use seam_acs_c_tests::{Dress, Failure, Program};
use serde::Deserialize;
use serde_json::Value;

use crate::row::Network;

/// The language of a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    C,
    Python,
}

/// What a call gave, in a driver's words.
#[derive(Debug, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    pub(crate) elapsed_ms: f64,
    /// The driver's idea of the time, in seconds since 1970.
    pub(crate) wall_clock: i64,
    pub(crate) peak_kb: u64,
    pub(crate) count: u64,
    pub(crate) items: Vec<Item>,
    pub(crate) error: Option<Value>,
}

/// What became of one change of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    pub(crate) outcome: String,
    pub(crate) error: Option<String>,
}

impl Outcome {
    /// The status that the one change of a list would have had as a plain call.
    pub(crate) fn of_one_change(&self) -> &str {
        let [Item { outcome, error }] = self.items.as_slice() else { return "a report without its item" };
        match (self.name.as_str(), outcome.as_str(), error) {
            ("OK", "applied", None) => "OK",
            ("PARTIAL", "outcome_unknown" | "failed", Some(name)) => name,
            _ => "a report that contradicts itself",
        }
    }

    /// What an error says to a person.
    pub(crate) fn message(&self) -> &str {
        let message = self.error.as_ref().and_then(|error| error.get("message")?.as_str());
        message.unwrap_or_default()
    }

    /// The status of what an error was caused by, where the language says it.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.error.as_ref()?.get("cause")?.get("name")?.as_str()
    }
}

/// A running driver, with one client at a time.
pub(crate) struct Driver {
    process: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    fit: bool,
}

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(45);

/// The loopback addresses are no addresses of this machine any more: packets to them arrive and are dropped without a
/// word.
const EMPTY_NETWORK: &str = "ip link set lo up && ip route del local 127.0.0.0/8 dev lo table local && \
    ip route del local 127.0.0.1 dev lo table local && ip route add 127.0.0.0/8 dev lo && exec \"$@\"";

impl Driver {
    pub(crate) fn start(language: Language, network: Network) -> Result<Driver, Failure> {
        let program = language.program()?;
        if network == Network::Ours {
            return Self::run(program.command());
        }
        let mut command = Command::new("unshare");
        if std::fs::metadata("/proc/self")?.uid() != 0 {
            command.arg("--map-root-user");
        }
        command.args(["--net", "sh", "-c", EMPTY_NETWORK, "sh"]).arg(program.file).args(program.script);
        Self::run(command)
    }

    /// Starts a driver with variables in its environment.
    pub(crate) fn start_with(language: Language, variables: &[(&str, String)]) -> Result<Driver, Failure> {
        let mut command = language.program()?.command();
        command.envs(variables.iter().map(|(name, value)| (*name, value)));
        Self::run(command)
    }

    fn run(mut command: Command) -> Result<Driver, Failure> {
        for (name, _) in std::env::vars_os() {
            // Neither a person's credentials nor a proxy of this machine belong into a test.
            let text = name.to_string_lossy().to_uppercase();
            if text.starts_with("SEAM_") || text.ends_with("_PROXY") {
                command.env_remove(name);
            }
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("a driver without output")?;
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Driver { input: process.stdin.take(), process, lines, fit: true })
    }

    /// Opens a client in place of the one before.
    pub(crate) fn open(
        &mut self,
        endpoint: &str,
        key: &str,
        options: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let options: Vec<String> = options.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.tell(&format!("open\t{endpoint}\t{key}\t{}", options.join("\t")))
    }

    /// Makes a call and says what it gave.
    pub(crate) fn call(&mut self, name: &str, text: &str) -> Result<Outcome, Failure> {
        self.begin(name, text)?;
        self.end()
    }

    /// Begins a call.
    pub(crate) fn begin(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        self.tell(format!("call\t{name}\t{text}").trim_end())
    }

    /// What the call that was begun gave.
    pub(crate) fn end(&mut self) -> Result<Outcome, Failure> {
        let line = self.lines.recv_timeout(LONG).map_err(|_| {
            self.fit = false;
            match self.process.try_wait() {
                Ok(Some(status)) => format!("the driver ended with {status}"),
                _ => "the call hangs".to_owned(),
            }
        })?;
        serde_json::from_str(&line).map_err(|error| format!("the driver said {line:?}: {error}").into())
    }

    /// Whether it can take another call.
    pub(crate) fn is_fit(&self) -> bool {
        self.fit
    }

    /// Lets the driver end.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        drop(self.input.take());
        let status = self.process.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the driver ended with {status}").into()) }
    }

    fn tell(&mut self, line: &str) -> Result<(), Failure> {
        let input = self.input.as_mut().ok_or("a driver that has ended")?;
        writeln!(input, "{line}").map_err(|error| format!("the driver takes no command: {error}").into())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // After a good end this does nothing.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Language {
    pub(crate) const ALL: [Language; 2] = [Language::C, Language::Python];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::C => "C",
            Language::Python => "Python",
        }
    }

    fn program(self) -> Result<DriverProgram, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
        match self {
            Language::C => Ok(DriverProgram { file: c_driver()?, script: None }),
            Language::Python => {
                let python = root.join(".venv/bin/python");
                if !python.exists() {
                    return Err("Python's part needs: cargo xtask test --only python-package".into());
                }
                let script = Some(root.join("tests/faults/programs/driver.py"));
                Ok(DriverProgram { file: python, script })
            }
        }
    }
}

/// What is started.
struct DriverProgram {
    file: PathBuf,
    script: Option<PathBuf>,
}

impl DriverProgram {
    fn command(self) -> Command {
        let mut command = Command::new(self.file);
        command.args(self.script);
        command
    }
}

/// Compiled once in a process.
fn c_driver() -> Result<PathBuf, Failure> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let build = || Program::of_source("tests/faults/programs/driver.c", "faults-driver", Dress::Plain);
    let program = BUILT
        .get_or_init(|| build().map(|program| program.file().to_owned()).map_err(|error| error.to_string()));
    program.clone().map_err(Into::into)
}
