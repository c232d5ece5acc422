//! How far the work is: a bar on the last line of a terminal, or a line from time to time where there is none.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use seam_acs_core::Progress;

use crate::output::Output;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Changes of a list.
    Changes,
    /// Objects that are read.
    Reads,
    /// Nothing but the time.
    Time,
}

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// Shows how far one operation is, while this lives.
pub(crate) struct ProgressLine<'a> {
    title: &'static str,
    work: Work,
    shown: Shown<'a>,
}

enum Shown<'a> {
    Nowhere,
    Bar(ProgressBar),
    Lines { output: &'a Output, clock: LineClock },
}

impl<'a> ProgressLine<'a> {
    pub(crate) fn new(title: &'static str, work: Work, output: &'a Output) -> ProgressLine<'a> {
        let shown = if output.is_quiet() {
            Shown::Nowhere
        } else if io::stderr().is_terminal() {
            Shown::Bar(
                ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style(work)),
            )
        } else {
            Shown::Lines { output, clock: LineClock::default() }
        };
        ProgressLine { title, work, shown }
    }

    /// Shows how far it is now.
    pub(crate) fn tell(&mut self, look: &Progress) {
        let words = words(self.work, look);
        match &mut self.shown {
            Shown::Nowhere => {}
            Shown::Bar(bar) => {
                bar.set_prefix(self.title);
                if self.work == Work::Changes {
                    bar.set_length(look.total.unwrap_or(0));
                    bar.set_position(look.done.saturating_add(look.failed));
                }
                bar.set_message(words);
            }
            Shown::Lines { output, clock } => {
                if clock.is_due(look.elapsed) {
                    output.note(&format!("{}: {words}", self.title));
                }
            }
        }
    }
}

impl Drop for ProgressLine<'_> {
    fn drop(&mut self) {
        if let Shown::Bar(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn style(work: Work) -> ProgressStyle {
    let template = if work == Work::Changes { "{prefix} [{bar:20}] {msg}" } else { "{prefix} {msg}" };
    // The template is ours, and right.
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("##.")
}

fn words(work: Work, look: &Progress) -> String {
    let seconds = look.elapsed.as_secs();
    match work {
        Work::Time => format!("{seconds} s"),
        Work::Reads => format!("{} read, {seconds} s", look.done),
        Work::Changes => {
            let over = look.done.saturating_add(look.failed);
            let of = look.total.map_or(String::new(), |total| format!(" of {total}"));
            let left = left(look).map_or(String::new(), |left| format!(", {left} left"));
            let (failed, rate, at_once) = (look.failed, look.per_second(), look.concurrency);
            format!("{over}{of}, {failed} failed, {rate}/s, {at_once} at once{left}")
        }
    }
}

/// How long it will take at the average pace so far, such as `1:05`.
fn left(look: &Progress) -> Option<String> {
    let over = look.done.saturating_add(look.failed);
    let rest = look.total?.checked_sub(over).filter(|rest| *rest > 0)?;
    let milliseconds =
        look.elapsed.as_millis().checked_mul(u128::from(rest))?.checked_div(u128::from(over))?;
    let seconds = milliseconds.div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    })
}

/// Says when a line is due.
#[derive(Debug, Default)]
struct LineClock {
    last: Duration,
}

impl LineClock {
    fn is_due(&mut self, elapsed: Duration) -> bool {
        let is_due = elapsed.saturating_sub(self.last) >= EVERY;
        if is_due {
            self.last = elapsed;
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(done: u64, failed: u64, total: u64, seconds: u64) -> Progress {
        Progress { done, failed, total: Some(total), concurrency: 8, elapsed: Duration::from_secs(seconds) }
    }

    #[test]
    fn changes_are_told_with_rate_and_time_left() {
        assert_eq!(
            words(Work::Changes, &look(40, 2, 102, 14)),
            "42 of 102, 2 failed, 3/s, 8 at once, 0:20 left"
        );
        assert_eq!(words(Work::Changes, &look(0, 0, 5, 1)), "0 of 5, 0 failed, 0/s, 8 at once");
        assert_eq!(left(&look(1, 0, 3601, 2)).as_deref(), Some("2:00:00"));
        assert_eq!(left(&look(5, 0, 5, 2)), None);
    }

    #[test]
    fn a_line_is_due_every_ten_seconds() {
        let mut clock = LineClock::default();
        let due: Vec<u64> = (0..35).filter(|second| clock.is_due(Duration::from_secs(*second))).collect();
        assert_eq!(due, [10, 20, 30]);
    }
}
