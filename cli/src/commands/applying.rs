//! `apply`: the changes of a table.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use seam_acs_core::{Action, Changes, Client, Error, ResolveOptions};

use crate::commands::making::Making;
use crate::failure::Failure;
use crate::following::{stop_if_asked, watch};
use crate::input::connection::Connection;
use crate::input::table::{self, Reading};
use crate::input::word::word;
use crate::output::Output;
use crate::output::output_file::Named;
use crate::output::plan_view;
use crate::output::progress_line::{ProgressLine, Work};
use crate::signals::Signals;

/// What `apply` takes.
#[derive(Debug, Args)]
pub(crate) struct Applying {
    #[command(flatten)]
    source: Source,
    /// The group, by name or id, of rows that name none
    #[arg(long, value_parser = word())]
    group: Option<String>,
    /// What is done for rows without an action
    #[arg(long)]
    action: Option<ActionWord>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// A table, or the report of an earlier run.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Source {
    #[arg(value_name = "FILE", help = table::ABOUT)]
    file: Option<PathBuf>,
    /// Make the changes of this report again that are not as asked
    #[arg(long, value_name = "REPORT")]
    retry: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ActionWord {
    Add,
    Remove,
}

/// What a report calls changes that are not as asked.
const NOT_AS_ASKED: [&str; 4] = ["failed", "outcome_unknown", "not_attempted", "held_back"];

impl Applying {
    /// Makes the changes of a table.
    pub(crate) fn run(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let report = self.making.open_report(&self.inputs())?;
        let client = self.making.client(&self.connection, output, signals)?;
        let changes = self.changes(&client, output, signals)?;
        if let Some(confirmation) = self.making.confirmation(self.source.file.as_deref(), output)
            && !changes.is_empty()
        {
            output.note(&plan_view::lines_of_changes(&changes, output));
            confirmation.ask("Make these changes?", signals)?;
        }
        stop_if_asked(signals)?;
        let work = client.begin_apply(changes, &self.making.options())?;
        self.making.follow("apply", &work, report, output, signals)
    }

    /// Looks up whom and what the table names.
    fn changes(&self, client: &Client, output: &Output, signals: &Signals) -> Result<Changes, Failure> {
        let only = [("outcome".to_owned(), NOT_AS_ASKED.map(str::to_owned).to_vec())];
        let (path, only) = match (&self.source.retry, &self.source.file) {
            (Some(report), _) => (report.as_path(), only.as_slice()),
            (None, file) => (file.as_deref().unwrap_or(Path::new("-")), [].as_slice()),
        };
        let table = self.reading.read_with(path, only, output, signals)?;
        let options = ResolveOptions {
            group: self.group.clone(),
            system: self.reading.system.clone(),
            action: self.action.map(|action| match action {
                ActionWord::Add => Action::Add,
                ActionWord::Remove => Action::Remove,
            }),
            skip_unknown: self.reading.skip_unknown,
        };
        let lookup = client.begin_resolve(table, options)?;
        let mut line = ProgressLine::new("look up", Work::Reads, output);
        let found = watch(&lookup, signals, |look| line.tell(look))?;
        Ok(found
            .changes()
            .cloned()
            .ok_or_else(|| Error::internal("a table was looked up and has no changes"))?)
    }

    fn inputs(&self) -> [Named<'_>; 3] {
        [
            ("FILE", self.source.file.as_deref()),
            ("--retry", self.source.retry.as_deref()),
            ("--audit-log", self.connection.audit_log.as_deref()),
        ]
    }
}
