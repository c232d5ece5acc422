//! The rest of Seam's API

use std::ffi::c_char;

use seam_acs_core::{Call, Error};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::operation::seam_acs_op;
use crate::record::seam_acs_record;
use crate::status::seam_acs_status;

/// Posts a JSON object to any path of Seam's API, such as "/acs/users/suspend", with the client's
/// credentials, deadline and errors.
///
/// path begins with "/" and has no host, query or "..". params_json is the object to send; NULL sends an
/// empty one. *response_json is Seam's whole answer; free it with seam_acs_string_free.
/// A path whose last part begins with get or list is repeated like a read. Any other is repeated only if it
/// was never sent or was answered with HTTP 429, because repeating it may not be safe; without a clear answer
/// it ends as SEAM_ACS_OUTCOME_UNKNOWN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_request(
    client: *const seam_acs_client,
    path: *const c_char,
    params_json: *const c_char,
    response_json: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let response: Out<c_char> = arguments.out(response_json, "response_json")?;
        let client = arguments.handle(client, "client")?.share();
        let answer = client.run(call(arguments, path, params_json)?)?;
        let text = answer.json().ok_or_else(|| Error::internal("an answer without its text"))?;
        response.put_text(text)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// As seam_acs_request, with the whole answer as a record: "acs_users.0.full_name" is a path in it. Free *record with
/// seam_acs_record_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_request_record(
    client: *const seam_acs_client,
    path: *const c_char,
    params_json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(record, "record")?;
        let client = arguments.handle(client, "client")?.share();
        let answer = client.run(call(arguments, path, params_json)?)?;
        let found = answer.object().ok_or_else(|| Error::internal("an answer without its text"))?;
        place.put(seam_acs_record::new(found.clone()));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_request; seam_acs_op_to_json and seam_acs_op_record give Seam's answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_request_begin(
    client: *const seam_acs_client,
    path: *const c_char,
    params_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        let client = arguments.handle(client, "client")?.share();
        op.put(seam_acs_op::new(client.begin(call(arguments, path, params_json)?)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

fn call(arguments: &Arguments, path: *const c_char, params_json: *const c_char) -> Result<Call, Error> {
    let path = arguments.text(path, "path")?;
    let params = arguments.optional_text(params_json, "params_json")?.unwrap_or_default();
    Call::request(path, params)
}
