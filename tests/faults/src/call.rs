//! The calls that every fault is tried on.

use seam_acs_sandbox::Sandbox;

use crate::reads::READS;

/// A call that a driver makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Add,
    Remove,
    One(&'static str),
    List(&'static str),
    /// A list with one add.
    Apply,
    /// A plan with one add.
    Sync,
}

const ADD: &str = "/acs/users/add_to_access_group";
const REMOVE: &str = "/acs/users/remove_from_access_group";

impl Call {
    /// What the call `check` asks for, with which a connection is made before.
    pub(crate) const CHECK_PATH: &str = "/acs/systems/list";

    /// The driver's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Call::Add => "add",
            Call::Remove => "remove",
            Call::One(name) | Call::List(name) => name,
            Call::Apply => "apply",
            Call::Sync => "sync",
        }
    }

    /// Where its request goes; for a list or a plan, that of its change.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Call::Add | Call::Apply | Call::Sync => ADD,
            Call::Remove => REMOVE,
            Call::One(_) | Call::List(_) => {
                READS.iter().find(|(call, _)| *call == self).map_or("", |(_, path)| path)
            }
        }
    }

    pub(crate) fn changes(self) -> bool {
        !matches!(self, Call::One(_) | Call::List(_))
    }

    /// Whether it ends with a report.
    pub(crate) fn is_bulk(self) -> bool {
        matches!(self, Call::Apply | Call::Sync)
    }

    /// Whether the user is a member before it, so that the call has something to do.
    pub(crate) fn member_before(self) -> bool {
        self == Call::Remove
    }

    /// The list of changes that `apply` is given.
    pub(crate) fn changes_json(actions: &[&str]) -> String {
        let change = |action: &&str| {
            serde_json::json!({
                "action": action, "acs_user_id": Sandbox::USER, "acs_access_group_id": Sandbox::GROUP,
            })
        };
        actions.iter().map(change).collect::<serde_json::Value>().to_string()
    }
}
