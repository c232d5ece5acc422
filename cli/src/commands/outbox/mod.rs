//! `outbox`: changes that are kept on the disk until Seam has them.

mod deciding;
mod delivering;
mod keeping;
mod looking;
mod place;
mod repairing;

use clap::{Args, Subcommand};
use seam_acs_core::Action;

use self::deciding::{Dropping, Retrying};
use self::delivering::Delivering;
use self::keeping::{Adding, Removing};
use self::looking::{Listing, Standing};
use self::repairing::Repairing;
use crate::exit_code::MEANINGS;
use crate::failure::Failure;
use crate::input::connection::Connection;
use crate::output::Output;
use crate::signals::Signals;

/// What `outbox` takes.
#[derive(Debug, Args)]
pub(crate) struct Outboxes {
    #[command(subcommand)]
    command: Command,
}

/// What can be done with an outbox.
#[derive(Debug, Subcommand)]
enum Command {
    /// Keep an addition until it can be sent; needs no key and no network
    #[command(after_help = MEANINGS)]
    Add(Adding),
    /// Keep a removal until it can be sent; needs no key and no network
    #[command(after_help = MEANINGS)]
    Remove(Removing),
    /// List the changes
    #[command(after_help = MEANINGS)]
    List(Listing),
    /// Show how many changes are in each state; exit code 6 when a removal was refused or waits too long
    #[command(after_help = MEANINGS)]
    Status(Standing),
    /// Deliver the changes until a signal comes, and print what becomes of them
    #[command(after_help = MEANINGS)]
    Run(Box<Delivering>),
    /// Ask again for a change that was refused or dropped, has expired or is in doubt
    #[command(after_help = MEANINGS)]
    Retry(Retrying),
    /// Take a change out
    #[command(after_help = MEANINGS)]
    Drop(Dropping),
    /// Make a damaged outbox usable again with what is sound in it; the damaged file stays beside it
    #[command(after_help = MEANINGS)]
    Repair(Repairing),
}

impl Outboxes {
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        match &self.command {
            Command::Add(adding) => adding.run(output),
            Command::Remove(removing) => removing.run(output),
            Command::List(listing) => listing.run(output),
            Command::Status(standing) => standing.run(output),
            Command::Run(delivering) => delivering.run(output, signals),
            Command::Retry(retrying) => retrying.run(output),
            Command::Drop(dropping) => dropping.run(output),
            Command::Repair(repairing) => repairing.run(output),
        }
    }

    /// The options of the one that talks to Seam.
    pub(crate) fn connection_mut(&mut self) -> Option<&mut Connection> {
        match &mut self.command {
            Command::Run(delivering) => Some(&mut delivering.connection),
            _ => None,
        }
    }

    /// Whether answers are for programs.
    pub(crate) fn is_json(&self) -> bool {
        match &self.command {
            Command::Add(adding) => adding.place.json,
            Command::Remove(removing) => removing.place.json,
            Command::List(listing) => listing.place.json,
            Command::Status(standing) => standing.place.json,
            Command::Run(delivering) => delivering.connection.json,
            Command::Retry(retrying) => retrying.place.json,
            Command::Drop(dropping) => dropping.place.json,
            Command::Repair(repairing) => repairing.place.json,
        }
    }

    /// Whether nothing came of the command if its answer was not read: it only asks.
    pub(crate) fn only_answers(&self) -> bool {
        // The exit code of status is an answer.
        matches!(self.command, Command::List(_))
    }
}

/// A change in words: `remove 3333… from 4444…`.
fn phrase(action: Action, user: &str, group: &str, output: &Output) -> String {
    let (user, group) = (output.shown(user), output.shown(group));
    match action {
        Action::Add => format!("add {user} to {group}"),
        Action::Remove => format!("remove {user} from {group}"),
    }
}
