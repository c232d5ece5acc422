//! What Seam really does is unknown in places; each such place is a switch.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Every switch with its position. The default is what the official fake server does, where it does anything,
/// and a push that takes 300 ms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Switches {
    /// Status that answers the add of a user who is a member already: 200, or 409.
    pub add_of_member: u16,
    /// Status that answers the remove of a user who is not a member: 200, 404 or 409.
    pub remove_of_non_member: u16,
    /// Status that answers an add whose user and group belong to different systems: 200, or 400.
    pub different_systems: u16,
    /// Whether lists show the wanted or the applied membership while a push is pending.
    pub lists_show: ListsShow,
    /// When a pending push shows in `pending_mutations`.
    pub pending_entry: PendingEntry,
    /// Changes answer `{"ok": true}` and record nothing.
    pub ignore_changes: bool,
    /// Paths that answer as the official fake answers an endpoint it does not have: a bare 404.
    pub not_served: Vec<String>,
    /// What an id that is no UUID meets: `invalid_input` (400), as the official document declares it, or
    /// `not_found` (404), as the official fake treats it.
    pub bad_uuid: BadUuid,
    /// How long a push takes, in milliseconds; `null` (or `None`) means for ever.
    pub push_delay_ms: Option<u64>,
    /// How long every request waits before it is looked at, in milliseconds.
    pub latency_ms: u64,
}

impl Default for Switches {
    fn default() -> Switches {
        Switches {
            add_of_member: 200,
            remove_of_non_member: 200,
            different_systems: 200,
            lists_show: ListsShow::Wanted,
            pending_entry: PendingEntry::AtOnce,
            ignore_changes: false,
            not_served: Vec::new(),
            bad_uuid: BadUuid::InvalidInput,
            push_delay_ms: Some(300),
            latency_ms: 0,
        }
    }
}

/// Which membership lists show while a push is pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListsShow {
    /// What Seam recorded.
    Wanted,
    /// What the access control system has.
    Applied,
}

/// When a pending push shows in `pending_mutations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingEntry {
    /// From the answer on.
    AtOnce,
    /// So many milliseconds after the answer.
    LateMs(u64),
    /// Never: the field is there and empty.
    Never,
    /// The field is left out.
    LeftOut,
}

/// What an id that is no UUID meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadUuid {
    /// 400 `invalid_input`.
    InvalidInput,
    /// The search goes on, and nothing is found.
    NotFound,
}

/// One switch in one position; [`Sandbox::set`](crate::Sandbox::set) takes it. The fields of [`Switches`] say
/// what each means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// See [`Switches::add_of_member`].
    AddOfMember(u16),
    /// See [`Switches::remove_of_non_member`].
    RemoveOfNonMember(u16),
    /// See [`Switches::different_systems`].
    DifferentSystems(u16),
    /// See [`Switches::lists_show`].
    ListsShow(ListsShow),
    /// See [`Switches::pending_entry`].
    PendingEntry(PendingEntry),
    /// See [`Switches::ignore_changes`].
    IgnoreChanges(bool),
    /// See [`Switches::not_served`].
    NotServed(Vec<String>),
    /// See [`Switches::bad_uuid`].
    BadUuid(BadUuid),
    /// See [`Switches::push_delay_ms`].
    PushDelayMs(Option<u64>),
    /// See [`Switches::latency_ms`].
    LatencyMs(u64),
}

impl Switches {
    pub(crate) fn set(&mut self, switch: Switch) {
        match switch {
            Switch::AddOfMember(status) => self.add_of_member = status,
            Switch::RemoveOfNonMember(status) => self.remove_of_non_member = status,
            Switch::DifferentSystems(status) => self.different_systems = status,
            Switch::ListsShow(which) => self.lists_show = which,
            Switch::PendingEntry(when) => self.pending_entry = when,
            Switch::IgnoreChanges(ignore) => self.ignore_changes = ignore,
            Switch::NotServed(paths) => self.not_served = paths,
            Switch::BadUuid(what) => self.bad_uuid = what,
            Switch::PushDelayMs(delay) => self.push_delay_ms = delay,
            Switch::LatencyMs(delay) => self.latency_ms = delay,
        }
    }

    /// These switches with the given ones in new positions.
    pub(crate) fn changed(&self, changes: Map<String, Value>) -> Result<Switches, serde_json::Error> {
        let mut all = serde_json::to_value(self)?;
        if let Value::Object(fields) = &mut all {
            fields.extend(changes);
        }
        serde_json::from_value(all)
    }
}
