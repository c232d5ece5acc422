//! Status codes
//!
//! Every function that can fail returns one of these: 0, or a negative number whose thousands name the
//! family (1 the library, 2 an argument, 3 stopped, 4 transport, 5 Seam's answer, 6 partial, 7 refused here,
//! 8 outcome unknown).
//! A number never changes its meaning and is never reused; later versions may add numbers. A good exit code
//! for a program is -status / 1000.

use std::ffi::{c_char, c_int};

use seam_acs_core::Status;

/// 0 is success, everything below is one of the SEAM_ACS_ codes.
pub type seam_acs_status = c_int;

/// Done. For a change: recorded by Seam; the access system follows.
pub const SEAM_ACS_OK: c_int = 0;
/// A bug in this library, contained. Please report it.
pub const SEAM_ACS_INTERNAL: c_int = -1001;
/// The operating system refused a thread, a descriptor or memory.
pub const SEAM_ACS_RESOURCES: c_int = -1002;
/// A required argument is NULL.
pub const SEAM_ACS_NULL_ARGUMENT: c_int = -2001;
/// A text argument is not valid UTF-8.
pub const SEAM_ACS_UTF8: c_int = -2002;
/// A value was refused before anything was sent; the message names it.
pub const SEAM_ACS_INVALID_ARGUMENT: c_int = -2003;
/// The object is not in a state for this call, such as the result of a pending operation.
pub const SEAM_ACS_STATE: c_int = -2004;
/// An option is unknown, out of range, or in conflict with another.
pub const SEAM_ACS_OPTIONS: c_int = -2005;
/// A credential is not of the right kind.
pub const SEAM_ACS_TOKEN: c_int = -2006;
/// This build or platform cannot do it.
pub const SEAM_ACS_NOT_SUPPORTED: c_int = -2007;
/// Cancelled. A change with this status was never sent.
pub const SEAM_ACS_CANCELLED: c_int = -3001;
/// The deadline passed. A change with this status was never sent.
pub const SEAM_ACS_DEADLINE: c_int = -3002;
/// The operation belongs to the parent of this forked process, which owns its outcome.
pub const SEAM_ACS_FORKED: c_int = -3003;
/// The host name could not be resolved.
pub const SEAM_ACS_DNS: c_int = -4001;
/// No connection could be made.
pub const SEAM_ACS_CONNECT: c_int = -4002;
/// The TLS connection could not be made: the message says what is wrong with the certificate.
pub const SEAM_ACS_TLS: c_int = -4003;
/// The proxy refused or failed.
pub const SEAM_ACS_PROXY: c_int = -4004;
/// The connection broke, or no answer came in time.
pub const SEAM_ACS_NETWORK: c_int = -4005;
/// The credentials were not accepted (HTTP 401).
pub const SEAM_ACS_UNAUTHORIZED: c_int = -5001;
/// The credentials do not allow this (HTTP 403).
pub const SEAM_ACS_FORBIDDEN: c_int = -5002;
/// Seam knows no such user, group or other thing (HTTP 404).
pub const SEAM_ACS_NOT_FOUND: c_int = -5003;
/// Seam refused the request as wrong; see seam_acs_error_validation_errors (other HTTP 4xx).
pub const SEAM_ACS_INVALID_INPUT: c_int = -5004;
/// Seam refused the request as in conflict with its state (HTTP 409).
pub const SEAM_ACS_CONFLICT: c_int = -5005;
/// Too many requests (HTTP 429); see seam_acs_error_retry_after_ms.
pub const SEAM_ACS_RATE_LIMITED: c_int = -5006;
/// Seam, or something before it, failed (HTTP 5xx).
pub const SEAM_ACS_SERVER: c_int = -5007;
/// The answer is not from Seam: a login page, an empty body, a redirect.
pub const SEAM_ACS_UNEXPECTED_RESPONSE: c_int = -5008;
/// Some changes of a list were not made: the report says which.
pub const SEAM_ACS_PARTIAL: c_int = -6001;
/// A plan was refused: it would do too much, or it is out of date. Nothing was changed.
pub const SEAM_ACS_GUARD: c_int = -7001;
/// The audit log could not be written, so nothing was sent.
pub const SEAM_ACS_AUDIT: c_int = -7002;
/// The change may or may not be recorded: read the membership before you act on it.
pub const SEAM_ACS_OUTCOME_UNKNOWN: c_int = -8001;

/// The stable name of a status, such as "NOT_FOUND"; "UNKNOWN" for a number that this version does not
/// have.
///
/// Static: never freed, never NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn seam_acs_status_name(status: c_int) -> *const c_char {
    row(status).name.as_ptr().cast()
}

/// What a status means, in one phrase for a person; an error's own message says more.
///
/// Static: never freed, never NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn seam_acs_status_message(status: c_int) -> *const c_char {
    row(status).message.as_ptr().cast()
}

/// The texts of one status, ended by NUL.
struct Row {
    code: c_int,
    name: [u8; 32],
    message: [u8; 96],
}

/// Made by the compiler, so that asking needs neither an allocation nor a lock.
static TABLE: [Row; Status::ALL.len()] = table();
static UNKNOWN: Row = Row {
    code: 0,
    name: terminated("UNKNOWN"),
    message: terminated("a status that this version does not have"),
};

fn row(code: c_int) -> &'static Row {
    TABLE.iter().find(|row| row.code == code).unwrap_or(&UNKNOWN)
}

#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where a wrong index is a build error")]
const fn table() -> [Row; Status::ALL.len()] {
    let mut rows = [const { Row { code: 0, name: [0; 32], message: [0; 96] } }; Status::ALL.len()];
    let mut index = 0;
    while index < rows.len() {
        let status = Status::ALL[index];
        rows[index] = Row {
            code: status.code(),
            name: terminated(status.name()),
            message: terminated(status.message()),
        };
        index += 1;
    }
    rows
}

#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where a wrong index is a build error")]
const fn terminated<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let bytes = text.as_bytes();
    assert!(bytes.len() < LENGTH, "the NUL needs its place");
    let mut out = [0; LENGTH];
    let mut index = 0;
    while index < bytes.len() {
        out[index] = bytes[index];
        index += 1;
    }
    out
}

/// The header's numbers are the core's numbers, and every one of the core's has its macro.
const _: () = {
    let same = [
        (SEAM_ACS_OK, Status::Ok),
        (SEAM_ACS_INTERNAL, Status::Internal),
        (SEAM_ACS_RESOURCES, Status::Resources),
        (SEAM_ACS_NULL_ARGUMENT, Status::NullArgument),
        (SEAM_ACS_UTF8, Status::Utf8),
        (SEAM_ACS_INVALID_ARGUMENT, Status::InvalidArgument),
        (SEAM_ACS_STATE, Status::State),
        (SEAM_ACS_OPTIONS, Status::Options),
        (SEAM_ACS_TOKEN, Status::Token),
        (SEAM_ACS_NOT_SUPPORTED, Status::NotSupported),
        (SEAM_ACS_CANCELLED, Status::Cancelled),
        (SEAM_ACS_DEADLINE, Status::Deadline),
        (SEAM_ACS_FORKED, Status::Forked),
        (SEAM_ACS_DNS, Status::Dns),
        (SEAM_ACS_CONNECT, Status::Connect),
        (SEAM_ACS_TLS, Status::Tls),
        (SEAM_ACS_PROXY, Status::Proxy),
        (SEAM_ACS_NETWORK, Status::Network),
        (SEAM_ACS_UNAUTHORIZED, Status::Unauthorized),
        (SEAM_ACS_FORBIDDEN, Status::Forbidden),
        (SEAM_ACS_NOT_FOUND, Status::NotFound),
        (SEAM_ACS_INVALID_INPUT, Status::InvalidInput),
        (SEAM_ACS_CONFLICT, Status::Conflict),
        (SEAM_ACS_RATE_LIMITED, Status::RateLimited),
        (SEAM_ACS_SERVER, Status::Server),
        (SEAM_ACS_UNEXPECTED_RESPONSE, Status::UnexpectedResponse),
        (SEAM_ACS_PARTIAL, Status::Partial),
        (SEAM_ACS_GUARD, Status::Guard),
        (SEAM_ACS_AUDIT, Status::Audit),
        (SEAM_ACS_OUTCOME_UNKNOWN, Status::OutcomeUnknown),
    ];
    assert!(same.len() == Status::ALL.len(), "a status has no macro");
    let mut rest: &[(c_int, Status)] = &same;
    while let [(code, status), others @ ..] = rest {
        assert!(*code == status.code(), "a macro differs from its status");
        rest = others;
    }
};
