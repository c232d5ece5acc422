// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
//! Reads
//!
//! Single things come as records, several as lists that hold every page. A list may be large: it has no
//! deadline of its own beyond the client's deadline for each page; begin it as an operation to watch or
//! cancel it. *record is freed with seam_acs_record_free, *list with seam_acs_list_free, *op with
//! seam_acs_op_free.
//!
//! filter_json is the text of a JSON object with parameters of Seam's API, or NULL for none. A name that is none
//! of the path's is SEAM_ACS_INVALID_ARGUMENT with the nearest one, because it would filter nothing; for a
//! parameter that is newer than this version use seam_acs_request. The reads repeat after network errors, HTTP 429 and HTTP 5xx until the deadline. SEAM_ACS_NOT_FOUND means that
//! Seam itself says so.

use std::ffi::c_char;

use seam_acs_core::Read;

use crate::arguments::Arguments;
use crate::boundary;
use crate::calls::{begin, filtered, named, read_list, read_record};
use crate::client::seam_acs_client;
use crate::error::seam_acs_error;
use crate::list::seam_acs_list;
use crate::operation::seam_acs_op;
use crate::record::seam_acs_record;
use crate::status::seam_acs_status;

/// One access group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_group(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_record(
            arguments,
            client,
            &|| named(arguments, Read::GetGroup, &[("acs_access_group_id", acs_access_group_id)]),
            record,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_get_group; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_group_begin(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::GetGroup, &[("acs_access_group_id", acs_access_group_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The access groups; filter_json may name acs_system_id, acs_user_id, user_identity_id or search.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_groups(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(arguments, client, &|| filtered(arguments, Read::ListGroups, filter_json), list)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_groups; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_groups_begin(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(arguments, client, &|| filtered(arguments, Read::ListGroups, filter_json), op)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The ACS users in an access group.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_group_users(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(
            arguments,
            client,
            &|| named(arguments, Read::ListGroupUsers, &[("acs_access_group_id", acs_access_group_id)]),
            list,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_group_users; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_group_users_begin(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::ListGroupUsers, &[("acs_access_group_id", acs_access_group_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The entrances that the users of an access group can open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_group_entrances(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(
            arguments,
            client,
            &|| named(arguments, Read::ListGroupEntrances, &[("acs_access_group_id", acs_access_group_id)]),
            list,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_group_entrances; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_group_entrances_begin(
    client: *const seam_acs_client,
    acs_access_group_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::ListGroupEntrances, &[("acs_access_group_id", acs_access_group_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// One ACS user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_user(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_record(
            arguments,
            client,
            &|| named(arguments, Read::GetUser, &[("acs_user_id", acs_user_id)]),
            record,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_get_user; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_user_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(arguments, client, &|| named(arguments, Read::GetUser, &[("acs_user_id", acs_user_id)]), op)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The ACS user that a user identity has in one access system.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_user_by_identity(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_system_id: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_record(
            arguments,
            client,
            &|| {
                named(
                    arguments,
                    Read::GetUser,
                    &[("user_identity_id", user_identity_id), ("acs_system_id", acs_system_id)],
                )
            },
            record,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_get_user_by_identity; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_user_by_identity_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_system_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                named(
                    arguments,
                    Read::GetUser,
                    &[("user_identity_id", user_identity_id), ("acs_system_id", acs_system_id)],
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The ACS users; filter_json may name acs_system_id, user_identity_id, search, limit, page_cursor and more.
///
/// limit and page_cursor read one page: see seam_acs_list_next_cursor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_users(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(arguments, client, &|| filtered(arguments, Read::ListUsers, filter_json), list)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_users; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_users_begin(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(arguments, client, &|| filtered(arguments, Read::ListUsers, filter_json), op)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The entrances that an ACS user can open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_entrances(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(
            arguments,
            client,
            &|| named(arguments, Read::ListUserEntrances, &[("acs_user_id", acs_user_id)]),
            list,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_entrances; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_entrances_begin(
    client: *const seam_acs_client,
    acs_user_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::ListUserEntrances, &[("acs_user_id", acs_user_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The entrances that the ACS user of a user identity can open in one access system.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_entrances(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_system_id: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(
            arguments,
            client,
            &|| {
                named(
                    arguments,
                    Read::ListUserEntrances,
                    &[("user_identity_id", user_identity_id), ("acs_system_id", acs_system_id)],
                )
            },
            list,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_user_identity_entrances; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_user_identity_entrances_begin(
    client: *const seam_acs_client,
    user_identity_id: *const c_char,
    acs_system_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| {
                named(
                    arguments,
                    Read::ListUserEntrances,
                    &[("user_identity_id", user_identity_id), ("acs_system_id", acs_system_id)],
                )
            },
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// One access system.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_system(
    client: *const seam_acs_client,
    acs_system_id: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_record(
            arguments,
            client,
            &|| named(arguments, Read::GetSystem, &[("acs_system_id", acs_system_id)]),
            record,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_get_system; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_system_begin(
    client: *const seam_acs_client,
    acs_system_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::GetSystem, &[("acs_system_id", acs_system_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The access systems of the workspace; filter_json may name connected_account_id, customer_key or search.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_systems(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(arguments, client, &|| filtered(arguments, Read::ListSystems, filter_json), list)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_systems; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_systems_begin(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(arguments, client, &|| filtered(arguments, Read::ListSystems, filter_json), op)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// One entrance.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_entrance(
    client: *const seam_acs_client,
    acs_entrance_id: *const c_char,
    record: *mut *mut seam_acs_record,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_record(
            arguments,
            client,
            &|| named(arguments, Read::GetEntrance, &[("acs_entrance_id", acs_entrance_id)]),
            record,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_get_entrance; seam_acs_op_record gives its record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_get_entrance_begin(
    client: *const seam_acs_client,
    acs_entrance_id: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(
            arguments,
            client,
            &|| named(arguments, Read::GetEntrance, &[("acs_entrance_id", acs_entrance_id)]),
            op,
        )
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// The entrances; filter_json may name acs_system_id, acs_credential_id, search, limit, page_cursor and more.
///
/// limit and page_cursor read one page: see seam_acs_list_next_cursor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_entrances(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    list: *mut *mut seam_acs_list,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        read_list(arguments, client, &|| filtered(arguments, Read::ListEntrances, filter_json), list)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}

/// Begins seam_acs_list_entrances; seam_acs_op_list gives its list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn seam_acs_list_entrances_begin(
    client: *const seam_acs_client,
    filter_json: *const c_char,
    op: *mut *mut seam_acs_op,
    error: *mut *mut seam_acs_error,
) -> seam_acs_status {
    let body = |arguments: &Arguments| {
        begin(arguments, client, &|| filtered(arguments, Read::ListEntrances, filter_json), op)
    };
    // SAFETY: the caller keeps the header's rules.
    unsafe { boundary::call(error, body) }
}
