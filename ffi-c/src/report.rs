//! Reports
//!
//! A report says what became of every change of a list, in the order of the list. There is one however the
//! work ended: cancelled, after its deadline, or with the server gone. A report may be read from many threads at
//! once.
//!
//! Each change has one of these outcomes:
//! applied          recorded by Seam; the access system follows
//! already_so       a read showed that nothing had to be changed
//! recorded_earlier an earlier run with the same journal recorded it; this one did nothing for it
//! failed           refused, with its error; nothing was recorded
//! outcome_unknown  it may or may not be recorded: read the membership before you act on it
//! not_attempted    the work ended before it was sent
//! held_back        the other half of the move is not recorded: its error says why

use std::ffi::{CStr, c_char};
use std::ptr;

use seam_acs_core::{Error, ItemOutcome, Operation, Report};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::record::{LentRecords, seam_acs_record};
use crate::status::seam_acs_status;

/// What became of each change of a list.
pub struct seam_acs_report {
    report: Report,
    lent: LentRecords,
}

impl Handle for seam_acs_report {
    const KIND: Kind = Kind::Report;
}

impl seam_acs_report {
    pub(crate) fn new(report: Report) -> Self {
        Self { report, lent: LentRecords::default() }
    }

    fn at(&self, index: usize) -> *const seam_acs_record {
        self.lent.at(index, || self.report.get(index).map(|item| item.to_json()))
    }

    fn count(&self, name: &str) -> Result<usize, Error> {
        let totals = self.report.totals();
        let counts = [
            (ItemOutcome::Applied, totals.applied),
            (ItemOutcome::AlreadySo, totals.already_so),
            (ItemOutcome::RecordedEarlier, totals.recorded_earlier),
            (ItemOutcome::Failed, totals.failed),
            (ItemOutcome::Unknown, totals.outcome_unknown),
            (ItemOutcome::NotAttempted, totals.not_attempted),
            (ItemOutcome::HeldBack, totals.held_back),
        ];
        // A count of 0 for a name that does not exist would pass for good news.
        counts.iter().find(|(outcome, _)| outcome.name() == name).map(|(_, count)| *count).ok_or_else(|| {
            let names: Vec<&str> = counts.iter().map(|(outcome, _)| outcome.name()).collect();
            Error::invalid_argument("outcome", format!("must be one of {}, not {name:?}", names.join(", ")))
        })
    }
}

/// How many changes the list had; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_len(report: *const seam_acs_report) -> usize {
    let body = |arguments: &Arguments| arguments.known(report).map_or(0, |report| report.report.len());
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(0, body) }
}

/// How many changes have this outcome, such as "applied". SEAM_ACS_INVALID_ARGUMENT for an unknown
/// outcome.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_count(
    report: *const seam_acs_report,
    outcome: *const c_char,
    count: *mut usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let count = arguments.out_number(count, "count")?;
        let report = arguments.handle(report, "report")?;
        count.put(report.count(arguments.text(outcome, "outcome")?)?);
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The outcome of the change at an index, counted from 0; NULL if there is none or report is NULL.
///
/// Static: never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_outcome(
    report: *const seam_acs_report,
    index: usize,
) -> *const c_char {
    let body = |arguments: &Arguments| {
        let item = arguments.known(report).and_then(|report| report.report.get(index));
        item.map_or(ptr::null(), |item| terminated(item.outcome).as_ptr())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// What is known about the change at an index, counted from 0; NULL if there is none or report is NULL.
///
/// The record has action, acs_user_id or user_identity_id, acs_access_group_id, outcome, request_id,
/// attempts, duration_ms; name, email, group, system and line, as far as they are known; and if it failed or its
/// outcome is unknown error.name, error.message and the rest of
/// seam_acs_error_to_json. It belongs to the report and lives as long: do not free it. Records are kept
/// once they were asked for: in a long list look at seam_acs_report_outcome first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_at(
    report: *const seam_acs_report,
    index: usize,
) -> *const seam_acs_record {
    let body = |arguments: &Arguments| arguments.known(report).map_or(ptr::null(), |report| report.at(index));
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// The whole report as the text of a JSON object with totals, items and left_out: rows that have no change,
/// as skip_unknown left them out. seam_acs_apply takes it too. Free *json with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_to_json(
    report: *const seam_acs_report,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(report, json, "json", error, Report::to_json) }
}

/// The whole report as CSV with a header, a row a change. seam_acs_apply takes it too. Free *csv with seam_acs_string_free.
///
/// Cells that a spreadsheet would take for a formula are quoted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_to_csv(
    report: *const seam_acs_report,
    csv: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(report, csv, "csv", error, Report::to_csv) }
}

/// The changes to retry, as a list that seam_acs_apply takes: those not attempted or held back, those whose
/// outcome is unknown, and those that failed for a transient reason. Free *changes with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_to_retry(
    report: *const seam_acs_report,
    changes: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { write(report, changes, "changes", error, |report| report.to_retry().to_json()) }
}

/// Frees a report and its records. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_report_free(report: *mut seam_acs_report) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(report))) }
}

/// Waits for work on a list. The report is handed over whatever the result is.
pub(crate) fn finish(operation: &Operation, report: Out<'_, seam_acs_report>) -> Result<(), Error> {
    // Without a limit, so it returns when it is done.
    let _ = operation.wait(None);
    if let Some(found) = operation.report() {
        report.put(seam_acs_report::new(found));
    }
    operation.result().map(drop)
}

/// # Safety
/// The pointers keep the header's rules.
unsafe fn write(
    report: *const seam_acs_report,
    text: *mut *mut c_char,
    name: &'static str,
    error: *mut *mut seam_acs_error,
    shown: impl Fn(&Report) -> String,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let text: Out<c_char> = arguments.out(text, name)?;
        let report = arguments.handle(report, "report")?;
        text.put_text(&shown(&report.report))
    };
    // SAFETY: the caller of `write` vouches for the pointers.
    unsafe { boundary::call(error, body) }
}

/// The name as C sees it, without an allocation for each of a million changes.
fn terminated(outcome: ItemOutcome) -> &'static CStr {
    match outcome {
        ItemOutcome::Applied => c"applied",
        ItemOutcome::AlreadySo => c"already_so",
        ItemOutcome::RecordedEarlier => c"recorded_earlier",
        ItemOutcome::Failed => c"failed",
        ItemOutcome::Unknown => c"outcome_unknown",
        ItemOutcome::NotAttempted => c"not_attempted",
        ItemOutcome::HeldBack => c"held_back",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_have_the_core_s_names() {
        for outcome in [
            ItemOutcome::Applied,
            ItemOutcome::AlreadySo,
            ItemOutcome::RecordedEarlier,
            ItemOutcome::Failed,
            ItemOutcome::Unknown,
            ItemOutcome::NotAttempted,
            ItemOutcome::HeldBack,
        ] {
            assert_eq!(terminated(outcome).to_str(), Ok(outcome.name()));
        }
    }
}
