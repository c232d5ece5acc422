//! What hosts see of an outbox: its changes, its outcomes and how it stands, as records.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use super::item::{Item, Outcome};
use super::state::State;
use crate::durable::clocks::Clocks;
use crate::sys::time::timestamp;

/// One change as a record.
pub(crate) fn change(item: &Item, state: &State, now: &Clocks) -> Value {
    let (user_field, user) = item.pair.user().parts();
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| drop(record.insert(name.to_owned(), value));
    put("id", item.id.to_string().into());
    put("action", item.action().name().into());
    put(user_field, user.into());
    put("acs_access_group_id", item.pair.group.as_str().into());
    put("state", standing(item, state, now).into());
    put("queued_at", time(item.queued.wall_ms));
    put("age_s", item.queued.age_at(now).map_or(Value::Null, |age| age.as_secs().into()));
    put("good_for_s", item.good_for_s.into());
    put("not_before", item.not_before_ms.map_or(Value::Null, time));
    put("attempts", item.progress.attempts.into());
    put("last_error", item.progress.last_error.clone().into());
    put("actor", item.actor.clone().into());
    put("reason", item.reason.clone().into());
    if let Some(ended) = &item.progress.ended {
        put("ended_at", time(ended.at_ms));
        put("request_id", ended.request_id.clone().into());
        put("error", ended.error.clone().into());
        put("cursor", ended.number.to_string().into());
    }
    Value::Object(record)
}

/// The states that a filter may name.
pub(crate) const STATES: [&str; 10] = [
    "waiting",
    "scheduled",
    "under_way",
    "settling",
    "recorded",
    "superseded",
    "expired",
    "refused",
    "in_doubt",
    "dropped",
];

/// One word for how a change stands.
pub(crate) fn standing(item: &Item, state: &State, now: &Clocks) -> &'static str {
    match &item.progress.ended {
        Some(ended) => ended.outcome.name(),
        None if item.progress.is_scheduled => "scheduled",
        None if item.progress.is_under_way => "under_way",
        None if state.is_settling(&item.pair, now) => "settling",
        None => "waiting",
    }
}

/// How an outbox stands.
pub(crate) fn status(state: &State, now: &Clocks) -> Value {
    let mut counts = Map::new();
    for name in STATES {
        counts.insert(name.to_owned(), 0.into());
    }
    let (mut refused_removes, mut oldest): (u64, Option<&Item>) = (0, None);
    for item in state.items() {
        let count = counts.entry(standing(item, state, now)).or_insert_with(|| 0.into());
        *count = (count.as_u64().unwrap_or(0) + 1).into();
        let is_refused = item.progress.ended.as_ref().is_some_and(|ended| ended.outcome == Outcome::Refused);
        refused_removes += u64::from(is_refused && !item.is_add);
        // A smaller number was asked for earlier.
        if !item.is_add && item.is_due() && oldest.is_none_or(|oldest| item.id < oldest.id) {
            oldest = Some(item);
        }
    }
    let age = oldest.map(|item| item.queued.age_at(now).unwrap_or_default().as_secs());
    counts.insert("refused_removes".to_owned(), refused_removes.into());
    counts.insert("oldest_remove_age_s".to_owned(), age.into());
    counts.insert("oldest_remove_id".to_owned(), oldest.map(|item| item.id.to_string()).into());
    counts.insert("paused_because".to_owned(), state.paused.clone().into());
    counts.insert("endpoint".to_owned(), state.account.as_ref().map(|account| &*account.endpoint).into());
    counts.insert(
        "workspace_id".to_owned(),
        state.account.as_ref().map(|account| &*account.workspace_id).into(),
    );
    counts.insert("acknowledged".to_owned(), state.acknowledged().to_string().into());
    counts.insert("last_outcome".to_owned(), state.last_outcome().to_string().into());
    Value::Object(counts)
}

fn time(unix_ms: u64) -> Value {
    json!(timestamp(SystemTime::UNIX_EPOCH + Duration::from_millis(unix_ms)))
}
