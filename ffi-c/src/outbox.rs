//! Outboxes
//!
//! An outbox keeps changes in a folder until Seam has them: over restarts, power cuts and days without a
//! network. A change is on the disk when a function that keeps it returns SEAM_ACS_OK: kept, not yet sent.
//! Keeping needs no credentials and no network. One process delivers, in its engine's thread, while any
//! number of threads and processes keep changes.
//!
//! Removals go first, the oldest first, and never expire. An addition that could not be sent within its
//! good_for_seconds is not sent any more. A removal takes the place of all changes of its user and group that were
//! not sent; an addition leaves a removal underneath, which counts again if the addition expires, is dropped or
//! is refused. What Seam refuses, and an addition by user identity that nobody answered, waits for a person:
//! seam_acs_outbox_retry or seam_acs_outbox_drop. Failures of the network are tried again after 1 s at first and
//! 5 minutes at most, without end; so are credentials that are not accepted, as paused_because of
//! seam_acs_outbox_status says.
//!
//! The folder is made for its owner alone; one that others own or can write to is refused. It must be on a local
//! disk, where files can be locked. ids and cursors are text. After fork() each process goes on by itself.

use std::ffi::{c_char, c_int};
use std::path::Path;

use seam_acs_core::{Action, DeliverOptions, Error, Outbox, OutboxChange, User};

use crate::arguments::Arguments;
use crate::boundary;
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::handle::{Handle, Kind};
use crate::list::seam_acs_list;
use crate::operation::seam_acs_op;
use crate::queue::seam_acs_queue;
use crate::record::seam_acs_record;
use crate::status::seam_acs_status;

/// Changes in a folder that are kept until Seam has them.
pub struct seam_acs_outbox(Outbox);

impl Handle for seam_acs_outbox {
    const KIND: Kind = Kind::Outbox;
}

/// Opens the outbox of a folder, and makes the folder where it is missing. Free *outbox with
/// seam_acs_outbox_free.
///
/// Nothing is sent. options_json is NULL or "{}": there is no option yet. SEAM_ACS_INVALID_ARGUMENT for a folder that
/// somebody else owns or can write to, SEAM_ACS_NOT_SUPPORTED where files cannot be locked, SEAM_ACS_STATE for a
/// log that is damaged, SEAM_ACS_RESOURCES when the disk refuses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_open(
    folder: *const c_char,
    options_json: *const c_char,
    outbox: *mut *mut seam_acs_outbox,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let outbox = arguments.out(outbox, "outbox")?;
        let options = arguments.optional_text(options_json, "options_json")?;
        let folder = Path::new(arguments.text(folder, "folder")?);
        outbox.put(seam_acs_outbox(Outbox::open_with(folder, options.unwrap_or_default())?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Keeps that a user is to be put into a group. *id, which may be NULL, is set to the change's id; free it with
/// seam_acs_string_free.
///
/// good_for_seconds is 1 to 2592000 (30 days), or 0 for an hour: after that it is not sent any more, as nobody
/// expects a door to open then. SEAM_ACS_RESOURCES when the outbox or the disk is full; the last tenth of its room is for
/// removals.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_add_user_to_group(
    outbox: *const seam_acs_outbox,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    good_for_seconds: c_int,
    id: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let user = User::Acs(arguments.text(acs_user_id, "acs_user_id")?);
        let group = arguments.text(acs_access_group_id, "acs_access_group_id")?;
        let mut change = OutboxChange::new(Action::Add, user, group)?;
        if let Some(seconds) = good_for(good_for_seconds)? {
            change = change.good_for(seconds)?;
        }
        keep(arguments, outbox, change, id)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Keeps that a user is to be taken out of a group: it never expires. *id and errors as of
/// seam_acs_outbox_add_user_to_group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_remove_user_from_group(
    outbox: *const seam_acs_outbox,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    id: *mut *mut c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let user = User::Acs(arguments.text(acs_user_id, "acs_user_id")?);
        let group = arguments.text(acs_access_group_id, "acs_access_group_id")?;
        keep(arguments, outbox, OutboxChange::new(Action::Remove, user, group)?, id)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Keeps a list of changes, all or none, in one write. *list, which may be NULL, is set to records with the id of each;
/// free it with seam_acs_list_free.
///
/// changes is a JSON array of objects with action (add or remove), acs_user_id or user_identity_id,
/// acs_access_group_id, and where they are wanted good_for_s, not_before, until, actor and reason. not_before is a time
/// with its offset, such as 2026-12-04T18:00+01:00, before which the change is not sent: an addition is then good
/// for good_for_s from that time on. until is for an addition and keeps the removal at that time behind it, so the list
/// has two records for it. SEAM_ACS_INVALID_ARGUMENT names the change, counted from 1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_enqueue(
    outbox: *const seam_acs_outbox,
    changes: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let list = arguments.optional_out(list);
        let outbox = arguments.handle(outbox, "outbox")?;
        let changes = OutboxChange::list_from_json(arguments.text(changes, "changes")?)?;
        let kept = outbox.0.enqueue_listed(changes)?;
        if let Some(list) = list {
            list.put(seam_acs_list::new(kept, None)?);
        }
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins to deliver an outbox with a client's credentials, until the operation is cancelled or the client is
/// freed; free *op with seam_acs_op_free, which cancels it.
///
/// options_json may be NULL, or {"until": "empty"}: then it ends when nothing is left that time or the network could
/// bring, and seam_acs_op_record gives delivered and status. The outbox may be freed meanwhile. The operation fails
/// with SEAM_ACS_GUARD where the credentials are of another workspace than the first that delivered it.
/// SEAM_ACS_STATE while another one delivers it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_deliver_begin(
    outbox: *const seam_acs_outbox,
    client: *const seam_acs_client,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let op = arguments.out(op, "op")?;
        let outbox = arguments.handle(outbox, "outbox")?;
        let client = arguments.handle(client, "client")?.share();
        let options = arguments.optional_text(options_json, "options_json")?;
        let options = DeliverOptions::from_json(options.unwrap_or_default())?;
        op.put(seam_acs_op::new(outbox.0.begin_deliver(&client, &options)?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// How an outbox stands. Free *record with seam_acs_record_free.
///
/// It has a number for each state: waiting, scheduled, under_way, settling (an earlier request may still arrive),
/// recorded, superseded, expired, refused, in_doubt and dropped; refused_removes, oldest_remove_age_s and
/// oldest_remove_id, which an alarm should watch; paused_because, null while it is not paused; endpoint,
/// workspace_id, last_outcome and acknowledged.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_status(
    outbox: *const seam_acs_outbox,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let record = arguments.out(record, "record")?;
        record.put(seam_acs_record::new(arguments.handle(outbox, "outbox")?.0.status()?));
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Lists the changes of an outbox in the order in which they were asked for. Free *list with seam_acs_list_free.
///
/// filter_json may be NULL, or name one of the states of seam_acs_outbox_status: {"state": "refused"}. A record
/// has id, action, acs_user_id or user_identity_id, acs_access_group_id, state, queued_at, age_s, good_for_s,
/// not_before, attempts, last_error, actor and reason; one that has ended also ended_at, request_id, error and
/// cursor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_list(
    outbox: *const seam_acs_outbox,
    filter_json: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let list = arguments.out(list, "list")?;
        let filter = arguments.optional_text(filter_json, "filter_json")?;
        let found = arguments.handle(outbox, "outbox")?.0.list(filter.unwrap_or_default())?;
        list.put(seam_acs_list::new(found, None)?);
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Lists the changes that have ended, in that order, behind a cursor: that of the last record that was seen before; NULL:
/// behind what was acknowledged. Free *list with seam_acs_list_free.
///
/// Outcomes are kept over restarts until seam_acs_outbox_acknowledge.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_outcomes(
    outbox: *const seam_acs_outbox,
    cursor: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let list = arguments.out(list, "list")?;
        let cursor = arguments.optional_text(cursor, "cursor")?;
        let found = arguments.handle(outbox, "outbox")?.0.outcomes(cursor.unwrap_or_default())?;
        list.put(seam_acs_list::new(found, None)?);
        Ok(())
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Forgets the outcomes up to the record with this cursor. What is refused or in doubt stays in
/// seam_acs_outbox_list until somebody decides.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_acknowledge(
    outbox: *const seam_acs_outbox,
    cursor: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        arguments.handle(outbox, "outbox")?.0.acknowledge(arguments.text(cursor, "cursor")?)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Puts a tag into a queue whenever there are outcomes that it was not told of, and now if there are some. Both may be
/// freed in any order; read the outcomes with seam_acs_outbox_outcomes.
///
/// What another process delivers is told within a second, by a thread that ends with the last handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_attach(
    outbox: *const seam_acs_outbox,
    queue: *const seam_acs_queue,
    tag: usize,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let queue = arguments.handle(queue, "queue")?;
        arguments.handle(outbox, "outbox")?.0.attach(queue.queue(), tag)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Asks again for a change that was refused, dropped, has expired or is in doubt, as if it were asked for now; for an
/// addition good_for_seconds as of seam_acs_outbox_add_user_to_group, 0 for what it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_retry(
    outbox: *const seam_acs_outbox,
    id: *const c_char,
    good_for_seconds: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let outbox = arguments.handle(outbox, "outbox")?;
        outbox.0.retry(arguments.text(id, "id")?, good_for(good_for_seconds)?)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Takes a change out of an outbox. reason may be NULL.
///
/// A removal keeps a door shut: SEAM_ACS_GUARD unless force is not 0 and reason says why. SEAM_ACS_STATE for a change
/// that is under way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_drop(
    outbox: *const seam_acs_outbox,
    id: *const c_char,
    reason: *const c_char,
    force: c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        let outbox = arguments.handle(outbox, "outbox")?;
        let reason = arguments.optional_text(reason, "reason")?;
        outbox.0.drop_change(arguments.text(id, "id")?, reason.unwrap_or_default(), force != 0)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Frees an outbox. What it keeps stays on the disk, and a delivery goes on. NULL does nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_outbox_free(outbox: *mut seam_acs_outbox) {
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::answer((), |arguments| drop(arguments.owned(outbox))) }
}

fn keep(
    arguments: &Arguments,
    outbox: *const seam_acs_outbox,
    change: OutboxChange,
    id: *mut *mut c_char,
) -> Result<(), Error> {
    let id = arguments.optional_out(id);
    let kept = arguments.handle(outbox, "outbox")?.0.enqueue(vec![change])?;
    match (id, kept.first()) {
        (Some(id), Some(kept)) => id.put_text(kept),
        _ => Ok(()),
    }
}

/// C's seconds: 0 says nothing.
fn good_for(seconds: c_int) -> Result<Option<u32>, Error> {
    let seconds = u32::try_from(seconds);
    let seconds = seconds.map_err(|_| Error::invalid_argument("good_for_seconds", "must not be negative"))?;
    Ok((seconds != 0).then_some(seconds))
}
