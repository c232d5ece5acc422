//! `demo`: one minute with a sandbox, without an account.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command as Process, Stdio};

use clap::Args;

use crate::arguments;
use crate::exit_code;
use crate::failure::Failure;
use crate::following::stop_if_asked;
use crate::output::Output;
use crate::signals::Signals;

/// What `demo` takes.
#[derive(Debug, Args)]
pub(crate) struct Demo {}

const PROGRAM: &str = "seam-acs-sandbox";
/// How long the sandbox's access system takes to follow, so that the waiting is seen.
const PUSH_DELAY: &str = "1500";

/// What is typed, and what it shows.
const STEPS: [(&str, &[&str]); 5] = [
    ("Who is in the group?", &["members", "Engineering"]),
    (
        "Ada is put into it. Seam records it at once; the access system follows, and --wait waits for that.",
        &["add", "ada.lindqvist@harbour.example", "Engineering", "--wait", "20"],
    ),
    ("Which doors does that open?", &["doors", "Ada Lindqvist"]),
    ("She is taken out again.", &["remove", "ada.lindqvist@harbour.example", "Engineering", "--wait", "20"]),
    ("And the group is what it was.", &["members", "Engineering"]),
];

impl Demo {
    /// Starts a sandbox, and walks through add, wait and remove.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let Demo {} = self;
        let sandbox = Sandbox::start()?;
        output.lines(&format!("A sandbox listens on {}. Nothing here reaches Seam.", sandbox.url));
        for (about, words) in STEPS {
            stop_if_asked(signals)?;
            output.lines(&format!("\n{about}\n$ seam-acs {}", typed(words)));
            let code = sandbox.run(words, output, signals)?;
            if code != exit_code::DONE {
                return Ok(code);
            }
        }
        output.lines(&format!("\nTo go on by yourself, start {PROGRAM} and type what it says."));
        Ok(exit_code::DONE)
    }
}

/// Words as a person would type them.
fn typed(words: &[&str]) -> String {
    let quoted = |word: &&str| if word.contains(' ') { format!("\"{word}\"") } else { (*word).to_owned() };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// A sandbox of this command's own. It ends with it.
struct Sandbox {
    process: Child,
    url: String,
    key: String,
}

impl Sandbox {
    fn start() -> Result<Sandbox, Failure> {
        let mut process = Process::new(program())
            .args(["--until-stdin-closes", "--push-delay", PUSH_DELAY])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                let place = "beside this program or in PATH";
                Failure::Usage(format!("{PROGRAM} cannot be started, which must be {place}: {error}"))
            })?;
        let lines = process.stdout.take().map(|lines| BufReader::new(lines).lines());
        let mut lines = lines.into_iter().flatten().map_while(Result::ok);
        let last_word = |line: Option<String>| {
            line.and_then(|line| line.split_whitespace().last().map(str::to_owned)).unwrap_or_default()
        };
        let (url, key) = (last_word(lines.next()), last_word(lines.next()));
        let sandbox = Sandbox { process, url, key };
        if sandbox.url.starts_with("http://") && !sandbox.key.is_empty() {
            return Ok(sandbox);
        }
        Err(Failure::Usage(format!("{PROGRAM} does not say where it listens")))
    }

    /// Runs a command against it.
    fn run(&self, words: &[&str], output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let words = [&["seam-acs"], words, &["--endpoint", &self.url]].concat();
        let parsed = arguments::parse(words.into_iter().map(OsString::from));
        let mut command = parsed.map_err(|error| Failure::Usage(error.to_string()))?;
        if let Some(connection) = command.connection_mut() {
            connection.api_key = Some(self.key.clone());
        }
        command.run(output, signals)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The sandbox beside this program, else the one in PATH.
fn program() -> PathBuf {
    let beside = env::current_exe().ok().map(|program| program.with_file_name(PROGRAM));
    beside.filter(|program| program.is_file()).unwrap_or_else(|| PathBuf::from(PROGRAM))
}
