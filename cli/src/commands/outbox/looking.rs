//! `outbox list` and `outbox status`: what is kept, and how it stands.

use std::time::Duration;

use clap::Args;
use seam_acs_core::{Outbox, Record};
use serde_json::{Value, json};

use super::place::Place;
use crate::exit_code;
use crate::failure::Failure;
use crate::input::connection::seconds;
use crate::input::word::word;
use crate::output::Output;

/// What `outbox list` takes.
#[derive(Debug, Args)]
pub(crate) struct Listing {
    /// Only changes in this state, such as refused; outbox status names all states
    #[arg(long, value_name = "STATE", value_parser = word())]
    state: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// What `outbox status` takes.
#[derive(Debug, Args)]
pub(crate) struct Standing {
    /// End with 6 when a removal waits for longer
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    max_age: Option<Duration>,
    /// Print metrics for Prometheus and its node exporter, and end with 0
    #[arg(long, conflicts_with_all = ["json", "max_age"])]
    metrics: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Of a status: the states of changes that have not ended, and of those that have.
const OPEN: [&str; 4] = ["waiting", "scheduled", "under_way", "settling"];
const ENDED: [&str; 6] = ["recorded", "superseded", "expired", "refused", "in_doubt", "dropped"];

impl Listing {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let filter = self.state.as_ref().map(|state| json!({ "state": state }).to_string());
        let changes = self.place.open()?.list(&filter.unwrap_or_default())?;
        let rows: Vec<Vec<String>> = changes.iter().map(row).collect();
        let values: Value = changes.iter().map(Record::value).collect();
        let titles = ["ID", "ACTION", "USER", "GROUP", "STATE", "ASKED FOR AT", "WHY"];
        output.table(&titles, &rows, &values, "There are no changes.");
        Ok(exit_code::DONE)
    }
}

fn row(change: &Record) -> Vec<String> {
    let field = |name: &str| change.get(name).unwrap_or_default();
    let user = change.get("acs_user_id").unwrap_or_else(|| field("user_identity_id"));
    let at = change.get("not_before").map(|at| format!("{} for {at}", field("queued_at")));
    let why = change.get("error").or_else(|| change.get("last_error"));
    vec![
        field("id"),
        field("action"),
        user,
        field("acs_access_group_id"),
        words(&field("state")),
        at.unwrap_or_else(|| field("queued_at")),
        why.unwrap_or_default(),
    ]
}

impl Standing {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let outbox = self.place.open()?;
        if self.metrics {
            output.plain(&outbox.metrics()?);
            return Ok(exit_code::DONE);
        }
        let status = outbox.status()?;
        let alarm = Outbox::alarm(&status, self.max_age);
        let mut value = status.value();
        if let Some(fields) = value.as_object_mut() {
            fields.insert("alarm".to_owned(), alarm.clone().into());
        }
        output.say(&lines(&status, output), &value);
        let Some(alarm) = alarm else { return Ok(exit_code::DONE) };
        if !output.is_json() {
            output.complaint(&alarm);
        }
        Ok(exit_code::PARTIAL)
    }
}

fn lines(status: &Record, output: &Output) -> String {
    let counts = |names: &[&str]| {
        let count = |name: &&str| {
            let count = status.int(name).filter(|count| *count > 0)?;
            Some(format!("{count} {}", words(name)))
        };
        let counts: Vec<String> = names.iter().filter_map(count).collect();
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
    };
    let mut lines = vec![format!("To be done: {}.", counts(&OPEN)), format!("Ended: {}.", counts(&ENDED))];
    if let (Some(id), Some(age)) = (status.get("oldest_remove_id"), status.int("oldest_remove_age_s")) {
        lines.push(format!("The oldest removal is change {id}; it waits for {age} s."));
    }
    lines.extend(status.get("paused_because").map(|why| paused(&why, output)));
    lines.join("\n")
}

/// Why nothing is sent.
pub(super) fn paused(why: &str, output: &Output) -> String {
    format!("Nothing is sent until this is mended: {}", output.shown(why))
}

/// A state in words.
fn words(state: &str) -> String {
    state.replace('_', " ")
}
