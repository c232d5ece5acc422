//! Errors
//!
//! A function that fails makes one error object, if the caller passes a place for it; free it with
//! seam_acs_error_free. Every accessor accepts NULL and then answers as for success. What an accessor
//! returns belongs to the error and lives as long. An error never changes, so many threads may read it at
//! once.

use std::ffi::{CString, c_char, c_int};
use std::ptr;
use std::sync::OnceLock;

use seam_acs_core::{Error, Status};

use crate::arguments::Arguments;
use crate::boundary;
use crate::handle::{Handle, Kind};
use crate::status::{SEAM_ACS_INTERNAL, seam_acs_status, seam_acs_status_message, seam_acs_status_name};
use crate::text::to_c;

/// Why a call failed, with everything that is known about it.
pub struct seam_acs_error {
    error: Error,
    message: CString,
    api_type: Option<CString>,
    request_id: Option<CString>,
    validation_errors: Option<CString>,
    json: OnceLock<CString>,
}

impl Handle for seam_acs_error {
    const KIND: Kind = Kind::Error;
}

impl seam_acs_error {
    pub(crate) fn new(error: Error) -> Self {
        Self {
            message: to_c(&error.to_string()),
            api_type: error.api_type().map(to_c),
            request_id: error.request_id().map(to_c),
            validation_errors: error.validation_errors().map(|tree| to_c(&tree.to_string())),
            json: OnceLock::new(),
            error,
        }
    }
}

/// The status that the failed function returned; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_status(error: *const seam_acs_error) -> seam_acs_status {
    let ask = |error: &seam_acs_error| error.error.status().code();
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, Status::Ok.code(), ask) }
}

/// The stable name of the status, such as "OUTCOME_UNKNOWN"; "OK" for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_name(error: *const seam_acs_error) -> *const c_char {
    let ask = |error: &seam_acs_error| seam_acs_status_name(error.error.status().code());
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, seam_acs_status_name(Status::Ok.code()), ask) }
}

/// What was tried, what happened and what to do next, for a person; it holds no token. Never NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_message(error: *const seam_acs_error) -> *const c_char {
    let ask = |error: &seam_acs_error| error.message.as_ptr();
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, seam_acs_status_message(Status::Ok.code()), ask) }
}

/// The HTTP status of the answer that decided, such as 404; 0 if there was no answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_http_status(error: *const seam_acs_error) -> c_int {
    let ask = |error: &seam_acs_error| error.error.http_status().map_or(0, c_int::from);
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, 0, ask) }
}

/// Seam's own type of error, such as "acs_user_not_found"; NULL if Seam gave none. Seam may
/// add types: handle unknown ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_api_type(error: *const seam_acs_error) -> *const c_char {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, ptr::null(), |error| lent(error.api_type.as_ref())) }
}

/// The id of the request, to quote to Seam's support; NULL if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_request_id(error: *const seam_acs_error) -> *const c_char {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, ptr::null(), |error| lent(error.request_id.as_ref())) }
}

/// Which parameters Seam refused and why, as JSON text: each parameter's messages stand under its name in
/// "_errors". NULL if Seam gave none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_validation_errors(error: *const seam_acs_error) -> *const c_char {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, ptr::null(), |error| lent(error.validation_errors.as_ref())) }
}

/// 1 if the same call may succeed when it is made again later, else 0.
///
/// 0 after SEAM_ACS_OUTCOME_UNKNOWN: read the membership first. 1 after SEAM_ACS_TLS only where a clock that is not set,
/// or runs ahead, may be why the certificate is taken for too new or too old.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_retryable(error: *const seam_acs_error) -> c_int {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, 0, |error| c_int::from(error.error.retryable())) }
}

/// 1 if a change may be recorded although no answer says so, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_outcome_unknown(error: *const seam_acs_error) -> c_int {
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, 0, |error| c_int::from(error.error.outcome_unknown())) }
}

/// How many milliseconds the server asked to wait; -1 if it did not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_retry_after_ms(error: *const seam_acs_error) -> c_int {
    let ask = |error: &seam_acs_error| {
        error.error.retry_after().map_or(-1, |wait| {
            // Rounded up, so that nobody comes back too early.
            c_int::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(c_int::MAX)
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, -1, ask) }
}

/// How many requests were started, repeats included; 0 if nothing was sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_attempts(error: *const seam_acs_error) -> c_int {
    let ask = |error: &seam_acs_error| c_int::try_from(error.error.attempts()).unwrap_or(c_int::MAX);
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, 0, ask) }
}

/// Everything known about the error as one JSON object: the above, Seam's "data" and the chain of causes. NULL
/// for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_to_json(error: *const seam_acs_error) -> *const c_char {
    let ask = |error: &seam_acs_error| error.json.get_or_init(|| to_c(&error.error.to_json())).as_ptr();
    // SAFETY: the caller keeps the header's rules.
    unsafe { read(error, ptr::null(), ask) }
}

/// Writes the error on one line, for a small display: its name, what happened, and what was tried. Returns the length
/// of the whole line in bytes, without NUL, whatever was written; below 0 a status.
///
/// As snprintf: at most size - 1 bytes and a NUL are written, and buffer may be NULL if size is 0. The line has no
/// control characters, and is cut between two characters of UTF-8, never within one. For NULL as error the line is that
/// of SEAM_ACS_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_to_line(
    error: *const seam_acs_error,
    buffer: *mut c_char,
    size: usize,
) -> c_int {
    let body = |arguments: &Arguments| {
        let line = || {
            let error = arguments.optional_handle(error, "error")?;
            let line = error.map_or_else(|| "OK: done".to_owned(), |error| error.error.to_line());
            arguments.write_cut(buffer, size, &line, "buffer")?;
            Ok::<_, Error>(c_int::try_from(line.len()).unwrap_or(c_int::MAX))
        };
        line().unwrap_or_else(|refusal| refusal.status().code())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}

/// Frees an error. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_error_free(error: *mut seam_acs_error) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(error))) }
}

/// # Safety
/// `error` is NULL or a live error.
unsafe fn read<T: Copy>(error: *const seam_acs_error, for_null: T, ask: impl Fn(&seam_acs_error) -> T) -> T {
    let body = |arguments: &Arguments| arguments.known(error).map_or(for_null, &ask);
    // SAFETY: the caller of `read` vouches for the pointer.
    unsafe { boundary::answer(for_null, body) }
}

fn lent(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}
