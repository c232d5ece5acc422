//! `add` and `remove`: one membership.

use std::time::Duration;

use clap::Args;
use seam_acs_core::{Presence, WaitOptions};
use serde_json::{Value, json};

use crate::commands::waiting;
use crate::exit_code;
use crate::failure::Failure;
use crate::following::follow;
use crate::input::connection::{Connection, seconds};
use crate::input::lookup::{Membership, Pair};
use crate::output::Output;
use crate::signals::Signals;

/// What `add` and `remove` take.
#[derive(Debug, Args)]
pub(crate) struct Changing {
    #[command(flatten)]
    pair: Pair,
    /// Wait so long until the access system has followed; exit code 9 if it has not
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    wait: Option<Duration>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

impl Changing {
    /// Makes sure that the user is in the group, or out of it.
    pub(crate) fn run(
        &self,
        presence: Presence,
        output: &mut Output,
        signals: &Signals,
    ) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let meant = Membership::find(&client, &self.pair, signals)?;
        let ids = meant.ids()?;
        let ensured = follow(&client.begin_ensure(ids.user, ids.acs_access_group_id, presence)?, signals)?;
        let ensured = ensured.record().ok_or_else(waiting::no_record)?;
        let message = ensured.get("message").unwrap_or_default();
        let request = ensured.get("request_id").map(|id| format!(" (request {})", output.shown(&id)));
        let sentence = format!("{message}{}", request.unwrap_or_default());
        let Some(patience) = self.wait else {
            output.say(&sentence, &ensured.value());
            return Ok(exit_code::DONE);
        };
        if !output.is_json() {
            output.lines(&sentence);
        }
        let limits = WaitOptions { timeout: patience, ..WaitOptions::default() };
        let answer = |waited: Value| json!({ "ensured": ensured.value(), "waited": waited });
        match waiting::settle(&client, &meant, presence, limits, output, signals) {
            Ok(waited) => Ok(waiting::show(&waited, output, &answer(waited.value()))),
            Err(failure) => {
                // What Seam has recorded is told, whatever became of the waiting.
                if output.is_json() {
                    output.json(&answer(Value::Null));
                }
                if !signals.stopped() {
                    return Err(failure);
                }
                output.failure(&failure);
                Ok(exit_code::NOT_YET)
            }
        }
    }
}
