// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
//! The reads that every fault is tried on.

use crate::call::Call;

/// Each read, and where its request goes.
pub(crate) const READS: [(Call, &str); 11] = [
    (Call::One("get_group"), "/acs/access_groups/get"),
    (Call::List("list_groups"), "/acs/access_groups/list"),
    (Call::List("list_group_users"), "/acs/access_groups/list_users"),
    (Call::List("list_group_entrances"), "/acs/access_groups/list_accessible_entrances"),
    (Call::One("get_user"), "/acs/users/get"),
    (Call::List("list_users"), "/acs/users/list"),
    (Call::List("list_user_entrances"), "/acs/users/list_accessible_entrances"),
    (Call::One("get_system"), "/acs/systems/get"),
    (Call::List("list_systems"), "/acs/systems/list"),
    (Call::One("get_entrance"), "/acs/entrances/get"),
    (Call::List("list_entrances"), "/acs/entrances/list"),
];

/// Where an answer has one thing.
pub(crate) const RECORD_KEYS: [&str; 4] = ["acs_access_group", "acs_entrance", "acs_system", "acs_user"];

/// Where an answer has a list.
pub(crate) const LIST_KEYS: [&str; 4] = ["acs_access_groups", "acs_entrances", "acs_systems", "acs_users"];

/// All calls: the changes, the reads, and the lists of changes.
pub(crate) const ALL: [Call; READS.len() + 4] = [
    Call::Add,
    Call::Remove,
    Call::One("get_group"),
    Call::List("list_groups"),
    Call::List("list_group_users"),
    Call::List("list_group_entrances"),
    Call::One("get_user"),
    Call::List("list_users"),
    Call::List("list_user_entrances"),
    Call::One("get_system"),
    Call::List("list_systems"),
    Call::One("get_entrance"),
    Call::List("list_entrances"),
    Call::Apply,
    Call::Sync,
];
