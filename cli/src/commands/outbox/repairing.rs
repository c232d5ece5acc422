//! `outbox repair`: what is left of a damaged outbox.

use clap::Args;
use seam_acs_core::{Outbox, Record};

use super::place::Place;
use crate::exit_code;
use crate::failure::Failure;
use crate::output::Output;

/// What `outbox repair` takes.
#[derive(Debug, Args)]
pub(crate) struct Repairing {
    #[command(flatten)]
    pub(crate) place: Place,
}

impl Repairing {
    pub(crate) fn run(&self, output: &mut Output) -> Result<u8, Failure> {
        let repaired = Outbox::repair(&self.place.existing()?)?;
        output.say(&lines(&repaired, output), &repaired.value());
        let is_whole = repaired.bool("lost_begin") != Some(true)
            && ids(&repaired, "lost_ids").is_empty()
            && ids(&repaired, "in_doubt_ids").is_empty();
        Ok(if is_whole { exit_code::DONE } else { exit_code::PARTIAL })
    }
}

fn lines(repaired: &Record, output: &Output) -> String {
    let Some(offset) = repaired.get("damaged_at") else {
        return "Nothing is damaged, and nothing was changed.".to_owned();
    };
    let file = output.shown(&repaired.get("damaged_file").unwrap_or_default());
    let lost = repaired.get("lost_bytes").unwrap_or_default();
    let mut lines = vec![format!(
        "Repaired: {lost} bytes from byte {offset} on could not be read. The damaged file is kept as {file}."
    )];
    if repaired.bool("lost_begin") == Some(true) {
        lines.push("Nobody knows which changes the lost begin of the log had.".to_owned());
    }
    let (lost, in_doubt) = (ids(repaired, "lost_ids"), ids(repaired, "in_doubt_ids"));
    if !lost.is_empty() {
        lines.push(format!("Lost changes: {}. Ask for them again.", lost.join(", ")));
    }
    if !in_doubt.is_empty() {
        let ids = in_doubt.join(", ");
        lines.push(format!("Additions that may have been taken back: {ids}. Look, then retry or drop them."));
    }
    lines.join("\n")
}

fn ids(repaired: &Record, list: &str) -> Vec<String> {
    (0..repaired.len(Some(list))).filter_map(|place| repaired.get(&format!("{list}.{place}"))).collect()
}
