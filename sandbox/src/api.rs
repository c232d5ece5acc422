//! The endpoints of Seam's API that the sandbox serves.

mod access_groups;
mod entrances;
mod memberships;
mod page;
mod systems;
mod user_identities;
mod users;

use std::time::Instant;

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::input::{Checks, Params};
use crate::ledger::Ledger;
use crate::push::PushPlan;
use crate::resources::View;
use crate::seed::System;
use crate::switches::Switches;
use crate::world::{GroupNumber, UserNumber, World};

/// One call, with everything that answers it.
pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) switches: &'a Switches,
    pub(crate) params: &'a Params,
    pub(crate) now: Instant,
    /// Whether a change is recorded, or only answered.
    pub(crate) record: bool,
    /// Where it is recorded beside the memory.
    pub(crate) ledger: Option<&'a mut Ledger>,
    pub(crate) push: PushPlan,
    pub(crate) repeat_cursor: bool,
    /// Where this very endpoint is reached, for `next_page_url`.
    pub(crate) address: &'a str,
}

/// What a call that succeeds answers.
pub(crate) enum Reply {
    /// `{"ok": true}`.
    Done,
    /// The resource under its response key; `"ok": true` is added.
    Data(&'static str, Value),
    /// A page of resources under its response key, and its pagination.
    Page(&'static str, Vec<Value>, Value),
}

impl Reply {
    pub(crate) fn body(&self) -> Vec<u8> {
        match self {
            Reply::Done => b"{\"ok\":true}".to_vec(),
            Reply::Data(key, value) => json!({ *key: value, "ok": true }).to_string().into_bytes(),
            Reply::Page(key, items, pagination) => {
                json!({ *key: items, "pagination": pagination, "ok": true }).to_string().into_bytes()
            }
        }
    }
}

/// An endpoint: its path, the verbs it takes, and what it does.
pub(crate) struct Endpoint {
    pub(crate) path: &'static str,
    pub(crate) verbs: &'static [&'static str],
    pub(crate) run: fn(&mut Call<'_>) -> Result<Reply, Failure>,
}

/// The endpoint at a path.
pub(crate) fn endpoint(path: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().find(|endpoint| endpoint.path == path)
}

const READ: &[&str] = &["GET", "POST"];
const ADD: &[&str] = &["PUT", "POST"];
const REMOVE: &[&str] = &["DELETE", "POST"];
const ACT: &[&str] = &["POST"];

/// Every endpoint of Seam that the sandbox serves.
pub(crate) const ENDPOINTS: &[Endpoint] = &[
    Endpoint { path: "/acs/users/add_to_access_group", verbs: ADD, run: memberships::add_to_access_group },
    Endpoint {
        path: "/acs/users/remove_from_access_group",
        verbs: REMOVE,
        run: memberships::remove_from_access_group,
    },
    Endpoint { path: "/acs/users/get", verbs: READ, run: users::get },
    Endpoint { path: "/acs/users/list", verbs: READ, run: users::list },
    Endpoint {
        path: "/acs/users/list_accessible_entrances",
        verbs: READ,
        run: users::list_accessible_entrances,
    },
    Endpoint { path: "/acs/users/suspend", verbs: ACT, run: users::suspend },
    Endpoint { path: "/acs/users/unsuspend", verbs: ACT, run: users::unsuspend },
    Endpoint { path: "/acs/access_groups/add_user", verbs: ADD, run: memberships::add_user },
    Endpoint { path: "/acs/access_groups/remove_user", verbs: REMOVE, run: memberships::remove_user },
    Endpoint { path: "/acs/access_groups/delete", verbs: REMOVE, run: access_groups::delete },
    Endpoint { path: "/acs/access_groups/get", verbs: READ, run: access_groups::get },
    Endpoint { path: "/acs/access_groups/list", verbs: READ, run: access_groups::list },
    Endpoint { path: "/acs/access_groups/list_users", verbs: READ, run: access_groups::list_users },
    Endpoint {
        path: "/acs/access_groups/list_accessible_entrances",
        verbs: READ,
        run: access_groups::list_accessible_entrances,
    },
    Endpoint { path: "/acs/systems/get", verbs: READ, run: systems::get },
    Endpoint { path: "/acs/systems/list", verbs: READ, run: systems::list },
    Endpoint { path: "/acs/entrances/get", verbs: READ, run: entrances::get },
    Endpoint { path: "/acs/entrances/list", verbs: READ, run: entrances::list },
    Endpoint { path: "/user_identities/get", verbs: READ, run: user_identities::get },
];

impl<'a> Call<'a> {
    fn checks(&self) -> Checks<'a> {
        Checks::new(self.params, self.switches.bad_uuid)
    }

    fn view(&self) -> View<'_> {
        View { world: self.world, switches: self.switches, now: self.now }
    }

    fn known_user(&self, acs_user_id: &str) -> Result<UserNumber, Failure> {
        self.world.user_number(acs_user_id).ok_or_else(|| Failure::not_found("acs_user"))
    }

    fn known_group(&self, acs_access_group_id: &str) -> Result<GroupNumber, Failure> {
        self.world.group_number(acs_access_group_id).ok_or_else(|| Failure::not_found("acs_access_group"))
    }

    fn known_system(&self, acs_system_id: &str) -> Result<&System, Failure> {
        let found = self.world.seed.systems.iter().find(|system| system.acs_system_id == acs_system_id);
        found.ok_or_else(|| Failure::not_found("acs_system"))
    }
}

/// Whether a text holds what a search asks for, whatever the case.
fn contains(text: Option<&str>, wanted: &str) -> bool {
    text.is_some_and(|text| text.to_lowercase().contains(&wanted.to_lowercase()))
}
