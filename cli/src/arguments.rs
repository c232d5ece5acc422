//! The words that the command understands.

use clap::{CommandFactory, Parser, Subcommand};
use seam_acs_core::Presence;

use crate::commands::applying::Applying;
use crate::commands::changing::Changing;
use crate::commands::checking::Checking;
use crate::commands::demo::Demo;
use crate::commands::exporting::Exporting;
use crate::commands::helping::{Completing, Manual};
use crate::commands::planning::Planning;
use crate::commands::questions::{AboutEntrance, AboutGroup, AboutUser};
use crate::commands::syncing::Syncing;
use crate::commands::waiting::Waiting;
use crate::exit_code::MEANINGS;
use crate::failure::Failure;
use crate::input::connection::Connection;
use crate::output::Output;
use crate::signals::Signals;

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
    /// Ask Seam whether the credentials are accepted
    #[command(after_help = end("check", "\n--json"))]
    Check(Checking),
    /// Put a user into a group, unless Seam has them in it already
    #[command(after_help = end("add", PAIR))]
    Add(Changing),
    /// Take a user out of a group, unless Seam has them out of it already
    #[command(after_help = end("remove", PAIR))]
    Remove(Changing),
    /// List who is in a group
    #[command(after_help = end("members", "\"Engineering\"\n\"Engineering\" --json"))]
    Members(AboutGroup),
    /// List the groups that a user is in
    #[command(after_help = end("groups", USER))]
    Groups(AboutUser),
    /// List the entrances that a user can open, and through which groups
    #[command(after_help = end("doors", USER))]
    Doors(AboutUser),
    /// List whom groups let in at an entrance
    #[command(after_help = end("who-can-open", "\"Server room\"\n\"Server room\" --json"))]
    WhoCanOpen(AboutEntrance),
    /// Make the changes of a table, whose column action says add or remove
    #[command(after_help = end("apply", APPLY))]
    Apply(Box<Applying>),
    /// Show who would be added and who taken out, so that groups become what a table says
    #[command(after_help = end("plan", "staff.csv\nstaff.csv --save staff.plan\nstaff.csv --exit-code"))]
    Plan(Box<Planning>),
    /// Make groups what a table says: add who is missing, take out who is not in it
    #[command(after_help = end("sync", SYNC))]
    Sync(Box<Syncing>),
    /// Wait until the access system has followed a change, as far as reads can tell
    #[command(after_help = end("wait", WAIT))]
    Wait(Waiting),
    /// Write every system, group, member and entrance
    #[command(after_help = end("export", "workspace.json\nstaff.csv\n--format csv"))]
    Export(Exporting),
    /// Start a sandbox, and walk through add, wait and remove in a minute
    #[command(after_help = end("demo", "\n"))]
    Demo(Demo),
    /// Print what a shell needs to complete seam-acs
    #[command(after_help = COMPLETION)]
    Completion(Completing),
    /// Print a page of the manual
    #[command(after_help = MAN)]
    Man(Manual),
}

const COMPLETION: &str = "examples:
  eval \"$(seam-acs completion bash)\"       # in ~/.bashrc
  eval \"$(seam-acs completion zsh)\"        # in ~/.zshrc, after compinit
  seam-acs completion fish | source        # in config.fish
  seam-acs completion powershell | Out-String | Invoke-Expression";
const MAN: &str = "examples:
  seam-acs man | man -l -
  seam-acs man sync | man -l -";
const PAIR: &str = "ada.lindqvist@harbour.example \"Engineering\"
ada.lindqvist@harbour.example \"Engineering\" --wait 60";
const USER: &str = "ada.lindqvist@harbour.example
ada.lindqvist@harbour.example --json";
const APPLY: &str = "changes.csv
leavers.csv --action remove --group Engineering
changes.csv --journal changes.journal --report outcome.csv
--retry outcome.csv";
const SYNC: &str = "staff.csv --dry-run
staff.csv --journal staff.journal
--plan staff.plan";
const WAIT: &str = "ada.lindqvist@harbour.example \"Engineering\" --for 60
ada.lindqvist@harbour.example \"Engineering\" --absent";

impl Command {
    /// Lets the command do its work, and gives its exit code.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        match self {
            Command::Check(checking) => checking.run(output, signals),
            Command::Add(changing) => changing.run(Presence::Present, output, signals),
            Command::Remove(changing) => changing.run(Presence::Absent, output, signals),
            Command::Members(group) => group.members(output, signals),
            Command::Groups(user) => user.groups(output, signals),
            Command::Doors(user) => user.doors(output, signals),
            Command::WhoCanOpen(entrance) => entrance.who_can_open(output, signals),
            Command::Apply(applying) => applying.run(output, signals),
            Command::Plan(planning) => planning.run(output, signals),
            Command::Sync(syncing) => syncing.run(output, signals),
            Command::Wait(waiting) => waiting.run(output, signals),
            Command::Export(exporting) => exporting.run(output, signals),
            Command::Demo(demo) => demo.run(output, signals),
            Command::Completion(completing) => Ok(completing.run(output)),
            Command::Man(manual) => manual.run(output),
        }
    }

    /// The options of a command that talks to Seam.
    pub(crate) fn connection_mut(&mut self) -> Option<&mut Connection> {
        Some(match self {
            Command::Check(checking) => &mut checking.connection,
            Command::Add(changing) | Command::Remove(changing) => &mut changing.connection,
            Command::Members(group) => &mut group.connection,
            Command::Groups(user) | Command::Doors(user) => &mut user.connection,
            Command::WhoCanOpen(entrance) => &mut entrance.connection,
            Command::Apply(applying) => &mut applying.connection,
            Command::Plan(planning) => &mut planning.connection,
            Command::Sync(syncing) => &mut syncing.connection,
            Command::Wait(waiting) => &mut waiting.connection,
            Command::Export(exporting) => &mut exporting.connection,
            Command::Demo(_) | Command::Completion(_) | Command::Man(_) => return None,
        })
    }

    /// Whether nothing came of the command if its answer was not read: it only asks.
    pub(crate) fn only_answers(&self) -> bool {
        match self {
            // The exit code of the last two is the answer.
            Command::Add(_)
            | Command::Remove(_)
            | Command::Apply(_)
            | Command::Check(_)
            | Command::Wait(_) => false,
            Command::Sync(syncing) => syncing.dry_run,
            _ => true,
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
