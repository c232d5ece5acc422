//! How the changes of a list are made, and what is kept of them: for `apply` and `sync`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use seam_acs_core::{ApplyOptions, Client, Operation, Report};

use crate::exit_code;
use crate::failure::Failure;
use crate::following::watch;
use crate::input::confirmation::Confirmation;
use crate::input::connection::{Connection, pause, seconds};
use crate::input::table::is_standard_input;
use crate::output::Output;
use crate::output::output_file::{Named, OutputFile};
use crate::output::progress_line::{ProgressLine, Work};
use crate::output::report_view;
use crate::signals::Signals;

/// How the changes are made.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the changes are made")]
pub(crate) struct Making {
    /// Ask nothing, also at a terminal
    #[arg(long)]
    yes: bool,
    /// Note outcomes in this file; the same list goes on from it after a crash
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Write what became of each change: .json, else CSV
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write cells of a CSV report as they are, also those that a spreadsheet would calculate
    #[arg(long)]
    raw: bool,
    /// At most N requests at once [default: 64]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    ceiling: Option<u32>,
    /// Stop after so long, with a report
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    deadline: Option<Duration>,
    /// Pause at most so long where Seam asks for it; a longer wish ends the run [default: 300]
    #[arg(long, value_name = "SECONDS", value_parser = pause)]
    max_pause: Option<Duration>,
}

impl Making {
    /// Opens the report, before anything is sent. It may be none of the other files.
    pub(crate) fn open_report(&self, inputs: &[Named<'_>]) -> Result<Option<OutputFile>, Failure> {
        let others = [inputs, &[("--journal", self.journal.as_deref())]].concat();
        self.report.as_deref().map(|path| OutputFile::open("--report", path, &others)).transpose()
    }

    /// The client that makes them.
    pub(crate) fn client(
        &self,
        connection: &Connection,
        output: &Output,
        signals: &Signals,
    ) -> Result<Client, Failure> {
        let pause = self.max_pause.map(|pause| ("max_pause_ms", pause.as_millis().to_string()));
        connection.client_with(pause.as_slice(), output, signals)
    }

    /// The options of core.
    pub(crate) fn options(&self) -> ApplyOptions {
        ApplyOptions {
            ceiling: self.ceiling,
            fixed: None,
            deadline: self.deadline,
            journal: self.journal.clone(),
        }
    }

    /// Whom to ask before anything is changed; nobody where no person sits at a terminal.
    pub(crate) fn confirmation(&self, file: Option<&Path>, output: &Output) -> Option<Confirmation> {
        if self.yes {
            return None;
        }
        Confirmation::at_terminal(file.is_some_and(is_standard_input), output)
    }

    /// Follows the work to its end, and keeps and shows its report however it ended.
    pub(crate) fn follow(
        &self,
        title: &'static str,
        work: &Operation,
        file: Option<OutputFile>,
        output: &mut Output,
        signals: &Signals,
    ) -> Result<u8, Failure> {
        let mut line = ProgressLine::new(title, Work::Changes, output);
        let result = watch(work, signals, |look| line.tell(look));
        drop(line);
        if let Some(report) = work.report() {
            self.keep(&report, file, output);
            report_view::print(&report, self.report.is_some(), output);
        }
        result?;
        Ok(exit_code::DONE)
    }

    /// Writes the report into its file. What was done is done, whether it can be written or not.
    fn keep(&self, report: &Report, file: Option<OutputFile>, output: &Output) {
        let (Some(file), Some(path)) = (file, &self.report) else { return };
        let is_json = path.extension().is_some_and(|ending| ending == "json");
        let content = match (is_json, self.raw) {
            (true, _) => report.to_json(),
            (false, false) => report.to_csv(),
            (false, true) => report.to_csv_raw(),
        };
        if let Err(sentence) = file.write(&content) {
            output.complaint(&format!("the report {sentence}"));
        }
    }
}
