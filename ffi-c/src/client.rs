//! Clients
//!
//! A client is cheap: clients of equal options share connections, certificates and one engine thread. Any
//! number of threads may use one client at once. After fork() a child may go on using its parent's clients.

use std::ffi::{c_char, c_int};
use std::sync::Arc;

use seam_acs_core::{Call, Client, Error, Options, shutdown};

use crate::arguments::{Arguments, Out};
use crate::boundary;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::operation::{limit, seam_acs_op};
use crate::options::seam_acs_options;
use crate::status::{SEAM_ACS_INTERNAL, seam_acs_status};

/// Credentials, limits and a place among the connections to Seam.
pub struct seam_acs_client(Arc<Client>);

impl Handle for seam_acs_client {
    const KIND: Kind = Kind::Client;
}

impl seam_acs_client {
    /// The client behind the handle, which the call keeps should another thread free the handle meanwhile.
    pub(crate) fn share(&self) -> Arc<Client> {
        Arc::clone(&self.0)
    }
}

/// Makes a client from options alone: no environment variable is read. Nothing is sent yet.
///
/// For the machine's proxy and certificates (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and their like), set the
/// option trust_env.
/// Free *client with seam_acs_client_free.
/// SEAM_ACS_OPTIONS or SEAM_ACS_TOKEN if the options do not fit together or the credentials are of the
/// wrong kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_new(
    options: *const seam_acs_options,
    client: *mut *mut seam_acs_client,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(client, "client")?;
        let options = arguments.handle(options, "options")?;
        put(place, Client::new(&options.0))
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Makes a client from options, and from the environment where they say nothing: SEAM_API_KEY, or
/// SEAM_PERSONAL_ACCESS_TOKEN with SEAM_WORKSPACE_ID, and SEAM_ENDPOINT; HTTPS_PROXY, HTTP_PROXY, ALL_PROXY
/// and NO_PROXY; SSL_CERT_FILE and SSL_CERT_DIR. With the option trust_env false, only the SEAM_ variables.
///
/// options may be NULL. The environment is read once, now, on this thread; an empty variable counts as
/// unset, and a program with other rights than its caller (set-user-id, or effective ids of its own) reads
/// none.
/// Free *client with seam_acs_client_free. SEAM_ACS_OPTIONS or SEAM_ACS_TOKEN as seam_acs_client_new.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_from_env(
    options: *const seam_acs_options,
    client: *mut *mut seam_acs_client,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(client, "client")?;
        match arguments.optional_handle(options, "options")? {
            Some(options) => put(place, Client::from_environment(&options.0)),
            None => put(place, Client::from_environment(&seam_acs_options::of_c())),
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// A second handle on the same connections and credentials, with other timeouts, attempts, concurrency, actor
/// or reason.
///
/// Only what was set on options changes. The handles are independent: cancelling or freeing one does
/// not affect the other, so use a scoped handle to cancel a group of calls. Free *scoped with
/// seam_acs_client_free. SEAM_ACS_OPTIONS if options hold something that cannot change on an existing
/// client.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_with(
    client: *const seam_acs_client,
    options: *const seam_acs_options,
    scoped: *mut *mut seam_acs_client,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let place = arguments.out(scoped, "scoped")?;
        let client = arguments.handle(client, "client")?.share();
        let options: &Options = &arguments.handle(options, "options")?.0;
        put(place, client.with(options))
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Stops every call begun through this handle, now and later: a call that was never sent ends as
/// SEAM_ACS_CANCELLED, a change that was sent as SEAM_ACS_OUTCOME_UNKNOWN. It does not wait for them. NULL
/// does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_cancel(client: *const seam_acs_client) {
    let body = |arguments: &Arguments| {
        if let Some(client) = arguments.known(client) {
            client.share().cancel();
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// Changes how much is logged while the program runs: level is "error", "warn", "info", "debug" or "trace". Any thread.
///
/// It holds for all handles that share the log: those of seam_acs_client_with. SEAM_ACS_OPTIONS for another word,
/// SEAM_ACS_STATE if the client was made without log_file and log_fd.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_set_log_level(
    client: *const seam_acs_client,
    level: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let client = arguments.handle(client, "client")?.share();
        client.set_log_level(arguments.text(level, "level")?)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Asks Seam whether it can be reached and accepts the credentials, for a "test connection" button. Changes
/// nothing.
///
/// SEAM_ACS_UNAUTHORIZED if the credentials are not accepted; the transport codes say why Seam cannot be
/// reached.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_check(
    client: *const seam_acs_client,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let client = arguments.handle(client, "client")?.share();
        client.run(Call::check()).map(drop)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_check. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_check_begin(
    client: *const seam_acs_client,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        let client = arguments.handle(client, "client")?.share();
        op.put(seam_acs_op::new(client.begin(Call::check())?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Frees a handle and cancels the calls that are in flight through it, as seam_acs_client_cancel does. NULL
/// does nothing.
///
/// Calls that other threads have already started return soon. Starting a call while or after the handle is
/// freed is undefined behaviour.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_client_free(client: *mut seam_acs_client) {
    let body = |arguments: &Arguments| {
        if let Some(client) = arguments.owned(client) {
            // Calls in flight hold the client too, so that dropping this handle alone would not end them.
            client.0.cancel();
        }
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), body) }
}

/// Waits until the library's threads have ended: 1 once none runs, 0 if one still does after so many milliseconds.
///
/// Call it after the last client, operation and queue were freed, before the program ends or a leak checker looks; the
/// threads end by themselves about a second after the last client, and this waits for that and gives back what they
/// had. A negative number waits without limit, which is for ever while there is a client. The library may be used
/// again afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_shutdown(milliseconds: c_int) -> c_int {
    let body = |_: &Arguments| c_int::from(shutdown(limit(milliseconds)));
    // SAFETY: the body reads no pointer through the arguments.
    unsafe { boundary::answer(SEAM_ACS_INTERNAL, body) }
}

fn put(place: Out<'_, seam_acs_client>, client: Result<Client, Error>) -> Result<(), Error> {
    place.put(seam_acs_client(Arc::new(client?)));
    Ok(())
}
