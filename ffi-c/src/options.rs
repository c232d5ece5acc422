// Generated from api/options.toml by `cargo xtask generate`; do not edit.
//! Options
//!
//! Options say how a client authenticates and behaves. A client copies them when it is made, so they may be
//! changed or freed afterwards. seam_acs_options_set sets any option by its name; each typed setter sets the
//! same option. Only one thread at a time may use an options object.

use std::ffi::{c_char, c_int};

use seam_acs_core::Options;

use crate::arguments::Arguments;
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind, Tagged};
use crate::status::seam_acs_status;

/// What a client is made from.
pub struct seam_acs_options(pub(crate) Options);

impl Handle for seam_acs_options {
    const KIND: Kind = Kind::Options;
}

impl seam_acs_options {
    /// Options of a C program: Seam sees in its logs which library called.
    pub(crate) fn of_c() -> Options {
        let mut options = Options::new();
        // The name is the core's own, so it cannot be refused; without it a request would merely be less well labelled.
        let _ = options.set("sdk_name", "seam-acs/c");
        options
    }
}

/// New options, all at their defaults. Free them with seam_acs_options_free. NULL only after an internal
/// error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_new() -> *mut seam_acs_options {
    let body = |_: &Arguments| Tagged::given(seam_acs_options(seam_acs_options::of_c()));
    // SAFETY: there are no pointers to vouch for.
    unsafe { boundary::answer(std::ptr::null_mut(), body) }
}

/// Sets any option by its name.
///
/// value is text: integers in decimal, booleans true or false; "" puts the option back to its default. An
/// unknown name or a value out of range is SEAM_ACS_OPTIONS, and the message names the nearest option or
/// the range.
///
/// name                   default                        range
/// api_key                -                              starts with seam_
/// personal_access_token  -                              starts with seam_at; needs workspace_id
/// workspace_id           -
/// endpoint               https://connect.getseam.com    https, or http to this machine
/// timeout_ms             30000                          1 to 3600000: the deadline of one change or one page
/// attempt_timeout_ms     10000                          1 to timeout_ms
/// connect_timeout_ms     5000                           1 to timeout_ms
/// max_attempts           4                              1 to 20; 1 turns repeats off
/// retry_until_deadline   false                          true or false
/// max_concurrency        64                             1 to 1024 requests at a time
/// max_pause_ms           300000                         1 to 3600000: a run's longest pause for Retry-After
/// max_response_bytes     1 MiB, for a list 256 MiB      1024 to 1073741824
/// proxy                  with trust_env: HTTPS_PROXY    a URL
/// ca_file                the system's certificates      a PEM file that is trusted alone
/// trust_env              true after seam_acs_client_from_envtrue or false: the proxy and certificate variables
/// user_agent_suffix      -                              printable ASCII
/// allow_insecure_http    false                          true or false
/// log_file               -                              a path; JSON lines are appended
/// log_fd                 -                              an open descriptor, borrowed
/// log_level              warn                           error, warn, info, debug or trace
/// audit_log              -                              a path; two JSON lines a change are appended
/// audit_failure          refuse                         refuse or continue when a line cannot be written
/// audit_sync             always                         always or never: a line is on the disk before its change
/// actor                  -                              who makes the changes, for the audit log
/// reason                 -                              why, for the audit log
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set(
    options: *mut seam_acs_options,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let options = arguments.exclusive(options, "options")?;
        options.0.set(arguments.text(name, "name")?, arguments.text(value, "value")?)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Authenticates with an API key of a workspace.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_api_key(
    options: *mut seam_acs_options,
    api_key: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "api_key", api_key, error) }
}

/// Authenticates with a personal access token and the workspace to work in; on failure neither is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_personal_access_token(
    options: *mut seam_acs_options,
    personal_access_token: *const c_char,
    workspace_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let options = arguments.exclusive(options, "options")?;
        let mut both = options.0.clone();
        both.set("personal_access_token", arguments.text(personal_access_token, "personal_access_token")?)?;
        both.set("workspace_id", arguments.text(workspace_id, "workspace_id")?)?;
        options.0 = both;
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The server to talk to: https://..., or http:// to this machine. The credentials go there and nowhere
/// else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_endpoint(
    options: *mut seam_acs_options,
    endpoint: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "endpoint", endpoint, error) }
}

/// The deadline, in milliseconds, of one change or one page of a list: attempts, waits between them and the
/// server's Retry-After all fit inside it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_timeout_ms(
    options: *mut seam_acs_options,
    milliseconds: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "timeout_ms", &milliseconds.to_string(), error) }
}

/// How long, in milliseconds, one attempt may take before it is given up and perhaps repeated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_attempt_timeout_ms(
    options: *mut seam_acs_options,
    milliseconds: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "attempt_timeout_ms", &milliseconds.to_string(), error) }
}

/// How long, in milliseconds, making a connection may take, from the first address of the host on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_connect_timeout_ms(
    options: *mut seam_acs_options,
    milliseconds: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "connect_timeout_ms", &milliseconds.to_string(), error) }
}

/// How often one request may be sent. 1 turns repeats off; seam_acs_add_user_to_group says when that is
/// useful.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_max_attempts(
    options: *mut seam_acs_options,
    max_attempts: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "max_attempts", &max_attempts.to_string(), error) }
}

/// 1 goes on trying until the deadline, however often, as long as nothing could be sent: no address, no
/// connection, no proxy, or a certificate that this machine's clock takes for too old or too new. 0 gives up
/// after max_attempts, which for a refused connection is within 2 seconds. For a panel that starts before its
/// network does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_retry_until_deadline(
    options: *mut seam_acs_options,
    kept: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "retry_until_deadline", &switch(kept), error) }
}

/// How many requests of one client may be under way at a time; the others wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_max_concurrency(
    options: *mut seam_acs_options,
    max_concurrency: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "max_concurrency", &max_concurrency.to_string(), error) }
}

/// The longest pause, in milliseconds, that a run of many changes makes when the server asks for one by
/// Retry-After. The pause does not count against the deadlines of its changes. If the server asks for a longer
/// one, nothing more is sent, and the rest is not_attempted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_max_pause_ms(
    options: *mut seam_acs_options,
    max_pause_ms: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "max_pause_ms", &max_pause_ms.to_string(), error) }
}

/// The longest answer to accept, in bytes; a longer one is SEAM_ACS_UNEXPECTED_RESPONSE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_max_response_bytes(
    options: *mut seam_acs_options,
    max_response_bytes: usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "max_response_bytes", &max_response_bytes.to_string(), error) }
}

/// The proxy's URL, in place of the one from the environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_proxy(
    options: *mut seam_acs_options,
    proxy: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "proxy", proxy, error) }
}

/// A PEM file of certificate authorities, trusted in place of the system's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_ca_file(
    options: *mut seam_acs_options,
    ca_file: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "ca_file", ca_file, error) }
}

/// 1 reads HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either case, and SSL_CERT_FILE and
/// SSL_CERT_DIR; 0 does not. Unset, seam_acs_client_from_env does and seam_acs_client_new does not. A program
/// with other rights than its caller never does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_trust_env(
    options: *mut seam_acs_options,
    trusted: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "trust_env", &switch(trusted), error) }
}

/// Words that are added to the User-Agent header, such as the name of the program.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_user_agent_suffix(
    options: *mut seam_acs_options,
    user_agent_suffix: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "user_agent_suffix", user_agent_suffix, error) }
}

/// 1 allows http:// to other machines, although anybody on the way can then read the credentials; 0 forbids
/// it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_allow_insecure_http(
    options: *mut seam_acs_options,
    allowed: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "allow_insecure_http", &switch(allowed), error) }
}

/// A file to append JSON lines to. The log holds no token and never makes a call wait. It must be a regular
/// file, and is made anew when it was renamed or removed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_log_file(
    options: *mut seam_acs_options,
    log_file: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "log_file", log_file, error) }
}

/// An open descriptor to write JSON lines to. It stays yours: keep it open as long as a client uses it. A
/// full pipe drops lines and counts them, and so does a descriptor that was closed or became another file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_log_fd(
    options: *mut seam_acs_options,
    descriptor: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_shown(options, "log_fd", &descriptor.to_string(), error) }
}

/// The least important lines to log: "error", "warn", "info", "debug" or "trace".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_log_level(
    options: *mut seam_acs_options,
    log_level: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "log_level", log_level, error) }
}

/// A file to append two JSON lines a change to: its intent before anything of it is sent, and its result
/// before the call returns. It holds no token; its mode is 0600. It must be a regular file, and is made anew
/// when it was renamed or removed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_audit_log(
    options: *mut seam_acs_options,
    audit_log: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "audit_log", audit_log, error) }
}

/// What happens to a change whose audit line cannot be written: "refuse" sends nothing and gives
/// SEAM_ACS_AUDIT, "continue" sends it anyway.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_audit_failure(
    options: *mut seam_acs_options,
    audit_failure: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "audit_failure", audit_failure, error) }
}

/// Whether an audit line is on the disk before its change is sent: "always"; or "never", which leaves it to the
/// system, so that a power cut loses the last lines.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_audit_sync(
    options: *mut seam_acs_options,
    audit_sync: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "audit_sync", audit_sync, error) }
}

/// Who makes the changes, for the audit log.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_actor(
    options: *mut seam_acs_options,
    actor: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "actor", actor, error) }
}

/// Why the changes are made, for the audit log.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_set_reason(
    options: *mut seam_acs_options,
    reason: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    // SAFETY: the caller keeps the header's rules.
    unsafe { set_text(options, "reason", reason, error) }
}

/// Frees options. NULL does nothing. Clients made from them live on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_options_free(options: *mut seam_acs_options) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(options))) }
}

/// # Safety
/// The pointers keep the header's rules.
unsafe fn set_text(
    options: *mut seam_acs_options,
    name: &'static str,
    value: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let options = arguments.exclusive(options, "options")?;
        options.0.set(name, arguments.text(value, name)?)
    };
    // SAFETY: the caller of `set_text` vouches for the pointers.
    unsafe { boundary::call(error, body) }
}

/// # Safety
/// The pointers keep the header's rules.
unsafe fn set_shown(
    options: *mut seam_acs_options,
    name: &'static str,
    value: &str,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| arguments.exclusive(options, "options")?.0.set(name, value);
    // SAFETY: the caller of `set_shown` vouches for the pointers.
    unsafe { boundary::call(error, body) }
}

/// C's 0 and 1 in the words of the options; any other number is shown as it is, and refused there.
fn switch(choice: c_int) -> String {
    match choice {
        0 => "false".to_owned(),
        1 => "true".to_owned(),
        other => other.to_string(),
    }
}
