//! `outbox retry` and `outbox drop`: what a person decides about a change.

use clap::Args;
use serde_json::json;

use super::place::Place;
use crate::exit_code;
use crate::failure::Failure;
use crate::input::word::word;
use crate::output::Output;

/// What `outbox retry` takes.
#[derive(Debug, Args)]
pub(crate) struct Retrying {
    /// As outbox list shows it
    #[arg(value_name = "ID", value_parser = word())]
    id: String,
    /// An addition expires if it was not sent for so long [default: as before]
    #[arg(long, value_name = "SECONDS")]
    good_for: Option<u32>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// What `outbox drop` takes.
#[derive(Debug, Args)]
pub(crate) struct Dropping {
    /// As outbox list shows it
    #[arg(value_name = "ID", value_parser = word())]
    id: String,
    /// Why; it stays with the change
    #[arg(long, value_name = "WHY", value_parser = word())]
    reason: Option<String>,
    /// Also a removal, without which a door may stay open
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

impl Retrying {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        self.place.open()?.retry(&self.id, self.good_for)?;
        let sentence = format!("Change {} is kept again; not sent yet.", output.shown(&self.id));
        output.say(&sentence, &json!({ "id": self.id }));
        Ok(exit_code::DONE)
    }
}

impl Dropping {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let reason = self.reason.as_deref().unwrap_or_default();
        self.place.open()?.drop_change(&self.id, reason, self.force)?;
        let sentence = format!("Change {} is dropped.", output.shown(&self.id));
        output.say(&sentence, &json!({ "id": self.id }));
        Ok(exit_code::DONE)
    }
}
