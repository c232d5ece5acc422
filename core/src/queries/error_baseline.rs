//! The errors that Seam shows on a user and a group, and which of them are newer than a change.

use std::collections::HashSet;

use serde_json::Value;

use crate::engine::membership_view::MembershipView;
use crate::model::json_fields::{items, text};
use crate::model::server_time::ServerTime;

/// The errors that existed when the wait began. Seam ties an error to no membership and no call: only its time tells
/// whether it can belong to a change.
#[derive(Debug)]
pub(super) struct ErrorBaseline {
    known: HashSet<Key>,
    newest: Option<ServerTime>,
}

type Key = (String, String);

impl ErrorBaseline {
    pub(super) fn seen_in(look: &MembershipView) -> ErrorBaseline {
        let newest = errors(look).filter_map(time).max();
        ErrorBaseline { known: errors(look).map(key).collect(), newest }
    }

    /// The newest error that is newer than the change. `change` is the server's own time of the change, where it is
    /// known.
    pub(super) fn newer<'a>(
        &self,
        look: &'a MembershipView,
        change: Option<ServerTime>,
    ) -> Option<&'a Value> {
        errors(look).filter(|error| self.is_newer(error, change)).max_by_key(|error| time(error))
    }

    fn is_newer(&self, error: &Value, change: Option<ServerTime>) -> bool {
        let is_known = self.known.contains(&key(error));
        match (change, time(error)) {
            (Some(change), Some(time)) => time >= change,
            (None, Some(time)) => !is_known && self.newest.is_none_or(|newest| time >= newest),
            // An error without a time dates from its first appearance.
            (_, None) => !is_known,
        }
    }
}

fn errors(look: &MembershipView) -> impl Iterator<Item = &Value> {
    items(&look.user, "errors").iter().chain(items(&look.group, "errors"))
}

fn key(error: &Value) -> Key {
    let part = |field| text(error, field).unwrap_or_default().to_owned();
    (part("error_code"), part("created_at"))
}

fn time(error: &Value) -> Option<ServerTime> {
    text(error, "created_at").and_then(ServerTime::parse)
}
