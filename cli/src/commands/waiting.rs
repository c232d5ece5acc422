//! `wait`: until the access system has followed.

use std::time::Duration;

use clap::Args;
use seam_acs_core::{Client, Error, Presence, Record, WaitOptions};
use serde_json::Value;

use crate::exit_code;
use crate::failure::Failure;
use crate::following::watch;
use crate::input::connection::{Connection, seconds};
use crate::input::lookup::{Membership, Pair};
use crate::output::Output;
use crate::output::progress_line::{ProgressLine, Work};
use crate::signals::Signals;

/// What `wait` takes.
#[derive(Debug, Args)]
pub(crate) struct Waiting {
    #[command(flatten)]
    pair: Pair,
    /// Wait until the user is out of the group, not in it
    #[arg(long)]
    absent: bool,
    /// Give up after so long, with exit code 9; 0 waits without limit
    #[arg(long = "for", value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    patience: Duration,
    /// So long it has to read as wanted where no push is ever seen
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    settle: Duration,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

impl Waiting {
    /// Waits for a membership that somebody changed before.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let meant = Membership::find(&client, &self.pair, signals)?;
        let presence = if self.absent { Presence::Absent } else { Presence::Present };
        let limits = WaitOptions { timeout: self.patience, settle: self.settle };
        let waited = settle(&client, &meant, presence, limits, output, signals)?;
        Ok(show(&waited, output, &waited.value()))
    }
}

/// Waits for a membership.
pub(crate) fn settle(
    client: &Client,
    meant: &Membership,
    presence: Presence,
    limits: WaitOptions,
    output: &Output,
    signals: &Signals,
) -> Result<Record, Failure> {
    let ids = meant.ids()?;
    let waiting = client.begin_wait(ids.user, ids.acs_access_group_id, presence, limits)?;
    let mut line = ProgressLine::new("waiting", Work::Time, output);
    let waited = watch(&waiting, signals, |look| line.tell(look))?;
    Ok(waited.record().cloned().ok_or_else(no_record)?)
}

/// Prints how a wait ended, and gives its exit code.
pub(crate) fn show(waited: &Record, output: &mut Output, json: &Value) -> u8 {
    let value = waited.value();
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(|text| output.shown(text));
    let mut lines = vec![text(&value, "message").unwrap_or_default()];
    lines.extend(text(&value, "deferred_until").map(|until| format!("It is scheduled for {until}.")));
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        let message = text(error, "message").unwrap_or_else(|| output.shown(&error.to_string()));
        lines.push(format!("Seam says: {message}"));
    }
    let list = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let obstacles = list("obstacles");
    lines.extend(
        obstacles
            .iter()
            .filter_map(|one| text(one, "message"))
            .map(|message| format!("In the way: {message}")),
    );
    let not_read: Vec<String> =
        list("not_read").iter().filter_map(Value::as_str).map(|name| output.shown(name)).collect();
    if !not_read.is_empty() {
        lines.push(format!("This server does not tell: {}.", not_read.join(", ")));
    }
    output.say(&lines.join("\n"), json);
    match waited.get("state").as_deref() {
        Some("applied") => exit_code::DONE,
        Some("failed") => exit_code::REFUSED,
        _ => exit_code::NOT_YET,
    }
}

/// An answer of core that is not what it says it gives.
pub(crate) fn no_record() -> Error {
    Error::internal("an answer has no record")
}
