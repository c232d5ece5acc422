//! What became of a list, as people read it: the sums, and each change that is not as asked.

use seam_acs_core::{Report, ReportItem};

use crate::output::Output;

/// No more lines than these: the report has all of them.
const MOST: usize = 20;

/// Prints what became of a list.
pub(crate) fn print(report: &Report, has_file: bool, output: &mut Output) {
    if output.is_json() {
        output.json_text(&report.to_json());
        return;
    }
    let mut lines = vec![sums(report)];
    if report.totals().applied > 0 {
        lines.push("The access system follows.".to_owned());
    }
    let left_out = report.left_out();
    lines.extend(
        left_out
            .rows()
            .iter()
            .take(MOST)
            .map(|row| format!("  left out: {}", output.shown(&row.to_string()))),
    );
    more(&mut lines, left_out.len(), has_file);
    let exceptions = || report.iter().enumerate().filter(|(_, item)| !item.outcome.is_as_asked());
    lines.extend(exceptions().take(MOST).map(|(place, item)| exception(place + 1, &item, output)));
    more(&mut lines, exceptions().count(), has_file);
    output.lines(&lines.join("\n"));
}

fn sums(report: &Report) -> String {
    let totals = report.totals();
    let some = |count: usize, text: String| if count > 0 { text } else { String::new() };
    let earlier = some(totals.recorded_earlier, format!("{} recorded earlier, ", totals.recorded_earlier));
    let held = some(totals.held_back, format!(", {} held back", totals.held_back));
    let left_out = some(report.left_out().len(), format!(", {} rows left out", report.left_out().len()));
    format!(
        "{} changes: {} recorded by Seam, {} already so, {earlier}{} failed, {} in doubt, {} not attempted{held}{left_out}.",
        report.len(),
        totals.applied,
        totals.already_so,
        totals.failed,
        totals.outcome_unknown,
        totals.not_attempted
    )
}

/// Whom a change is about, what became of it, and which line asks for it.
fn exception(number: usize, item: &ReportItem<'_>, output: &Output) -> String {
    let (_, id) = item.change.user.parts();
    let called = |name: &str, id: &str| {
        let id = output.shown(id);
        if name.is_empty() { id } else { format!("{} {id}", output.shown(name)) }
    };
    let (who, group) = (called(item.name, id), called(item.group, item.change.acs_access_group_id));
    let line = item.line.map_or(String::new(), |line| format!(", line {line}"));
    let why = item.error.map_or(String::new(), |error| format!(": {}", output.shown(&error.to_string())));
    let (action, outcome) = (item.change.action.name(), item.outcome.name());
    format!("  change {number} ({action} {who} {group}{line}) {outcome}{why}")
}

fn more(lines: &mut Vec<String>, count: usize, has_file: bool) {
    if let Some(more) = count.checked_sub(MOST).filter(|more| *more > 0) {
        let place = if has_file { "the report" } else { "--report FILE.csv" };
        lines.push(format!("  and {more} more: {place} has all of them"));
    }
}
