//! `plan`: who would be added and who taken out, and what `plan` and `sync` may do.

use std::path::PathBuf;

use clap::Args;
use seam_acs_core::{Client, Error, Limit, Mode, Order, Plan, PlanOptions, Roster, SyncOptions};

use crate::exit_code;
use crate::failure::Failure;
use crate::following::watch;
use crate::input::connection::Connection;
use crate::input::table::{self, Reading};
use crate::input::word::word;
use crate::output::Output;
use crate::output::output_file::OutputFile;
use crate::output::plan_view;
use crate::output::progress_line::{ProgressLine, Work};
use crate::signals::Signals;

/// What `plan` takes.
#[derive(Debug, Args)]
pub(crate) struct Planning {
    #[arg(value_name = "FILE", help = table::ABOUT)]
    file: PathBuf,
    /// Write the plan to this file, for sync --plan
    #[arg(long, value_name = "PLAN")]
    save: Option<PathBuf>,
    /// End with 9 where changes are pending, and with 0 where nothing is to be done
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// What a plan may do.
#[derive(Debug, Args)]
#[command(next_help_heading = "What the plan may do")]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag that is given or not")]
pub(crate) struct Limits {
    /// The group, by name or id, of a table without groups
    #[arg(long, value_parser = word())]
    group: Option<String>,
    /// Leave members who are not in the table
    #[arg(long)]
    additive: bool,
    /// Take out before adding
    #[arg(long)]
    removes_first: bool,
    /// Empty this group, which the table does not name; may be given several times
    #[arg(long, value_name = "GROUP", value_parser = word())]
    empty: Vec<String>,
    /// Take out more than the larger of 5 people and 20 % of the members
    #[arg(long)]
    allow_mass_removal: bool,
    /// Leave a group that has members without any, or take a table without anybody
    #[arg(long)]
    allow_emptying: bool,
    /// Add at most so many to a group, and in all: 10, or 10% of the members
    #[arg(long, value_name = "N|N%", value_parser = limit)]
    max_additions: Option<Limit>,
    /// Take out at most so many, likewise
    #[arg(long, value_name = "N|N%", value_parser = limit)]
    max_removals: Option<Limit>,
}

impl Planning {
    /// Shows what syncing would do.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let save = self.save.as_deref().map(|path| {
            let audit_log = ("--audit-log", self.connection.audit_log.as_deref());
            OutputFile::open("--save", path, &[("FILE", Some(&self.file)), audit_log])
        });
        let save = save.transpose()?;
        let client = self.connection.client(output, signals)?;
        let roster = self.reading.read(&self.file, output, signals)?;
        let plan = self.limits.plan(&client, roster, &self.reading, output, signals)?;
        plan_view::print(&plan, output);
        if let Some(save) = save {
            save.write(&plan.to_json()).map_err(Failure::Usage)?;
        }
        Ok(if self.exit_code && !plan.is_empty() { exit_code::NOT_YET } else { exit_code::DONE })
    }
}

impl Limits {
    /// Makes a plan. One that a guard refuses is shown before the words that refuse it.
    pub(crate) fn plan(
        &self,
        client: &Client,
        roster: Roster,
        reading: &Reading,
        output: &mut Output,
        signals: &Signals,
    ) -> Result<Plan, Failure> {
        let planning = client.begin_plan(roster, self.options(reading))?;
        let mut line = ProgressLine::new("plan", Work::Reads, output);
        let answer = watch(&planning, signals, |look| line.tell(look));
        drop(line);
        match answer {
            Ok(answer) => {
                Ok(answer.plan().cloned().ok_or_else(|| Error::internal("planning gave no plan"))?)
            }
            Err(refusal) => {
                if let Some(plan) = planning.plan() {
                    plan_view::print(&plan, output);
                }
                Err(refusal.into())
            }
        }
    }

    fn options(&self, reading: &Reading) -> PlanOptions {
        PlanOptions {
            group: self.group.clone(),
            system: reading.system.clone(),
            mode: if self.additive { Mode::Additive } else { Mode::Exact },
            order: if self.removes_first { Order::RemovesFirst } else { Order::AddsFirst },
            empties: self.empty.clone(),
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: self.max_additions,
            max_removals: self.max_removals,
            skip_unknown: reading.skip_unknown,
        }
    }

    /// What the flags say of a plan that was saved: it must not be another, and what it may do.
    pub(crate) fn of_saved_plan(&self) -> SyncOptions {
        SyncOptions {
            group: self.group.clone(),
            mode: self.additive.then_some(Mode::Additive),
            order: self.removes_first.then_some(Order::RemovesFirst),
            empties: self.empty.clone(),
            allow_mass_removal: self.allow_mass_removal,
            allow_emptying: self.allow_emptying,
            max_additions: self.max_additions,
            max_removals: self.max_removals,
            ..SyncOptions::default()
        }
    }
}

fn limit(text: &str) -> Result<Limit, &'static str> {
    text.parse().map_err(|_: Error| "it must be a number such as 10 or a share such as 10%")
}
