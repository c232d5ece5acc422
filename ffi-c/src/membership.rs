// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
//! Membership
//!
//! The changes of who is in which access group. Success means recorded by Seam: the access system follows,
//! usually within seconds, and may be offline. Adding a member again and removing one who is not in the
//! group change nothing, so both are repeated after network errors, HTTP 429 and HTTP 5xx until the
//! client's deadline.
//!
//! In one process, changes of the same user and group are sent one at a time and in the order in which they
//! were begun.
//!
//! SEAM_ACS_OUTCOME_UNKNOWN means that the change may or may not be recorded. Do not send the opposite
//! change: the lost request may still arrive after it. Wait 30 seconds, then call seam_acs_ensure_membership.
//!
//! The forms that end in _begin return at once with an operation; all inputs are copied. They fail only for
//! what is wrong with the arguments.

use std::ffi::c_char;

use seam_acs_core::{Call, User, Write};

use crate::arguments::Arguments;
use crate::boundary;
use crate::calls::{begin, change, written};
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::operation::seam_acs_op;
use crate::status::seam_acs_status;

/// Adds an ACS user to an access group: the user gets all of the group's permissions.
///
/// Recorded by Seam once this returns 0; the access system follows.
/// A repeated add could open again what somebody closed meanwhile. So no attempt starts after the deadline,
/// and none starts more than 30 seconds after one that may have arrived; the option max_attempts = 1 turns
/// repeats off.
/// A removal of the same person, by either kind of id, that was given up less than 30 seconds ago may still
/// arrive: the add waits for that, and is SEAM_ACS_OUTCOME_UNKNOWN, unsent, if the deadline comes first.
/// SEAM_ACS_NOT_FOUND for an unknown user or group; SEAM_ACS_OUTCOME_UNKNOWN as above.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_add_user_to_group(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        change(arguments, client, &|| {
            Call::add_user_to_group(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_add_user_to_group. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_add_user_to_group_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                Call::add_user_to_group(
                    User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                    arguments.text(acs_access_group_id, "acs_access_group_id")?,
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Removes an ACS user from an access group: the user loses the group's permissions.
///
/// Recorded by Seam once this returns 0; the access system follows, and until it has, doors may still open.
/// An add of the same person, by either kind of id, that was given up less than 30 seconds ago may still
/// arrive. The removal is sent at once, and returns 0 only when a read after those 30 seconds shows that the
/// user is out; it is sent again if not. If the deadline comes first, it is SEAM_ACS_OUTCOME_UNKNOWN. Adds of other processes, and those that a
/// proxy keeps for longer, are not known here.
/// An unknown user or group is SEAM_ACS_NOT_FOUND, and never a success.
/// SEAM_ACS_OUTCOME_UNKNOWN as above: treat the user as still in the group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_remove_user_from_group(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        change(arguments, client, &|| {
            Call::remove_user_from_group(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_remove_user_from_group. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_remove_user_from_group_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                Call::remove_user_from_group(
                    User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                    arguments.text(acs_access_group_id, "acs_access_group_id")?,
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Adds the ACS user of a user identity to an access group.
///
/// Where the identity has no ACS user in the group's system yet, Seam makes one; so this is repeated only
/// when it was never sent or was answered HTTP 429. Otherwise as seam_acs_add_user_to_group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_add_user_identity_to_group(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        change(arguments, client, &|| {
            Call::add_user_to_group(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_add_user_identity_to_group. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_add_user_identity_to_group_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                Call::add_user_to_group(
                    User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                    arguments.text(acs_access_group_id, "acs_access_group_id")?,
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Removes the ACS user of a user identity from an access group. Otherwise as
/// seam_acs_remove_user_from_group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_remove_user_identity_from_group(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        change(arguments, client, &|| {
            Call::remove_user_from_group(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_remove_user_identity_from_group. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_remove_user_identity_from_group_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                Call::remove_user_from_group(
                    User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                    arguments.text(acs_access_group_id, "acs_access_group_id")?,
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Deletes an access group: everybody in it loses the group's permissions. Nothing brings it back.
///
/// Recorded by Seam once this returns 0; the access system follows. Seam's API has this call, while its guides
/// say that groups are deleted in the access system alone: be ready for a refusal.
/// It is repeated only when it was never sent or was answered HTTP 429: a repeat of a deletion that got
/// through would be SEAM_ACS_NOT_FOUND, as for a wrong id. After SEAM_ACS_OUTCOME_UNKNOWN call
/// seam_acs_get_group: SEAM_ACS_NOT_FOUND says that the group is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_delete_group(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        change(arguments, client, &|| {
            written(arguments, Write::DeleteGroup, &[("acs_access_group_id", acs_access_group_id)])
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_delete_group. Free *op with seam_acs_op_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_delete_group_begin(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| written(arguments, Write::DeleteGroup, &[("acs_access_group_id", acs_access_group_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}
