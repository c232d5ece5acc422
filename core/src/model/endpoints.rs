// Generated from api/operations.toml by `cargo xtask generate`; do not edit.
//! What is read and changed through Seam's API: paths, parameters and response keys as in Seam's `OpenAPI` document.

use super::endpoint::{Cardinality, Endpoint, RequiredParams, RetryPolicy, WriteEndpoint};

/// A read of Seam's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Read {
    /// Reads one access group. Needs `acs_access_group_id`.
    GetGroup,
    /// Reads the access groups; the filter may name `acs_system_id`, `acs_user_id`, `user_identity_id` or search.
    ListGroups,
    /// Reads the users in an access group. Needs `acs_access_group_id`.
    ListGroupUsers,
    /// Reads the entrances that the users of an access group can open. Needs `acs_access_group_id`.
    ListGroupEntrances,
    /// Reads one user, by its own id or by user identity and access system. Needs `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    GetUser,
    /// Reads the users, every page, or the one page that limit and `page_cursor` name; the filter may name `acs_system_id`, `user_identity_id`, search and more.
    ListUsers,
    /// Reads the entrances that a user can open. Needs `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    ListUserEntrances,
    /// Reads one access system. Needs `acs_system_id`.
    GetSystem,
    /// Reads the access systems; the filter may name `connected_account_id`, `customer_key` or search.
    ListSystems,
    /// Reads one entrance. Needs `acs_entrance_id`.
    GetEntrance,
    /// Reads the entrances, every page, or the one page that limit and `page_cursor` name; the filter may name `acs_system_id`, `acs_credential_id`, search and more.
    ListEntrances,
    /// Reads one person as Seam knows them across systems. Needs `user_identity_id`.
    GetUserIdentity,
}

/// A change of Seam's API that is not one of a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Write {
    /// Deletes an access group: everybody in it loses its permissions. Recorded by Seam when it returns; the access system follows. Needs `acs_access_group_id`.
    DeleteGroup,
}

pub(crate) const ADD_USER: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE_USER: &str = "/acs/users/remove_from_access_group";
pub(crate) const ADD_IDENTITY: &str = "/acs/access_groups/add_user";
pub(crate) const REMOVE_IDENTITY: &str = "/acs/access_groups/remove_user";

impl Read {
    /// The read at a path of Seam's API, such as `/acs/users/get`.
    #[must_use]
    pub fn at(path: &str) -> Option<Read> {
        match path {
            "/acs/access_groups/get" => Some(Read::GetGroup),
            "/acs/access_groups/list" => Some(Read::ListGroups),
            "/acs/access_groups/list_users" => Some(Read::ListGroupUsers),
            "/acs/access_groups/list_accessible_entrances" => Some(Read::ListGroupEntrances),
            "/acs/users/get" => Some(Read::GetUser),
            "/acs/users/list" => Some(Read::ListUsers),
            "/acs/users/list_accessible_entrances" => Some(Read::ListUserEntrances),
            "/acs/systems/get" => Some(Read::GetSystem),
            "/acs/systems/list" => Some(Read::ListSystems),
            "/acs/entrances/get" => Some(Read::GetEntrance),
            "/acs/entrances/list" => Some(Read::ListEntrances),
            "/user_identities/get" => Some(Read::GetUserIdentity),
            _ => None,
        }
    }

    #[allow(clippy::too_many_lines, reason = "a few for each operation")]
    pub(crate) const fn endpoint(self) -> Endpoint {
        match self {
            Read::GetGroup => Endpoint {
                path: "/acs/access_groups/get",
                key: "acs_access_group",
                cardinality: Cardinality::One,
                phrase: "get access group",
                needs: RequiredParams::Field("acs_access_group_id"),
            },
            Read::ListGroups => Endpoint {
                path: "/acs/access_groups/list",
                key: "acs_access_groups",
                cardinality: Cardinality::All,
                phrase: "list access groups",
                needs: RequiredParams::Nothing,
            },
            Read::ListGroupUsers => Endpoint {
                path: "/acs/access_groups/list_users",
                key: "acs_users",
                cardinality: Cardinality::All,
                phrase: "list users of group",
                needs: RequiredParams::Field("acs_access_group_id"),
            },
            Read::ListGroupEntrances => Endpoint {
                path: "/acs/access_groups/list_accessible_entrances",
                key: "acs_entrances",
                cardinality: Cardinality::All,
                phrase: "list entrances of group",
                needs: RequiredParams::Field("acs_access_group_id"),
            },
            Read::GetUser => Endpoint {
                path: "/acs/users/get",
                key: "acs_user",
                cardinality: Cardinality::One,
                phrase: "get user",
                needs: RequiredParams::User,
            },
            Read::ListUsers => Endpoint {
                path: "/acs/users/list",
                key: "acs_users",
                cardinality: Cardinality::Paged,
                phrase: "list users",
                needs: RequiredParams::Nothing,
            },
            Read::ListUserEntrances => Endpoint {
                path: "/acs/users/list_accessible_entrances",
                key: "acs_entrances",
                cardinality: Cardinality::All,
                phrase: "list entrances of user",
                needs: RequiredParams::User,
            },
            Read::GetSystem => Endpoint {
                path: "/acs/systems/get",
                key: "acs_system",
                cardinality: Cardinality::One,
                phrase: "get system",
                needs: RequiredParams::Field("acs_system_id"),
            },
            Read::ListSystems => Endpoint {
                path: "/acs/systems/list",
                key: "acs_systems",
                cardinality: Cardinality::All,
                phrase: "list systems",
                needs: RequiredParams::Nothing,
            },
            Read::GetEntrance => Endpoint {
                path: "/acs/entrances/get",
                key: "acs_entrance",
                cardinality: Cardinality::One,
                phrase: "get entrance",
                needs: RequiredParams::Field("acs_entrance_id"),
            },
            Read::ListEntrances => Endpoint {
                path: "/acs/entrances/list",
                key: "acs_entrances",
                cardinality: Cardinality::Paged,
                phrase: "list entrances",
                needs: RequiredParams::Nothing,
            },
            Read::GetUserIdentity => Endpoint {
                path: "/user_identities/get",
                key: "user_identity",
                cardinality: Cardinality::One,
                phrase: "get user identity",
                needs: RequiredParams::Field("user_identity_id"),
            },
        }
    }

    /// The names of all its parameters.
    #[allow(clippy::match_same_arms, reason = "a line for each read")]
    pub(crate) const fn takes(self) -> &'static [&'static str] {
        match self {
            Read::GetGroup => &["acs_access_group_id"],
            Read::ListGroups => &["acs_system_id", "acs_user_id", "search", "user_identity_id"],
            Read::ListGroupUsers => &["acs_access_group_id"],
            Read::ListGroupEntrances => &["acs_access_group_id"],
            Read::GetUser => &["acs_user_id", "acs_system_id", "user_identity_id"],
            Read::ListUsers => &[
                "acs_system_id",
                "created_before",
                "limit",
                "page_cursor",
                "search",
                "user_identity_email_address",
                "user_identity_id",
                "user_identity_phone_number",
            ],
            Read::ListUserEntrances => &["acs_system_id", "acs_user_id", "user_identity_id"],
            Read::GetSystem => &["acs_system_id"],
            Read::ListSystems => &["connected_account_id", "customer_key", "search"],
            Read::GetEntrance => &["acs_entrance_id"],
            Read::ListEntrances => &[
                "access_method_id",
                "acs_credential_id",
                "acs_entrance_ids",
                "acs_system_id",
                "connected_account_id",
                "customer_key",
                "limit",
                "location_id",
                "page_cursor",
                "search",
                "space_id",
            ],
            Read::GetUserIdentity => &["user_identity_id"],
        }
    }
}

impl Write {
    /// The change at a path of Seam's API.
    #[must_use]
    pub fn at(path: &str) -> Option<Write> {
        match path {
            "/acs/access_groups/delete" => Some(Write::DeleteGroup),
            _ => None,
        }
    }

    pub(crate) const fn endpoint(self) -> WriteEndpoint {
        match self {
            Write::DeleteGroup => WriteEndpoint {
                path: "/acs/access_groups/delete",
                phrase: "delete access group",
                needs: RequiredParams::Field("acs_access_group_id"),
                repeat: RetryPolicy::NeverSentOrRefused,
            },
        }
    }
}

/// Where a change of a membership goes, and when it may be sent again.
pub(crate) const fn membership(by_acs_user: bool, wanted: bool) -> (&'static str, RetryPolicy) {
    match (by_acs_user, wanted) {
        (true, true) => (ADD_USER, RetryPolicy::Always),
        (true, false) => (REMOVE_USER, RetryPolicy::Always),
        (false, true) => (ADD_IDENTITY, RetryPolicy::NeverSentOrRefused),
        (false, false) => (REMOVE_IDENTITY, RetryPolicy::Always),
    }
}
