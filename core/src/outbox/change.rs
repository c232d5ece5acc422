//! Changes as a host asks an outbox for them.

use serde_json::Value;

use super::item::{Item, Pair, Progress};
use crate::bulk::change_list::Action;
use crate::durable::clocks::{Clocks, wall_ms};
use crate::model::call::User;
use crate::model::error::Error;
use crate::model::id::{canonical, check_id};
use crate::model::server_time::unix_ms;

/// A change that an outbox is to keep.
#[derive(Debug, Clone)]
pub struct OutboxChange {
    pub(crate) is_add: bool,
    pub(crate) pair: Pair,
    pub(crate) good_for_s: Option<u32>,
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) actor: Option<String>,
    pub(crate) reason: Option<String>,
}

/// The most that an addition may be good for: 30 days.
const LONGEST_GOOD_FOR_S: u32 = 30 * 86_400;
/// What it is good for where nothing else is said.
pub(crate) const GOOD_FOR_S: u32 = 3600;
/// Of who asks and why.
const LONGEST_WORDS: usize = 512;
const MEMBERS: [&str; 9] = [
    "action",
    "acs_user_id",
    "user_identity_id",
    "acs_access_group_id",
    "good_for_s",
    "not_before",
    "until",
    "actor",
    "reason",
];

impl OutboxChange {
    /// A change that is to be made as soon as that can be done; an addition within an hour.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the malformed id.
    pub fn new(action: Action, user: User<'_>, acs_access_group_id: &str) -> Result<OutboxChange, Error> {
        let (field, id) = user.parts();
        check_id(field, id)?;
        check_id("acs_access_group_id", acs_access_group_id)?;
        Ok(OutboxChange {
            is_add: action == Action::Add,
            pair: Pair {
                by_identity: matches!(user, User::Identity(_)),
                user: canonical(id).into_owned(),
                group: canonical(acs_access_group_id).into_owned(),
            },
            good_for_s: None,
            not_before_ms: None,
            actor: None,
            reason: None,
        })
    }

    /// For how long an addition may be sent, 1 s to 30 days, from when it is asked for, or from its `not_before` on. A
    /// removal never expires.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] out of that range, and for a removal.
    pub fn good_for(mut self, seconds: u32) -> Result<OutboxChange, Error> {
        if !self.is_add {
            return Err(Error::invalid_argument("good_for_s", "is for additions: a removal never expires"));
        }
        check_good_for(seconds)?;
        self.good_for_s = Some(seconds);
        Ok(self)
    }

    /// Not before a time such as `2026-12-04T18:00:00+01:00`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for text that is no time with its offset.
    pub fn not_before(mut self, time: &str) -> Result<OutboxChange, Error> {
        self.not_before_ms = Some(moment("not_before", time)?);
        Ok(self)
    }

    /// The addition, and the removal of the same membership at a time such as `2026-12-04T18:00:00+01:00`. Kept by one list,
    /// the removal is on the disk before the addition is sent.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for text that is no time with its offset, for a time that is over or not behind
    /// `not_before`, and for a removal.
    pub fn until(self, time: &str) -> Result<Vec<OutboxChange>, Error> {
        let refuse = |reason: &str| Err(Error::invalid_argument("until", reason));
        if !self.is_add {
            return refuse("is for additions: a removal at a later time has not_before");
        }
        let unix_ms = moment("until", time)?;
        if unix_ms <= self.not_before_ms.unwrap_or(0).max(wall_ms()) {
            return refuse("must be later than now, and than not_before");
        }
        let removal =
            OutboxChange { is_add: false, good_for_s: None, not_before_ms: Some(unix_ms), ..self.clone() };
        Ok(vec![self, removal])
    }

    /// Who asks for it, and why, for the audit log; empty: nobody said so.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for more than 512 bytes.
    pub fn asked_by(mut self, actor: &str, reason: &str) -> Result<OutboxChange, Error> {
        self.actor = words("actor", actor)?;
        self.reason = words("reason", reason)?;
        Ok(self)
    }

    /// Reads a JSON array of objects with `action`, `acs_user_id` or `user_identity_id`, `acs_access_group_id`, and
    /// `good_for_s`, `not_before`, `until`, `actor` and `reason` where they are wanted. One with [`until`](Self::until) is two.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the object, counted from 1, and what is wrong with it.
    pub fn list_from_json(text: &str) -> Result<Vec<OutboxChange>, Error> {
        let objects: Vec<Value> = serde_json::from_str(text).map_err(|error| {
            Error::invalid_argument("changes", format!("must be a JSON array of objects: {error}"))
        })?;
        let mut changes = Vec::with_capacity(objects.len());
        for (place, object) in objects.iter().enumerate() {
            changes.extend(Self::from_object(object).map_err(|error| of_change(error, place + 1))?);
        }
        Ok(changes)
    }

    fn from_object(object: &Value) -> Result<Vec<OutboxChange>, Error> {
        let members =
            object.as_object().ok_or_else(|| Error::invalid_argument("change", "must be an object"))?;
        if let Some(name) = members.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
            return Err(crate::config::options::unknown(name, MEMBERS.iter().copied()));
        }
        let text = |name: &'static str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(other) => Err(Error::invalid_argument(name, format!("must be a string, not {other}"))),
        };
        let action = text("action")?.and_then(Action::from_name);
        let action = action.ok_or_else(|| Error::invalid_argument("action", "must be add or remove"))?;
        let user = match (text("acs_user_id")?, text("user_identity_id")?) {
            (Some(id), None) => User::Acs(id),
            (None, Some(id)) => User::Identity(id),
            _ => {
                let reason = "or user_identity_id, and not both, must be given";
                return Err(Error::invalid_argument("acs_user_id", reason));
            }
        };
        let group = text("acs_access_group_id")?.unwrap_or_default();
        let mut change = Self::new(action, user, group)?
            .asked_by(text("actor")?.unwrap_or_default(), text("reason")?.unwrap_or_default())?;
        if let Some(time) = text("not_before")? {
            change = change.not_before(time)?;
        }
        if let Some(value) = members.get("good_for_s").filter(|value| !value.is_null()) {
            let seconds = value.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
            change = change.good_for(seconds.unwrap_or(0))?;
        }
        match text("until")? {
            None => Ok(vec![change]),
            Some(time) => change.until(time),
        }
    }

    /// It under a number of the outbox.
    pub(crate) fn item(self, id: u64, queued: &Clocks) -> Item {
        let good_for_s = self.is_add.then(|| self.good_for_s.unwrap_or(GOOD_FOR_S));
        Item {
            id,
            is_add: self.is_add,
            pair: self.pair,
            queued: queued.clone(),
            good_for_s,
            not_before_ms: self.not_before_ms,
            actor: self.actor,
            reason: self.reason,
            progress: Progress { is_scheduled: self.not_before_ms.is_some(), ..Progress::default() },
        }
    }
}

/// Whether an addition may be good for so many seconds.
pub(crate) fn check_good_for(seconds: u32) -> Result<(), Error> {
    if (1..=LONGEST_GOOD_FOR_S).contains(&seconds) {
        return Ok(());
    }
    let reason = format!("must be from 1 to {LONGEST_GOOD_FOR_S}, not {seconds}");
    Err(Error::invalid_argument("good_for_s", reason))
}

/// A time with its offset, with or without seconds, in milliseconds since 1970.
fn moment(name: &'static str, text: &str) -> Result<u64, Error> {
    const MINUTES: usize = "2026-12-04T18:00".len();
    let with_seconds = || {
        let (minutes, offset) = text.split_at_checked(MINUTES)?;
        unix_ms(&format!("{minutes}:00{offset}"))
    };
    let found = unix_ms(text).or_else(with_seconds).and_then(|at| u64::try_from(at).ok());
    found.ok_or_else(|| {
        let reason =
            format!("must be a time with its offset, such as 2026-12-04T18:00:00+01:00, not {text:?}");
        Error::invalid_argument(name, reason)
    })
}

/// An error that names the change in its list.
fn of_change(error: Error, number: usize) -> Error {
    match error {
        Error::InvalidArgument { field, reason, problems } => {
            Error::InvalidArgument { field: format!("change {number}: {field}"), reason, problems }
        }
        other => other,
    }
}

fn words(name: &'static str, text: &str) -> Result<Option<String>, Error> {
    if text.len() > LONGEST_WORDS {
        let reason = format!("is {} bytes long, more than {LONGEST_WORDS}", text.len());
        return Err(Error::invalid_argument(name, reason));
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
