//! How an outbox stands, as text for monitoring, and when somebody should be called.

use std::fmt::Write;
use std::time::Duration;

use serde_json::Value;

use super::handle::Outbox;
use super::views;
use crate::model::error::Error;
use crate::model::response::Record;

/// A number of the status that is a metric of its own: its name there and here, its unit, and what it says.
const NUMBERS: [(&str, &str, &str, &str); 2] = [
    (
        "refused_removes",
        "seam_acs_outbox_refused_removals",
        "",
        "Removals that Seam has refused: a person must decide.",
    ),
    (
        "oldest_remove_age_s",
        "seam_acs_outbox_oldest_removal_age_seconds",
        "seconds",
        "The age of the oldest removal that is not delivered, 0 where there is none.",
    ),
];

impl Outbox {
    /// How the outbox stands, in the text form of `OpenMetrics` 1.0, which Prometheus and the text files of its node exporter
    /// read too: gauges for the changes of each state, refused removals, the age of the oldest removal in seconds, and
    /// whether nothing is sent until somebody mends something.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn metrics(&self) -> Result<String, Error> {
        Ok(text_of(&self.shared.status()?))
    }

    /// Why somebody should be called, of a [`status`](Self::status): a removal was refused, or the oldest one waits for
    /// longer than `longest`.
    #[must_use]
    pub fn alarm(status: &Record, longest: Option<Duration>) -> Option<String> {
        let number = |name: &str| status.int(name).and_then(|number| u64::try_from(number).ok()).unwrap_or(0);
        let refused = number("refused_removes");
        if refused > 0 {
            let removals = if refused == 1 { "removal is" } else { "removals are" };
            return Some(format!("{refused} {removals} refused: ask again, or drop with a reason"));
        }
        let (age, longest) = (number("oldest_remove_age_s"), longest?.as_secs());
        let id = status.get("oldest_remove_id")?;
        (age > longest).then(|| format!("the removal {id} waits for {age} s, more than {longest}"))
    }
}

fn text_of(status: &Value) -> String {
    let number = |name: &str| status.get(name).and_then(Value::as_u64).unwrap_or(0);
    let mut text = String::new();
    let changes = "seam_acs_outbox_changes";
    begin(&mut text, changes, "", "Changes in each state.");
    for state in views::STATES {
        line(&mut text, format_args!("{changes}{{state=\"{state}\"}} {}", number(state)));
    }
    for (name, metric, unit, about) in NUMBERS {
        begin(&mut text, metric, unit, about);
        line(&mut text, format_args!("{metric} {}", number(name)));
    }
    let paused = "seam_acs_outbox_paused";
    begin(&mut text, paused, "", "1 while nothing is sent until somebody mends something.");
    let is_paused = status.get("paused_because").is_some_and(Value::is_string);
    line(&mut text, format_args!("{paused} {}", u8::from(is_paused)));
    text.push_str("# EOF\n");
    text
}

fn begin(text: &mut String, metric: &str, unit: &str, about: &str) {
    line(text, format_args!("# TYPE {metric} gauge"));
    if !unit.is_empty() {
        line(text, format_args!("# UNIT {metric} {unit}"));
    }
    line(text, format_args!("# HELP {metric} {about}"));
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}
