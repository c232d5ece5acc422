//! The reads that a panel needs: paths, parameters and response keys as in Seam's `OpenAPI` document.

/// A read of Seam's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Read {
    /// One access group: `acs_access_group_id`.
    GetGroup,
    /// Access groups: `acs_system_id`, `acs_user_id`, `user_identity_id`, `search`, all optional.
    ListGroups,
    /// The ACS users of one access group: `acs_access_group_id`.
    ListGroupUsers,
    /// The entrances that one access group may open: `acs_access_group_id`.
    ListGroupEntrances,
    /// One ACS user: `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    GetUser,
    /// ACS users: `acs_system_id`, `user_identity_id`, `search`, `created_before`, `limit`, …, all optional.
    ListUsers,
    /// The entrances that one ACS user may open: `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    ListUserEntrances,
    /// One access control system: `acs_system_id`.
    GetSystem,
    /// Access control systems: `connected_account_id`, `customer_key`, `search`, all optional.
    ListSystems,
    /// Entrances: `acs_system_id`, `acs_credential_id`, `search`, `limit`, …, all optional.
    ListEntrances,
    /// One person as Seam knows them across systems: `user_identity_id`.
    GetUserIdentity,
}

/// What a read needs and gives.
pub(crate) struct Endpoint {
    pub(crate) path: &'static str,
    pub(crate) key: &'static str,
    pub(crate) cardinality: Cardinality,
    /// The call as a phrase for messages.
    pub(crate) phrase: &'static str,
    pub(crate) needs: RequiredParams,
}

/// How many things an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cardinality {
    One,
    All,
    Paged,
}

/// Which parameters must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequiredParams {
    Nothing,
    Field(&'static str),
    /// `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    User,
}

impl Read {
    pub(crate) const fn endpoint(self) -> Endpoint {
        let group = RequiredParams::Field("acs_access_group_id");
        let (path, key, cardinality, phrase, needs) = match self {
            Read::GetGroup => {
                ("/acs/access_groups/get", "acs_access_group", Cardinality::One, "get access group", group)
            }
            Read::ListGroups => (
                "/acs/access_groups/list",
                "acs_access_groups",
                Cardinality::All,
                "list access groups",
                RequiredParams::Nothing,
            ),
            Read::ListGroupUsers => {
                ("/acs/access_groups/list_users", "acs_users", Cardinality::All, "list users of group", group)
            }
            Read::ListGroupEntrances => (
                "/acs/access_groups/list_accessible_entrances",
                "acs_entrances",
                Cardinality::All,
                "list entrances of group",
                group,
            ),
            Read::GetUser => {
                ("/acs/users/get", "acs_user", Cardinality::One, "get user", RequiredParams::User)
            }
            Read::ListUsers => {
                ("/acs/users/list", "acs_users", Cardinality::Paged, "list users", RequiredParams::Nothing)
            }
            Read::ListUserEntrances => (
                "/acs/users/list_accessible_entrances",
                "acs_entrances",
                Cardinality::All,
                "list entrances of user",
                RequiredParams::User,
            ),
            Read::GetSystem => (
                "/acs/systems/get",
                "acs_system",
                Cardinality::One,
                "get system",
                RequiredParams::Field("acs_system_id"),
            ),
            Read::ListSystems => (
                "/acs/systems/list",
                "acs_systems",
                Cardinality::All,
                "list systems",
                RequiredParams::Nothing,
            ),
            Read::ListEntrances => (
                "/acs/entrances/list",
                "acs_entrances",
                Cardinality::Paged,
                "list entrances",
                RequiredParams::Nothing,
            ),
            Read::GetUserIdentity => (
                "/user_identities/get",
                "user_identity",
                Cardinality::One,
                "get user identity",
                RequiredParams::Field("user_identity_id"),
            ),
        };
        Endpoint { path, key, cardinality, phrase, needs }
    }
}
