//! Operations
//!
//! An operation is a call under way: begun by a function that ends in _begin, pending, then done, once.
//! Wait for it with seam_acs_op_wait, or attach many to one queue. Any number of threads may use one
//! operation at once; nothing may use it after it is freed.
//!
//! After fork(), in the child, the parent's operations are done with SEAM_ACS_FORKED: the parent owns their
//! outcome.

use std::ffi::{CString, c_char, c_int};
use std::ptr;
use std::sync::OnceLock;
use std::time::Duration;

use seam_acs_core::{Error, Operation, Response};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::list::seam_acs_list;
use crate::plan::seam_acs_plan;
use crate::queue::seam_acs_queue;
use crate::record::seam_acs_record;
use crate::report::seam_acs_report;
use crate::status::{SEAM_ACS_INTERNAL, seam_acs_status};
use crate::text::to_c;

/// A call under way.
pub struct seam_acs_op {
    operation: Operation,
    request_id: OnceLock<Option<CString>>,
}

impl Handle for seam_acs_op {
    const KIND: Kind = Kind::Op;
}

impl seam_acs_op {
    pub(crate) fn new(operation: Operation) -> Self {
        Self { operation, request_id: OnceLock::new() }
    }

    fn request_id(&self) -> *const c_char {
        if !self.operation.wait(Some(Duration::ZERO)) {
            return ptr::null();
        }
        let id = self.request_id.get_or_init(|| self.operation.request_id().as_deref().map(to_c));
        id.as_ref().map_or(ptr::null(), |text| text.as_ptr())
    }
}

/// Waits until an operation is done: 1 done, 0 still pending after so many milliseconds, below 0 a status.
///
/// 0 milliseconds only looks; a negative number waits without limit. The operation's own deadline still
/// ends it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_wait(op: *const seam_acs_op, milliseconds: c_int) -> c_int {
    let body = |arguments: &Arguments| match arguments.handle(op, "op") {
        Ok(op) => c_int::from(op.operation.clone().wait(limit(milliseconds))),
        Err(refusal) => refusal.status().code(),
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}

/// Asks an operation to stop; seam_acs_op_wait still says when it is done. NULL does nothing.
///
/// A change that was not sent ends as SEAM_ACS_CANCELLED, one that was sent as SEAM_ACS_OUTCOME_UNKNOWN. An
/// operation that is done stays as it ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_cancel(op: *const seam_acs_op) {
    let body = |arguments: &Arguments| {
        if let Some(op) = arguments.known(op) {
            op.operation.clone().cancel();
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// How an operation ended: what the plain call would have returned. SEAM_ACS_STATE while it is pending.
///
/// May be called any number of times; each failure makes a new error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_result(
    op: *const seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| arguments.handle(op, "op")?.operation.result().map(drop);
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The list that an operation has read; the operation's own failure if it failed, SEAM_ACS_STATE while it
/// is pending or if it is a change.
///
/// *list lives on when the operation is freed; free it with seam_acs_list_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_list(
    op: *const seam_acs_op,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let list = arguments.out(list, "list")?;
        let answer = arguments.handle(op, "op")?.operation.result()?;
        let found = answer.list().ok_or_else(|| lacks("list"))?;
        list.put(seam_acs_list::new(found.clone(), answer.next_cursor().as_deref())?);
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The record that an operation has found, or the whole answer to a seam_acs_request_begin; the operation's own failure if it failed, SEAM_ACS_STATE while it
/// is pending or if it finds none.
///
/// *record lives on when the operation is freed; free it with seam_acs_record_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_record(
    op: *const seam_acs_op,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let record = arguments.out(record, "record")?;
        let answer = arguments.handle(op, "op")?.operation.result()?;
        let found = answer.object().ok_or_else(|| lacks("record"))?;
        record.put(seam_acs_record::new(found.clone()));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The plan that an operation has made, even if a guard refused it: then seam_acs_op_result says so, and the
/// plan can be read but not applied.
///
/// SEAM_ACS_STATE while it is pending or if it makes none; else the operation's own failure. *plan lives on when the operation is freed; free it with seam_acs_plan_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_plan(
    op: *const seam_acs_op,
    plan: *mut *mut seam_acs_plan,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let plan = arguments.out(plan, "plan")?;
        let operation = &arguments.handle(op, "op")?.operation;
        match operation.plan() {
            Some(made) => plan.put(seam_acs_plan::new(made)),
            None => return Err(operation.result().err().unwrap_or_else(|| lacks("plan"))),
        }
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// What became of each change of a list that an operation has applied, whatever seam_acs_op_result says.
///
/// SEAM_ACS_STATE while it is pending or if it applies no list; the operation's own failure if that came
/// before the first change. *report lives on when the operation is freed; free it with seam_acs_report_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_report(
    op: *const seam_acs_op,
    report: *mut *mut seam_acs_report,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let report = arguments.out(report, "report")?;
        let operation = &arguments.handle(op, "op")?.operation;
        match operation.report() {
            Some(found) => report.put(seam_acs_report::new(found)),
            None => return Err(operation.result().err().unwrap_or_else(|| lacks("report"))),
        }
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// What an operation has found, as JSON text: a record, a list, the answer to a request, or, whatever
/// seam_acs_op_result says, the report of a list of changes or the plan that was made, also if a guard refused
/// it. Free *json with seam_acs_string_free.
///
/// The operation's own failure if it failed, SEAM_ACS_STATE while it is pending or if it is a change, which
/// finds nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_to_json(
    op: *const seam_acs_op,
    json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let json: Out<c_char> = arguments.out(json, "json")?;
        let text = found(&arguments.handle(op, "op")?.operation)?;
        json.put_text(&text)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Attaches the operation to a queue, which returns tag once when the operation is done.
///
/// tag is any number, such as an index or a pointer; op itself, as a size_t, spares you a table. A pending
/// operation can be attached to one queue only: a second time is SEAM_ACS_STATE. Either object may be freed
/// first; with the operation goes its tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_attach(
    op: *const seam_acs_op,
    queue: *const seam_acs_queue,
    tag: usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.handle(op, "op")?;
        op.operation.attach(arguments.handle(queue, "queue")?.queue(), tag)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The id of the request that decided, to quote to Seam's support; NULL while pending or if there is none.
///
/// It belongs to the operation and lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_request_id(op: *const seam_acs_op) -> *const c_char {
    let body = |arguments: &Arguments| arguments.known(op).map_or(ptr::null(), seam_acs_op::request_id);
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(ptr::null(), body) }
}

/// How many requests the operation has started so far, repeats included; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_attempts(op: *const seam_acs_op) -> c_int {
    let body = |arguments: &Arguments| {
        let attempts = arguments.known(op).map_or(0, |op| op.operation.attempts());
        c_int::try_from(attempts).unwrap_or(c_int::MAX)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(0, body) }
}

/// How far an operation is. Each pointer may be NULL; for NULL as op all are 0.
///
/// *done: records read, or changes made or not needed; *failed: changes that failed or whose outcome is
/// unknown; *total: how many there are, 0 while that is unknown; *concurrency: how many requests may be under
/// way now; *per_second: how many were done or failed per second since the start.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_progress(
    op: *const seam_acs_op,
    done: *mut usize,
    failed: *mut usize,
    total: *mut usize,
    concurrency: *mut usize,
    per_second: *mut usize,
) {
    let body = |arguments: &Arguments| {
        for number in [done, failed, total, concurrency, per_second] {
            arguments.write(number, 0);
        }
        if let Some(op) = arguments.known(op) {
            let progress = op.operation.progress();
            arguments.write(done, count(progress.done));
            arguments.write(failed, count(progress.failed));
            arguments.write(total, count(progress.total.unwrap_or(0)));
            arguments.write(concurrency, count(progress.concurrency.into()));
            arguments.write(per_second, count(progress.per_second()));
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// Frees an operation and lets its work go on: start and forget. NULL does nothing.
///
/// Nothing says any more how it ends, but the audit log and the log, if the client has them. Freeing or
/// cancelling the client still stops it, and so does the end of the process: wait for what must be recorded.
/// It leaves its queue, as by seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_detach(op: *mut seam_acs_op) {
    let body = |arguments: &Arguments| {
        if let Some(op) = arguments.owned(op) {
            op.operation.leave_queue();
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// Frees an operation; one that is pending is cancelled first, as by seam_acs_op_cancel. NULL does nothing.
///
/// It leaves its queue: no call of seam_acs_queue_next that begins after this one returned gives its tag. So the
/// order is: take the tag, read the result, free the operation; or free it early and hear no more of it. Where
/// one thread takes tags and another frees, a tag that was taken just before may name an operation that is gone:
/// let the thread that takes the tags free too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_op_free(op: *mut seam_acs_op) {
    let body = |arguments: &Arguments| {
        if let Some(op) = arguments.owned(op) {
            op.operation.leave_queue();
            op.operation.cancel();
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// C's milliseconds as a limit: negative is none.
pub(crate) fn limit(milliseconds: c_int) -> Option<Duration> {
    u64::try_from(milliseconds).ok().map(Duration::from_millis)
}

/// Waits for an operation and gives its result.
pub(crate) fn finish(operation: &Operation) -> Result<Response, Error> {
    // Without a limit, so it returns when it is done.
    let _ = operation.wait(None);
    operation.result()
}

/// What an operation has found, as JSON text.
fn found(operation: &Operation) -> Result<String, Error> {
    if let Some(report) = operation.report() {
        return Ok(report.to_json());
    }
    if let Some(plan) = operation.plan() {
        return Ok(plan.to_json());
    }
    let answer = operation.result()?;
    if let Some(list) = answer.list() {
        return list.to_json();
    }
    answer.object().map(|found| found.json().to_owned()).ok_or_else(|| lacks("answer"))
}

fn lacks(what: &str) -> Error {
    Error::State(format!("this operation has no {what}"))
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
