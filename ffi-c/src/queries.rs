// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
//! Queries about memberships
//!
//! What takes several reads: whether somebody is in a group, which doors that opens, and whether the access
//! system has followed a change. present is 1 for in the group and 0 for not in it; another number is
//! SEAM_ACS_INVALID_ARGUMENT. *record is freed with seam_acs_record_free, *list with seam_acs_list_free,
//! *op with seam_acs_op_free; seam_acs_op_record and seam_acs_op_list give what an operation found.
//!
//! Each read, and each change, has the client's deadline. Errors are those of the reads, and for
//! seam_acs_ensure_membership those of the change.

use std::ffi::{c_char, c_int};

use seam_acs_core::User;

use crate::arguments::Arguments;
use crate::boundary;
use crate::calls::{ask, ask_list, ask_record, ask_yes_or_no, limits, presence};
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::list::seam_acs_list;
use crate::operation::seam_acs_op;
use crate::record::seam_acs_record;
use crate::status::seam_acs_status;

/// Waits until an ACS user is in an access group, or out of it, in the access system itself. Changes nothing.
///
/// Begin it right after the change: a push that is over before the first look cannot be seen.
/// state in *record is one of
/// applied             the push was seen and is gone, no newer error exists, and the membership reads as wanted
/// settled_unobserved  no push was ever seen, and the membership read as wanted for settle_ms
/// still_pending       neither by timeout_ms; this too returns 0
/// deferred            the change is scheduled; deferred_until says for when, where Seam tells
/// failed              Seam shows an error that is newer than the change, quoted in error
///
/// message says it in a sentence. obstacles.0.message and so on say what else stands in the way of an open
/// door, such as a suspended user or a schedule that is over; not_read says what the server did not tell.
/// options_json is NULL or {"timeout_ms": 60000, "settle_ms": 5000}: without timeout_ms there is no limit,
/// and settle_ms is 5000. SEAM_ACS_OPTIONS for another name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_wait_for_membership(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    options_json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_record(arguments, client, record, &|client| {
            client.begin_wait(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
                limits(arguments, options_json)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_wait_for_membership; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_wait_for_membership_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_wait(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
                limits(arguments, options_json)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The same for the ACS user of a user identity; see seam_acs_wait_for_membership.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_wait_for_user_identity_membership(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    options_json: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_record(arguments, client, record, &|client| {
            client.begin_wait(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
                limits(arguments, options_json)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_wait_for_user_identity_membership; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_wait_for_user_identity_membership_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    options_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_wait(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
                limits(arguments, options_json)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Makes sure that an ACS user is in an access group, or out of it: reads, changes only if needed, and reads
/// again.
///
/// result in *record is already_so where the first reads showed it, and changed where Seam recorded the
/// change; the access system follows. confirmed says whether the last reads show the membership as wanted,
/// request_id is the change's, message says it in a sentence.
/// This is what to call after SEAM_ACS_OUTCOME_UNKNOWN, in place of the opposite change. It returns that
/// status itself where no answer came and the reads after it do not decide.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_ensure_membership(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_record(arguments, client, record, &|client| {
            client.begin_ensure(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_ensure_membership; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_ensure_membership_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_ensure(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The same for the ACS user of a user identity; see seam_acs_ensure_membership.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_ensure_user_identity_membership(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_record(arguments, client, record, &|client| {
            client.begin_ensure(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_ensure_user_identity_membership; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_ensure_user_identity_membership_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    present: c_int,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_ensure(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
                presence(present)?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Whether Seam lists an ACS user in an access group: *is_member is 1 or 0.
///
/// "Not a member" is said only of a user and a group that exist; else it is SEAM_ACS_NOT_FOUND. While a
/// change is on its way to the access system, Seam does not say whether its lists show what was recorded or
/// what the access system has: see seam_acs_wait_for_membership.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_is_member(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    is_member: *mut c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_yes_or_no(arguments, client, is_member, &|client| {
            client.begin_is_member(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_is_member; seam_acs_op_record gives a record with is_member, true or false.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_is_member_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_is_member(
                User::Acs(arguments.text(acs_user_id, "acs_user_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The same for the ACS user of a user identity; see seam_acs_is_member.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_is_user_identity_member(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    is_member: *mut c_int,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_yes_or_no(arguments, client, is_member, &|client| {
            client.begin_is_member(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_is_user_identity_member; seam_acs_op_record gives a record with is_member, true or false.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_is_user_identity_member_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_is_member(
                User::Identity(arguments.text(user_identity_id, "user_identity_id")?),
                arguments.text(acs_access_group_id, "acs_access_group_id")?,
            )
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The access groups that an ACS user is in. SEAM_ACS_NOT_FOUND for a user who does not exist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_groups(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_list(arguments, client, list, &|client| {
            client.begin_groups_of(User::Acs(arguments.text(acs_user_id, "acs_user_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_groups; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_groups_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_groups_of(User::Acs(arguments.text(acs_user_id, "acs_user_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The access groups, of every access system, that the ACS users of a user identity are in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_groups(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_list(arguments, client, list, &|client| {
            client.begin_groups_of(User::Identity(arguments.text(user_identity_id, "user_identity_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_identity_groups; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_groups_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_groups_of(User::Identity(arguments.text(user_identity_id, "user_identity_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The entrances that an ACS user can open, through which groups, and when.
///
/// Each record is an entrance with two fields more: through.0.name, through.0.acs_access_group_id and
/// through.0.access_schedule of the groups that lead there, none for an entrance that the user was let in at
/// directly; and accessible, false where only the groups say so because the access system has not followed
/// yet or the user is suspended, absent where the server does not tell.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_entrances_with_groups(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_list(arguments, client, list, &|client| {
            client.begin_entrances_of(User::Acs(arguments.text(acs_user_id, "acs_user_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_entrances_with_groups; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_entrances_with_groups_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_entrances_of(User::Acs(arguments.text(acs_user_id, "acs_user_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The same for the ACS users of a user identity, in every access system; see
/// seam_acs_list_user_entrances_with_groups.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_entrances_with_groups(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_list(arguments, client, list, &|client| {
            client.begin_entrances_of(User::Identity(arguments.text(user_identity_id, "user_identity_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_identity_entrances_with_groups; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_entrances_with_groups_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_entrances_of(User::Identity(arguments.text(user_identity_id, "user_identity_id")?))
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The ACS users whom groups let in at an entrance.
///
/// Each record is a user with two fields more: through.0.name and so on, the groups that let the user in, and
/// obstacles.0.message, what keeps the user out all the same, such as a suspension. People who were let in at
/// this entrance directly, without a group, are not in the list: Seam does not tell.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_entrance_users(
    client: *const seam_acs_client,
    acs_entrance_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask_list(arguments, client, list, &|client| {
            client.begin_who_can_open(arguments.text(acs_entrance_id, "acs_entrance_id")?)
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_entrance_users; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_entrance_users_begin(
    client: *const seam_acs_client,
    acs_entrance_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        ask(arguments, client, op, &|client| {
            client.begin_who_can_open(arguments.text(acs_entrance_id, "acs_entrance_id")?)
        })
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}
