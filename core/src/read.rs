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
pub(crate) struct Shape {
    pub(crate) path: &'static str,
    pub(crate) key: &'static str,
    pub(crate) many: Many,
    /// The call as a phrase for messages.
    pub(crate) phrase: &'static str,
    pub(crate) needs: Needs,
}

/// How many things an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Many {
    One,
    All,
    Paged,
}

/// Which parameters must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    Field(&'static str),
    /// `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    User,
}

impl Read {
    pub(crate) const fn shape(self) -> Shape {
        let group = Needs::Field("acs_access_group_id");
        let (path, key, many, phrase, needs) = match self {
            Read::GetGroup => {
                ("/acs/access_groups/get", "acs_access_group", Many::One, "get access group", group)
            }
            Read::ListGroups => (
                "/acs/access_groups/list",
                "acs_access_groups",
                Many::All,
                "list access groups",
                Needs::Nothing,
            ),
            Read::ListGroupUsers => {
                ("/acs/access_groups/list_users", "acs_users", Many::All, "list users of group", group)
            }
            Read::ListGroupEntrances => (
                "/acs/access_groups/list_accessible_entrances",
                "acs_entrances",
                Many::All,
                "list entrances of group",
                group,
            ),
            Read::GetUser => ("/acs/users/get", "acs_user", Many::One, "get user", Needs::User),
            Read::ListUsers => ("/acs/users/list", "acs_users", Many::Paged, "list users", Needs::Nothing),
            Read::ListUserEntrances => (
                "/acs/users/list_accessible_entrances",
                "acs_entrances",
                Many::All,
                "list entrances of user",
                Needs::User,
            ),
            Read::GetSystem => {
                ("/acs/systems/get", "acs_system", Many::One, "get system", Needs::Field("acs_system_id"))
            }
            Read::ListSystems => {
                ("/acs/systems/list", "acs_systems", Many::All, "list systems", Needs::Nothing)
            }
            Read::ListEntrances => {
                ("/acs/entrances/list", "acs_entrances", Many::Paged, "list entrances", Needs::Nothing)
            }
            Read::GetUserIdentity => (
                "/user_identities/get",
                "user_identity",
                Many::One,
                "get user identity",
                Needs::Field("user_identity_id"),
            ),
        };
        Shape { path, key, many, phrase, needs }
    }
}
