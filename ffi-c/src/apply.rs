//! Lists of changes
//!
//! A list of changes is text: CSV with a header, or a JSON array of objects. The columns, or members, are
//! one of acs_user_id, user_identity_id, email, name; one of acs_access_group_id, group; action (add or
//! remove); and where a group's name alone would not tell, system. People and groups that are named are
//! looked up first. Nothing is sent unless every row is clear: what is not is SEAM_ACS_INVALID_ARGUMENT
//! with line and value, one problem a line in at most 4 kB, and so is text that is not UTF-8;
//! seam_acs_error_to_json lists them as problems, each with row, column, value, reason, nearest and candidates.
//! JSON Lines and a report's CSV or JSON are read too. A column whose name is nearly one of these is refused,
//! as it may change what a row means.
//!
//! Changes of the same user and group keep their order; equal neighbours of a pair are sent as one. After a
//! change whose outcome is unknown, no later one of its pair is sent until the membership has been read
//! back 30 seconds later. The number of concurrent requests adapts to the server.
//!
//! options_json is the text of a JSON object, or NULL. An unknown name or a value out of range is
//! SEAM_ACS_OPTIONS, and the message names the nearest option or the range.

use std::ffi::c_char;
use std::ptr;

use seam_acs_core::{Error, Operation, Record, Roster, TableOptions};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::operation::seam_acs_op;
use crate::record::seam_acs_record;
use crate::report::{self, seam_acs_report};
use crate::status::seam_acs_status;

/// Applies a list of changes, of at most a million rows, and says what became of each.
///
/// *report is set whenever the list was accepted, whatever is returned; free it with seam_acs_report_free.
/// SEAM_ACS_PARTIAL if any change was not made: the report says which. 0 means that Seam has recorded every
/// change, or had recorded it before; the access system follows.
///
/// option         default                       meaning
/// ceiling        the client's max_concurrency  1 to 1024: the most concurrent requests
/// fixed          -                             1 to 1024: exactly this many, without adapting
/// deadline_ms    none                          of the whole list; each change has the client's own
/// journal        -                             a path: outcomes are appended as they happen. Given the
///                                              list again, also one that was edited, what is recorded is
///                                              recorded_earlier, and what a killed run was at is read
///                                              first. A journal whose run ended well is renamed to .1
/// group          -                             the group, by name or id, of rows that name none
/// system         -                             the access system, by name or id, of that group and of rows
///                                              that name none
/// action         -                             what is done for rows without an action
/// skip_unknown   false                         leaves out rows of people whom nobody knows, instead of
///                                              refusing the list: the report's JSON has them in left_out,
///                                              and the status is SEAM_ACS_PARTIAL
/// header_line    1                             the line of the header, where others stand before it
/// columns        {}                            what the table calls columns: {"email": "E-Mail"}; "" says
///                                              that it has no such column
/// group_separator  -                           what parts several groups in one cell, such as ";"
/// only           {}                            rows that count: {"Status": "Active"}, or a list of values
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_apply(
    client: *const seam_acs_client,
    changes: *const c_char,
    options_json: *const c_char,
    report: *mut *mut seam_acs_report,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let report = arguments.out(report, "report")?;
        report::finish(&begin(arguments, client, changes, options_json)?, report)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_apply; seam_acs_op_report gives its report once it is done, seam_acs_op_progress how far
/// it is. Cancelling it stops new requests at once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_apply_begin(
    client: *const seam_acs_client,
    changes: *const c_char,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        op.put(seam_acs_op::new(begin(arguments, client, changes, options_json)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Checks that all rows of a list of changes or a roster are well formed. Sends nothing.
///
/// *record has rows, the number of rows, and the names of unused columns in ignored_columns.0 and so on;
/// free it with seam_acs_record_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_read_table(
    table: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(table, ptr::null(), record, error) }
}

/// The same with header_line, columns, group_separator and only, as seam_acs_apply has them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_read_table_with(
    table: *const c_char,
    options_json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(table, options_json, record, error) }
}

/// Turns the bytes of a file that a spreadsheet wrote into text for the functions here: UTF-8 with or
/// without byte order mark, or UTF-16 with one. Others are SEAM_ACS_INVALID_ARGUMENT, with the line.
///
/// bytes need no NUL at their end. Free *text with seam_acs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_decode_table(
    bytes: *const c_char,
    length: usize,
    text: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let text: Out<c_char> = arguments.out(text, "text")?;
        let decoded = Roster::decode(arguments.counted_bytes(bytes, length, "bytes")?)?;
        text.put_text(&decoded)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

fn begin(
    arguments: &Arguments,
    client: *const seam_acs_client,
    changes: *const c_char,
    options_json: *const c_char,
) -> Result<Operation, Error> {
    let client = arguments.handle(client, "client")?.share();
    let changes = arguments.bytes(changes, "changes")?;
    let options = arguments.optional_text(options_json, "options_json")?.unwrap_or_default();
    let (reading, resolve, apply) = TableOptions::with_apply_from_json(options)?;
    client.begin_apply_table(Roster::parse_with(changes, &reading)?, resolve, &apply)
}

/// # Safety
/// The pointers keep the header's rules.
unsafe fn read(
    table: *const c_char,
    options_json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let record = arguments.out(record, "record")?;
        let table = arguments.bytes(table, "table")?;
        let options = arguments.optional_text(options_json, "options_json")?.unwrap_or_default();
        let table = Roster::parse_with(table, &TableOptions::from_json(options)?)?;
        let said = serde_json::json!({ "rows": table.len(), "ignored_columns": table.ignored_columns() });
        record.put(seam_acs_record::new(Record::from_json(said.to_string())?));
        Ok(())
    };
    // SAFETY: the caller of `read` vouches for the pointers.
    unsafe { boundary::call(error, body) }
}
