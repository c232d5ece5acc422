//! `outbox add` and `outbox remove`: a change is on the disk when they end.

use clap::Args;
use seam_acs_core::{Action, OutboxChange, User};
use serde_json::json;

use super::phrase;
use super::place::Place;
use crate::exit_code;
use crate::failure::Failure;
use crate::input::word::word;
use crate::output::Output;

/// What `outbox add` takes.
#[derive(Debug, Args)]
pub(crate) struct Adding {
    #[command(flatten)]
    wish: Wish,
    /// It expires if it was not sent for so long: 1 to 2592000 [default: 3600]
    #[arg(long, value_name = "SECONDS")]
    good_for: Option<u32>,
    /// Keep the removal at this time with it
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// What `outbox remove` takes.
#[derive(Debug, Args)]
pub(crate) struct Removing {
    #[command(flatten)]
    wish: Wish,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// What both take. Without a network nobody knows names, so users and groups are ids.
#[derive(Debug, Args)]
struct Wish {
    /// The id of an ACS user
    #[arg(value_name = "USER", value_parser = word())]
    user: String,
    /// The id of an access group
    #[arg(value_name = "GROUP", value_parser = word())]
    group: String,
    /// USER is the id of a user identity
    #[arg(long)]
    user_identity: bool,
    /// Send it at this time or later, such as 2026-12-04T18:00+01:00
    #[arg(long, value_name = "TIME")]
    not_before: Option<String>,
    /// Who asks for it
    #[arg(long, value_name = "WHO", value_parser = word())]
    actor: Option<String>,
    /// Why
    #[arg(long, value_name = "WHY", value_parser = word())]
    reason: Option<String>,
}

impl Adding {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let mut change = self.wish.change(Action::Add)?;
        if let Some(seconds) = self.good_for {
            change = change.good_for(seconds)?;
        }
        let changes = match &self.until {
            None => vec![change],
            Some(time) => change.until(time)?,
        };
        self.wish.keep(Action::Add, changes, &self.place, output)
    }
}

impl Removing {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let change = self.wish.change(Action::Remove)?;
        self.wish.keep(Action::Remove, vec![change], &self.place, output)
    }
}

impl Wish {
    fn change(&self, action: Action) -> Result<OutboxChange, Failure> {
        let user = if self.user_identity { User::Identity(&self.user) } else { User::Acs(&self.user) };
        let words = |words: &Option<String>| words.clone().unwrap_or_default();
        let change = OutboxChange::new(action, user, &self.group)?
            .asked_by(&words(&self.actor), &words(&self.reason))?;
        Ok(match &self.not_before {
            None => change,
            Some(time) => change.not_before(time)?,
        })
    }

    fn keep(
        &self,
        action: Action,
        changes: Vec<OutboxChange>,
        place: &Place,
        output: &mut Output,
    ) -> Result<u8, Failure> {
        let ids = place.open_or_make()?.enqueue(changes)?;
        let wish = phrase(action, &self.user, &self.group, output);
        let numbers = match ids.as_slice() {
            [id] => format!("change {id}"),
            ids => format!("changes {}", ids.join(" and ")),
        };
        output.say(&format!("Kept; not sent yet: {wish} ({numbers})."), &json!({ "ids": ids }));
        Ok(exit_code::DONE)
    }
}
