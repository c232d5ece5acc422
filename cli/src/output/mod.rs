//! What the command prints: answers on standard output, all else on standard error.

pub(crate) mod flag_names;
pub(crate) mod output_file;
pub(crate) mod plan_view;
pub(crate) mod progress_line;
pub(crate) mod report_view;
#[cfg_attr(windows, path = "special_file_of_windows.rs")]
mod special_file;
pub(crate) mod style;
pub(crate) mod text;

use std::io::{self, IsTerminal, Write};

use comfy_table::Table;
use comfy_table::presets::NOTHING;
use seam_acs_core::Error;
use serde_json::{Value, json};

use self::style::Style;
use self::text::Charset;
use crate::failure::Failure;

/// No more rows of a table are complained about on standard error: --json has all of them.
const MOST_PROBLEMS: usize = 50;

/// Standard output for answers, standard error for all else. What cannot be written is remembered and disturbs nothing.
#[derive(Debug)]
pub(crate) struct Output {
    charset: Charset,
    as_json: bool,
    is_quiet: bool,
    is_coloured: bool,
    lost: Option<io::Error>,
}

impl Output {
    pub(crate) fn new(as_json: bool, is_quiet: bool) -> Output {
        Output {
            charset: Charset::of_environment(),
            as_json,
            is_quiet,
            is_coloured: !as_json && io::stdout().is_terminal() && style::are_wanted(),
            lost: None,
        }
    }

    /// Whether answers are for programs.
    pub(crate) fn is_json(&self) -> bool {
        self.as_json
    }

    /// Whether nobody wants to know how far the work is.
    pub(crate) fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Whether a person reads the answers as they are written.
    pub(crate) fn is_watched(&self) -> bool {
        !self.as_json && io::stdout().is_terminal()
    }

    /// Text from elsewhere as it may stand in a line.
    pub(crate) fn shown(&self, text: &str) -> String {
        self.charset.shown(text)
    }

    /// Prints an answer: lines for people, whose foreign parts are [`shown`](Self::shown), or the JSON.
    pub(crate) fn say(&mut self, lines: &str, json: &Value) {
        if self.as_json { self.json(json) } else { self.lines(lines) }
    }

    /// Prints lines for people.
    pub(crate) fn lines(&mut self, lines: &str) {
        self.write(&self.charset.encode(&format!("{lines}\n")));
    }

    /// Prints a text for programs, as it is.
    pub(crate) fn plain(&mut self, text: &str) {
        self.write(text.as_bytes());
    }

    /// Prints JSON for programs.
    pub(crate) fn json(&mut self, json: &Value) {
        self.json_text(&format!("{json:#}"));
    }

    /// Prints JSON that core has written.
    pub(crate) fn json_text(&mut self, json: &str) {
        self.write(format!("{}\n", self.charset.shown_json(json)).as_bytes());
    }

    /// Prints what a person may want to know beside the answer.
    pub(crate) fn remark(&self, line: &str) {
        if !self.is_quiet {
            self.err(line);
        }
    }

    /// Prints lines that a person is to see although they are no answer.
    pub(crate) fn note(&self, lines: &str) {
        self.err(lines);
    }

    /// Text in a style, where a person reads it in colours.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        if self.is_coloured { style.paint(text) } else { text.to_owned() }
    }

    /// Prints rows of cells, which are [`shown`](Self::shown) here, under titles; `nothing` is the sentence for none.
    pub(crate) fn table(&mut self, titles: &[&str], rows: &[Vec<String>], json: &Value, nothing: &str) {
        if self.as_json {
            self.json(json);
        } else if rows.is_empty() {
            self.lines(nothing);
        } else {
            let lines = self.laid_out(titles, rows);
            self.lines(&lines);
        }
    }

    fn laid_out(&self, titles: &[&str], rows: &[Vec<String>]) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING).set_header(titles);
        table.add_rows(rows.iter().map(|row| row.iter().map(|cell| self.shown(cell)).collect::<Vec<_>>()));
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        table.trim_fmt()
    }

    /// Prints what went wrong: a line.
    pub(crate) fn complaint(&self, line: &str) {
        self.err(&format!("seam-acs: {}", self.shown(line)));
    }

    /// Prints why the command ended early.
    pub(crate) fn failure(&self, failure: &Failure) {
        match failure {
            Failure::Core(error) => self.error(error),
            Failure::Stopped => self.complaint("Stopped: nothing was changed."),
            Failure::Usage(sentence) => self.complaint(sentence),
        }
    }

    fn error(&self, error: &Error) {
        if self.as_json {
            self.err(&self.charset.shown_json(&format!("{:#}", facts(error))));
            return;
        }
        let problems = error.problems();
        if problems.len() < 2 {
            self.complaint(&flag_names::message(error));
            return;
        }
        self.complaint("these rows cannot be used; nothing was sent");
        for problem in problems.iter().take(MOST_PROBLEMS) {
            self.err(&format!("  {}", self.shown(&problem.to_string())));
        }
        if let Some(more) = problems.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
            self.err(&format!("  and {more} more: --json has all of them"));
        }
    }

    /// Why an answer could not be written, if one could not.
    pub(crate) fn lost(&self) -> Option<&io::Error> {
        self.lost.as_ref()
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.lost.is_some() {
            return;
        }
        let mut out = io::stdout().lock();
        self.lost = out.write_all(bytes).and_then(|()| out.flush()).err();
    }

    fn err(&self, lines: &str) {
        // Nobody is left to be told.
        let _ = io::stderr().lock().write_all(&self.charset.encode(&format!("{lines}\n")));
    }
}

/// An error as programs read it.
fn facts(error: &Error) -> Value {
    let mut facts = json!({
        "status": error.status().code(),
        "name": error.name(),
        "message": flag_names::message(error),
        "request_id": error.request_id(),
        "retryable": error.retryable(),
        "outcome_unknown": error.outcome_unknown(),
    });
    let problems =
        error.problems().iter().filter_map(|problem| serde_json::from_str(&problem.to_json()).ok());
    let problems: Vec<Value> = problems.collect();
    if !problems.is_empty()
        && let Some(facts) = facts.as_object_mut()
    {
        facts.insert("problems".to_owned(), Value::Array(problems));
    }
    json!({ "error": facts })
}
