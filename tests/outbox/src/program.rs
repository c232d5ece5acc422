//! The program under test, as tests start it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use seam_acs_core::{Client, DeliverOptions, Error, Options, Outbox, Record};
use seam_acs_sandbox::Sandbox;

use crate::Failure;
use crate::preload::Preload;
use crate::said::Said;

/// What became of a program.
#[derive(Debug)]
pub struct Ended {
    /// What it said.
    pub said: Said,
    /// It came to its end.
    pub is_whole: bool,
    /// What it wrote to its standard error: a panic.
    pub complaints: String,
}

/// Prepares the program.
///
/// # Errors
/// Cargo cannot build it, or the preloaded library cannot be made.
pub fn command(
    what: &str,
    outbox: &Path,
    sandbox: Option<&Sandbox>,
    preload: &Preload,
) -> Result<Command, Failure> {
    let mut command = Command::new(program()?);
    command.arg(what).arg(outbox);
    let (url, key) = sandbox.map_or_else(Default::default, |one| (one.url().to_owned(), one.api_key()));
    command.args([url, key]).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    preload.apply(&mut command)?;
    Ok(command)
}

/// Built once in a process.
fn program() -> Result<&'static Path, Failure> {
    static PROGRAM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    const NAME: &str = "seam-acs-outbox-proofs";
    let built = || seam_acs_artifacts::built(NAME).map(|folder| folder.join(NAME));
    let program = PROGRAM.get_or_init(|| built().map_err(|error| error.to_string()));
    program.as_deref().map_err(|error| error.clone().into())
}

/// Runs it to its end.
///
/// # Errors
/// It cannot be started.
pub fn run(
    what: &str,
    outbox: &Path,
    sandbox: Option<&Sandbox>,
    preload: &Preload,
) -> Result<Ended, Failure> {
    let output = command(what, outbox, sandbox, preload)?.output()?;
    let mut said = Said::default();
    said.hear(&String::from_utf8_lossy(&output.stdout));
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Ended { said, is_whole: output.status.success(), complaints })
}

/// How a change of an outbox stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub id: String,
    /// Its state, in a word.
    pub state: String,
    /// Whom it is about.
    pub user: String,
    /// It was sent, or nearly.
    pub has_begun: bool,
}

/// Each change of an outbox.
///
/// # Errors
/// The outbox is refused.
pub fn standing(outbox: &Path) -> Result<Vec<Standing>, Error> {
    let list = Outbox::open(outbox)?.list("")?;
    let text = |one: &Record, name: &str| one.get(name).unwrap_or_default();
    let standing = |one: &Record| Standing {
        id: text(one, "id"),
        state: text(one, "state"),
        user: text(one, "acs_user_id"),
        has_begun: text(one, "attempts") != "0",
    };
    Ok(list.iter().map(standing).collect())
}

/// Delivers in this process, until nothing is left.
///
/// # Errors
/// The outbox is refused, or the delivery fails.
pub fn deliver(outbox: &Path, sandbox: &Sandbox) -> Result<(), Error> {
    let mut options = Options::new();
    options.set("endpoint", sandbox.url())?;
    options.set("api_key", &sandbox.api_key())?;
    let client = Client::new(&options)?;
    let operation = Outbox::open(outbox)?.begin_deliver(&client, &DeliverOptions { until_empty: true })?;
    while !operation.wait(None) {}
    operation.result().map(drop)
}
