//! The options of every command that talks to Seam, and the client that they make.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use seam_acs_core::{Client, Options};

use crate::failure::Failure;
use crate::input::standard_input::Terminal;
use crate::input::word::word;
use crate::output::Output;
use crate::signals::Signals;

/// The options of every command that talks to Seam.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection and output")]
pub(crate) struct Connection {
    /// Print JSON for programs instead of a table
    #[arg(long)]
    pub(crate) json: bool,
    /// Print no progress and no remarks
    #[arg(long)]
    pub(crate) quiet: bool,
    /// Read the key from a file, not from the environment
    #[arg(long, value_name = "FILE")]
    pub(crate) api_key_file: Option<PathBuf>,
    #[arg(long, value_name = "URL", help = "Where Seam's API is [environment: SEAM_ENDPOINT]")]
    pub(crate) endpoint: Option<String>,
    /// The deadline of one call
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = call_deadline)]
    pub(crate) timeout: Duration,
    /// Append two JSON lines a change to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) audit_log: Option<PathBuf>,
    /// Who makes the changes, for the audit log
    #[arg(long, value_name = "WHO", value_parser = word())]
    pub(crate) actor: Option<String>,
    /// Why they are made, for the audit log
    #[arg(long, value_name = "WHY", value_parser = word())]
    pub(crate) reason: Option<String>,
    /// In place of one from the environment. Nobody types it as an argument: others would see it.
    #[arg(skip)]
    pub(crate) api_key: Option<String>,
}

impl Connection {
    /// Makes the client, with a key that stands in the environment or is typed where nobody sees it.
    pub(crate) fn client(&self, output: &Output, signals: &Signals) -> Result<Client, Failure> {
        self.client_with(&[], output, signals)
    }

    /// The same with further options of core.
    pub(crate) fn client_with(
        &self,
        further: &[(&str, String)],
        output: &Output,
        signals: &Signals,
    ) -> Result<Client, Failure> {
        let mut options = self.options()?;
        for (name, value) in further {
            options.set(name, value)?;
        }
        let client = if let Some(key) = &self.api_key {
            options.set("api_key", key)?;
            // Wherever the key comes from, the proxy and the certificates are the machine's.
            options.set("trust_env", "true")?;
            Client::new(&options)?
        } else {
            let key = match &self.api_key_file {
                Some(path) => key_in(path)?,
                None => typed_key(signals)?.unwrap_or_default(),
            };
            options.set("api_key", &key)?;
            Client::from_environment(&options)?
        };
        for warning in client.warnings() {
            output.remark(&output.shown(warning));
        }
        Ok(client)
    }

    fn options(&self) -> Result<Options, Failure> {
        let mut options = Options::new();
        options.set("sdk_name", "seam-acs/command")?;
        options.set("timeout_ms", &self.timeout.as_millis().to_string())?;
        let texts = [("endpoint", &self.endpoint), ("actor", &self.actor), ("reason", &self.reason)];
        for (name, value) in texts {
            options.set(name, value.as_deref().unwrap_or_default())?;
        }
        if let Some(path) = &self.audit_log {
            let path = path.to_str().ok_or_else(|| Failure::Usage("--audit-log is not UTF-8".to_owned()))?;
            options.set("audit_log", path)?;
        }
        Ok(options)
    }
}

/// The key in a file, such as a credential of a service. Without one, another key would be used than the one that is meant.
fn key_in(path: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    match text.trim() {
        "" => Err(Failure::Usage(format!("{}: there is no key in it", path.display()))),
        key => Ok(key.to_owned()),
    }
}

/// A key, where the environment has none and a person sits at the terminal.
fn typed_key(signals: &Signals) -> Result<Option<String>, Failure> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("SEAM_API_KEY") || is_set("SEAM_PERSONAL_ACCESS_TOKEN") || !io::stderr().is_terminal() {
        return Ok(None);
    }
    let Some(mut terminal) = Terminal::open() else { return Ok(None) };
    let key = terminal.ask_hidden("Seam API key: ", signals)?;
    Ok(key.filter(|key| !key.is_empty()))
}

/// A number of seconds, such as 1.5.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=MOST_SECONDS).contains(number));
    let number = number.ok_or_else(|| format!("it must be a number of seconds from 0 to {MOST_SECONDS}"))?;
    Ok(Duration::from_secs_f64(number))
}

/// As many milliseconds as core takes in 32 bits.
const MOST_SECONDS: f64 = 4_294_967.0;

/// How long a run may pause.
pub(crate) fn pause(text: &str) -> Result<Duration, String> {
    call_deadline(text)
}

fn call_deadline(text: &str) -> Result<Duration, String> {
    let range = Duration::from_millis(1)..=Duration::from_secs(3600);
    let given = seconds(text).ok().filter(|given| range.contains(given));
    given.ok_or_else(|| "it must be a number of seconds from 0.001 to 3600".to_owned())
}
