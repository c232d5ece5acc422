//! `sync`: groups become what a table says.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use seam_acs_core::{Client, Plan, SyncOptions};

use crate::commands::making::Making;
use crate::commands::planning::Limits;
use crate::exit_code;
use crate::failure::Failure;
use crate::following::{follow, stop_if_asked};
use crate::input::confirmation::Confirmation;
use crate::input::connection::Connection;
use crate::input::table::{self, Reading};
use crate::output::Output;
use crate::output::output_file::Named;
use crate::output::plan_view;
use crate::signals::Signals;

/// What `sync` takes.
#[derive(Debug, Args)]
pub(crate) struct Syncing {
    #[command(flatten)]
    source: Source,
    /// Only show the plan, and whether it is still right
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// A table or a plan. Nobody guesses which of them a file is.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Source {
    #[arg(value_name = "FILE", help = table::ABOUT)]
    file: Option<PathBuf>,
    /// A plan that was saved; what it may do is to be said again
    #[arg(long, value_name = "PLAN")]
    plan: Option<PathBuf>,
}

impl Syncing {
    /// Makes groups what a table says.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let report = if self.dry_run { None } else { self.making.open_report(&self.inputs())? };
        let client = self.making.client(&self.connection, output, signals)?;
        let (plan, said) = self.plan(&client, output, signals)?;
        if self.dry_run {
            if self.source.plan.is_some() {
                let options = SyncOptions { dry_run: true, ..said };
                follow(&client.begin_sync(&plan, options)?, signals)?;
            }
            plan_view::print(&plan, output);
            output.remark("Nothing was changed: this was a dry run.");
            return Ok(exit_code::DONE);
        }
        let confirmation = self.making.confirmation(self.source.file.as_deref(), output);
        confirm(&plan, confirmation, output, signals)?;
        stop_if_asked(signals)?;
        let work = client.begin_sync(&plan, SyncOptions { apply: self.making.options(), ..said })?;
        self.making.follow("sync", &work, report, output, signals)
    }

    /// The plan, and what is to be said of it again.
    fn plan(
        &self,
        client: &Client,
        output: &mut Output,
        signals: &Signals,
    ) -> Result<(Plan, SyncOptions), Failure> {
        let Some(path) = &self.source.plan else {
            let file = self.source.file.as_deref().unwrap_or(Path::new("-"));
            let roster = self.reading.read(file, output, signals)?;
            let plan = self.limits.plan(client, roster, &self.reading, output, signals)?;
            return Ok((plan, SyncOptions::default()));
        };
        if self.reading.is_said() {
            let sentence =
                "--plan takes a plan, and the flags that say how a table is read say nothing of one";
            return Err(Failure::Usage(sentence.to_owned()));
        }
        let text = fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
        Ok((Plan::from_json(&text)?, self.limits.of_saved_plan()))
    }

    fn inputs(&self) -> [Named<'_>; 3] {
        [
            ("FILE", self.source.file.as_deref()),
            ("--plan", self.source.plan.as_deref()),
            ("--audit-log", self.connection.audit_log.as_deref()),
        ]
    }
}

/// Shows a plan, and asks where there is something to do and somebody to ask.
fn confirm(
    plan: &Plan,
    confirmation: Option<Confirmation>,
    output: &mut Output,
    signals: &Signals,
) -> Result<(), Failure> {
    if !output.is_json() {
        plan_view::print(plan, output);
    }
    let Some(confirmation) = confirmation.filter(|_| !plan.is_empty()) else { return Ok(()) };
    if !output.is_watched() {
        output.note(&plan_view::lines(plan, output));
    }
    confirmation.ask("Make these changes?", signals)
}
