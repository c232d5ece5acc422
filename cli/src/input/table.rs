//! The tables that `apply`, `plan` and `sync` read, and what is said about them beside.

use std::fs;
use std::path::Path;

use clap::Args;
use clap::builder::TypedValueParser;
use seam_acs_core::{Roster, TableOptions};

use crate::failure::Failure;
use crate::input::standard_input;
use crate::input::word::word;
use crate::output::Output;
use crate::signals::Signals;

/// What a table holds, for the help of its argument.
pub(crate) const ABOUT: &str = "CSV or JSON with email, name, acs_user_id or user_identity_id, and group or \
                                acs_access_group_id; - reads standard input";

/// What a table does not say itself.
#[derive(Debug, Args)]
#[command(next_help_heading = "How the table is read")]
pub(crate) struct Reading {
    /// The line of the header, from 1, where others stand before it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    header_line: Option<u32>,
    /// What the table calls a column: email=E-Mail; with nothing behind the sign it has no such column; may be given
    /// several times
    #[arg(long, value_name = "NAME=OWN", value_parser = word().try_map(|text| pair(&text)))]
    columns: Vec<(String, String)>,
    /// What separates several groups in one cell, such as ;
    #[arg(long, value_name = "TEXT", value_parser = word())]
    group_separator: Option<String>,
    /// Only rows with this value in this column count: Status=Active; may be given several times
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = word().try_map(|text| pair(&text)))]
    only: Vec<(String, String)>,
    /// The access system, by name or id, of --group, of --empty and of rows that name none
    #[arg(long, value_name = "SYSTEM", value_parser = word())]
    pub(crate) system: Option<String>,
    /// Leave out rows of people whom nobody knows, instead of refusing the table
    #[arg(long)]
    pub(crate) skip_unknown: bool,
}

impl Reading {
    /// Whether anything is said, which a saved plan would not hear.
    pub(crate) fn is_said(&self) -> bool {
        let Reading { header_line, columns, group_separator, only, system, skip_unknown } = self;
        let is_said = header_line.is_some() || group_separator.is_some() || system.is_some();
        is_said || *skip_unknown || !columns.is_empty() || !only.is_empty()
    }

    /// Reads a table from a file, or from standard input where it is called `-`.
    pub(crate) fn read(&self, path: &Path, output: &Output, signals: &Signals) -> Result<Roster, Failure> {
        self.read_with(path, &[], output, signals)
    }

    /// The same; of the rows only those with these values count besides.
    pub(crate) fn read_with(
        &self,
        path: &Path,
        only: &[(String, Vec<String>)],
        output: &Output,
        signals: &Signals,
    ) -> Result<Roster, Failure> {
        let content = if is_standard_input(path) {
            standard_input::read_all(signals)?
        } else {
            fs::read(path).map_err(|error| Failure::file(path, &error))?
        };
        let roster = Roster::parse_with(&content, &self.options(only))?;
        let ignored: Vec<String> = roster.ignored_columns().iter().map(|name| output.shown(name)).collect();
        // Of a report that is read again the other columns are known.
        if !ignored.is_empty() && only.is_empty() {
            output.remark(&format!("Columns that were not used: {}", ignored.join(", ")));
        }
        Ok(roster)
    }

    fn options(&self, further: &[(String, Vec<String>)]) -> TableOptions {
        let mut only = further.to_vec();
        for (column, value) in &self.only {
            match only.iter_mut().find(|(known, _)| known == column) {
                Some((_, values)) => values.push(value.clone()),
                None => only.push((column.clone(), vec![value.clone()])),
            }
        }
        TableOptions {
            header_line: self.header_line,
            columns: self.columns.clone(),
            group_separator: self.group_separator.clone(),
            only,
        }
    }
}

/// Whether a path means standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new("-")
}

/// Two words with an equals sign between them.
fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("it must be two words with = between them")?;
    Ok((name.to_owned(), value.to_owned()))
}
