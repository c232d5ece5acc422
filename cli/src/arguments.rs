//! The words that the command understands.

use clap::{CommandFactory, Parser, Subcommand};

use crate::changing::Changing;
use crate::checking::Checking;
use crate::connection::Connection;
use crate::exit_code::MEANINGS;
use crate::waiting::Waiting;

const EXAMPLES: &str = "examples:
  seam-acs check
  seam-acs add ada.lindqvist@harbour.example \"Engineering\"
  seam-acs doors \"Ada Lindqvist\"
  seam-acs sync staff.csv --dry-run
  seam-acs sync staff.csv --journal staff.journal
  seam-acs wait ada.lindqvist@harbour.example \"Engineering\" --for 60

The key is read from SEAM_API_KEY (or SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID), else it is asked
for. Users are named by id, e-mail address or name, groups and entrances by id or name, where only one answers
to it.";

/// Decide who may open which doors: ACS users in access groups, through Seam's API
#[derive(Debug, Parser)]
#[command(name = "seam-acs", version, disable_help_subcommand = true, after_help = top_end())]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What there is to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Put a user into a group, unless Seam has them in it already
    #[command(after_help = end("add", PAIR))]
    Add(Changing),
    /// Take a user out of a group, unless Seam has them out of it already
    #[command(after_help = end("remove", PAIR))]
    Remove(Changing),
    /// Ask Seam whether the credentials are accepted
    #[command(after_help = end("check", "\n--json"))]
    Check(Checking),
    /// Wait until the access system has followed a change, as far as reads can tell
    #[command(after_help = end("wait", WAIT))]
    Wait(Waiting),
}

const PAIR: &str = "ada.lindqvist@harbour.example \"Engineering\"
ada.lindqvist@harbour.example \"Engineering\" --wait 60";
const WAIT: &str = "ada.lindqvist@harbour.example \"Engineering\" --for 60
ada.lindqvist@harbour.example \"Engineering\" --absent";

impl Command {
    /// The options of a command that talks to Seam.
    pub(crate) fn connection(&self) -> Option<&Connection> {
        match self {
            Command::Add(changing) | Command::Remove(changing) => Some(&changing.connection),
            Command::Check(checking) => Some(&checking.connection),
            Command::Wait(waiting) => Some(&waiting.connection),
        }
    }

    /// Whether nothing came of the command if its answer was not read: it only asks.
    pub(crate) fn only_answers(&self) -> bool {
        match self {
            Command::Add(_) | Command::Remove(_) | Command::Check(_) | Command::Wait(_) => false,
        }
    }
}

/// The whole command, for completion and manual.
pub(crate) fn whole() -> clap::Command {
    Arguments::command()
}

fn top_end() -> String {
    format!("{EXAMPLES}\n\n{MEANINGS}")
}

/// The end of a command's help.
fn end(name: &str, examples: &str) -> String {
    let lines = examples.lines().map(|words| format!("  seam-acs {name} {words}").trim_end().to_owned());
    format!("examples:\n{}\n\n{MEANINGS}", lines.collect::<Vec<_>>().join("\n"))
}
