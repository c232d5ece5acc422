//! The words that the command understands.

use std::ffi::OsString;

use clap::{ArgMatches, Args, FromArgMatches};
use seam_acs_core::Presence;

use crate::commands::applying::Applying;
use crate::commands::changing::Changing;
use crate::commands::checking::Checking;
use crate::commands::demo::Demo;
use crate::commands::exporting::Exporting;
use crate::commands::helping::{Completing, Manual};
use crate::commands::outbox::Outboxes;
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

/// What there is to do.
#[derive(Debug)]
pub(crate) enum Command {
    Check(Checking),
    Add(Changing),
    Remove(Changing),
    Members(AboutGroup),
    Groups(AboutUser),
    Doors(AboutUser),
    WhoCanOpen(AboutEntrance),
    Apply(Box<Applying>),
    Plan(Box<Planning>),
    Sync(Box<Syncing>),
    Wait(Waiting),
    Export(Exporting),
    Outbox(Outboxes),
    Demo(Demo),
    Completion(Completing),
    Man(Manual),
}

/// How a command is called, told and read.
struct Entry {
    name: &'static str,
    about: &'static str,
    examples: &'static str,
    /// Called for the command that is typed alone: all of them would take as long as the rest of a short command.
    describe: fn(clap::Command) -> clap::Command,
    read: fn(&ArgMatches) -> Result<Command, clap::Error>,
}

const ENTRIES: [Entry; 16] = [
    Entry {
        name: "check",
        about: "Ask Seam whether the credentials are accepted",
        examples: "\n--json",
        describe: described::<Checking>,
        read: |words| Ok(Command::Check(Checking::from_arg_matches(words)?)),
    },
    Entry {
        name: "add",
        about: "Put a user into a group, unless Seam has them in it already",
        examples: PAIR,
        describe: described::<Changing>,
        read: |words| Ok(Command::Add(Changing::from_arg_matches(words)?)),
    },
    Entry {
        name: "remove",
        about: "Take a user out of a group, unless Seam has them out of it already",
        examples: PAIR,
        describe: described::<Changing>,
        read: |words| Ok(Command::Remove(Changing::from_arg_matches(words)?)),
    },
    Entry {
        name: "members",
        about: "List who is in a group",
        examples: "\"Engineering\"\n\"Engineering\" --json",
        describe: described::<AboutGroup>,
        read: |words| Ok(Command::Members(AboutGroup::from_arg_matches(words)?)),
    },
    Entry {
        name: "groups",
        about: "List the groups that a user is in",
        examples: USER,
        describe: described::<AboutUser>,
        read: |words| Ok(Command::Groups(AboutUser::from_arg_matches(words)?)),
    },
    Entry {
        name: "doors",
        about: "List the entrances that a user can open, and through which groups",
        examples: USER,
        describe: described::<AboutUser>,
        read: |words| Ok(Command::Doors(AboutUser::from_arg_matches(words)?)),
    },
    Entry {
        name: "who-can-open",
        about: "List whom groups let in at an entrance",
        examples: "\"Server room\"\n\"Server room\" --json",
        describe: described::<AboutEntrance>,
        read: |words| Ok(Command::WhoCanOpen(AboutEntrance::from_arg_matches(words)?)),
    },
    Entry {
        name: "apply",
        about: "Make the changes of a table, whose column action says add or remove",
        examples: APPLY,
        describe: described::<Applying>,
        read: |words| Ok(Command::Apply(Box::new(Applying::from_arg_matches(words)?))),
    },
    Entry {
        name: "plan",
        about: "Show who would be added and who taken out, so that groups become what a table says",
        examples: "staff.csv\nstaff.csv --save staff.plan\nstaff.csv --exit-code",
        describe: described::<Planning>,
        read: |words| Ok(Command::Plan(Box::new(Planning::from_arg_matches(words)?))),
    },
    Entry {
        name: "sync",
        about: "Make groups what a table says: add who is missing, take out who is not in it",
        examples: SYNC,
        describe: described::<Syncing>,
        read: |words| Ok(Command::Sync(Box::new(Syncing::from_arg_matches(words)?))),
    },
    Entry {
        name: "wait",
        about: "Wait until the access system has followed a change, as far as reads can tell",
        examples: WAIT,
        describe: described::<Waiting>,
        read: |words| Ok(Command::Wait(Waiting::from_arg_matches(words)?)),
    },
    Entry {
        name: "export",
        about: "Write every system, group, member and entrance",
        examples: "workspace.json\nstaff.csv\n--format csv",
        describe: described::<Exporting>,
        read: |words| Ok(Command::Export(Exporting::from_arg_matches(words)?)),
    },
    Entry {
        name: "outbox",
        about: "Keep changes on the disk until Seam has them",
        examples: OUTBOX,
        describe: described::<Outboxes>,
        read: |words| Ok(Command::Outbox(Outboxes::from_arg_matches(words)?)),
    },
    Entry {
        name: "demo",
        about: "Start a sandbox, and walk through add, wait and remove in a minute",
        examples: "\n",
        describe: described::<Demo>,
        read: |words| Ok(Command::Demo(Demo::from_arg_matches(words)?)),
    },
    Entry {
        name: "completion",
        about: "Print what a shell needs to complete seam-acs",
        examples: COMPLETION,
        describe: described::<Completing>,
        read: |words| Ok(Command::Completion(Completing::from_arg_matches(words)?)),
    },
    Entry {
        name: "man",
        about: "Print a page of the manual",
        examples: MAN,
        describe: described::<Manual>,
        read: |words| Ok(Command::Man(Manual::from_arg_matches(words)?)),
    },
];

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
const OUTBOX: &str = "add 33333333-3333-3333-3333-333333333333 44444444-4444-4444-4444-444444444444 --until 2026-12-04T18:00+01:00
remove 33333333-3333-3333-3333-333333333333 44444444-4444-4444-4444-444444444444
status --max-age 3600
run --api-key-file /run/credentials/seam-acs-outbox.service/seam-api-key";
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
            Command::Outbox(outboxes) => outboxes.run(output, signals),
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
            Command::Outbox(outboxes) => return outboxes.connection_mut(),
            Command::Demo(_) | Command::Completion(_) | Command::Man(_) => return None,
        })
    }

    /// Where its answers go, and in which form.
    pub(crate) fn output(&mut self) -> Output {
        if let Command::Outbox(outboxes) = self {
            let is_quiet = outboxes.connection_mut().is_some_and(|connection| connection.quiet);
            return Output::new(outboxes.is_json(), is_quiet);
        }
        match self.connection_mut() {
            Some(connection) => Output::new(connection.json, connection.quiet),
            None => Output::new(false, false),
        }
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
            Command::Outbox(outboxes) => outboxes.only_answers(),
            _ => true,
        }
    }
}

/// Reads the words of a command line, the first being the program's own name.
pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    let found = whole().try_get_matches_from(words)?;
    let entry = found.subcommand().and_then(|(name, words)| Some((entry(name)?, words)));
    // Without a command there is the help, which is no match.
    let (entry, words) = entry.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingSubcommand))?;
    (entry.read)(words)
}

/// The whole command, for completion and manual.
pub(crate) fn whole() -> clap::Command {
    let commands =
        ENTRIES.iter().map(|entry| clap::Command::new(entry.name).about(entry.about).defer(entry.describe));
    clap::Command::new("seam-acs")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Decide who may open which doors: ACS users in access groups, through Seam's API")
        .after_help(format!("{EXAMPLES}\n\n{MEANINGS}"))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(commands)
}

fn entry(name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.name == name)
}

/// A command with its arguments and the end of its help.
fn described<A: Args>(command: clap::Command) -> clap::Command {
    let Some(entry) = entry(command.get_name()) else { return command };
    // The arguments bring the comment of their type along, which is for readers of the code.
    A::augment_args(command).about(entry.about).after_help(end(entry))
}

/// The end of a command's help.
fn end(entry: &Entry) -> String {
    if entry.examples.starts_with("examples:") {
        return entry.examples.to_owned();
    }
    let line = |words: &str| format!("  seam-acs {} {words}", entry.name).trim_end().to_owned();
    let lines: Vec<String> = entry.examples.lines().map(line).collect();
    format!("examples:\n{}\n\n{MEANINGS}", lines.join("\n"))
}
