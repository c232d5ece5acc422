//! One change of an outbox: what is asked for, since when, and what became of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::bulk::change_list::Action;
use crate::durable::clocks::Clocks;
use crate::model::call::{AskedBy, Call, Membership, User};

/// A change that is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: u64,
    pub(crate) is_add: bool,
    pub(crate) pair: Pair,
    /// When it was asked for.
    pub(crate) queued: Clocks,
    /// Of an addition: how long after that it may be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) good_for_s: Option<u32>,
    /// Not before this time, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) not_before_ms: Option<u64>,
    /// Who asked for it, and why, for the audit log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default)]
    pub(crate) progress: Progress,
}

/// How far a change is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// It waits for its time.
    #[serde(default)]
    pub(crate) is_scheduled: bool,
    /// A deliverer has begun to send it, and has not said yet what became of it.
    #[serde(default)]
    pub(crate) is_under_way: bool,
    /// How often it was sent, or nearly.
    #[serde(default)]
    pub(crate) attempts: u32,
    /// How many deliverers in a row ended while it was under way.
    #[serde(default)]
    pub(crate) deaths: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_error: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<Ended>,
}

/// What became of a change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) outcome: Outcome,
    pub(crate) at_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    /// The place among the outcomes of the outbox.
    pub(crate) number: u64,
}

/// How a change ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Seam has recorded it; the access system follows.
    Recorded,
    /// A later change of the pair took its place.
    Superseded,
    /// An addition that could not be sent in time.
    Expired,
    /// Seam refused it: a person must decide.
    Refused,
    /// Nobody knows whether it was recorded, and it must not be sent again: a person must look.
    InDoubt,
    /// Somebody took it out of the outbox.
    Dropped,
}

/// A user and a group, as a change names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Pair {
    pub(crate) by_identity: bool,
    pub(crate) user: String,
    pub(crate) group: String,
}

/// A clock that shows less was never set: 2025 had not begun.
const NO_CLOCK_IS_BEFORE_MS: u64 = 1_735_689_600_000;
/// After so many deaths in a row a change goes last and alone.
const POISON: u32 = 3;

impl Item {
    pub(crate) fn action(&self) -> Action {
        if self.is_add { Action::Add } else { Action::Remove }
    }

    /// The request that makes it.
    pub(crate) fn call(&self) -> Call {
        let call = Call::change(self.pair.membership(), self.is_add);
        call.asked_by(AskedBy { actor: self.actor.clone(), reason: self.reason.clone() })
    }

    /// Whether it is still to be done, now or at its time.
    pub(crate) fn is_live(&self) -> bool {
        self.progress.ended.is_none()
    }

    /// Whether it counts among the changes of its pair.
    pub(crate) fn is_due(&self) -> bool {
        self.is_live() && !self.progress.is_scheduled
    }

    /// Whether it must not be sent any more. An addition whose age nobody knows has expired.
    pub(crate) fn has_expired(&self, now: &Clocks) -> bool {
        self.expires_in(now).is_some_and(|left| left.is_zero())
    }

    /// For how long it may still be sent; `None`: for ever.
    pub(crate) fn expires_in(&self, now: &Clocks) -> Option<Duration> {
        let good_for = Duration::from_secs(self.good_for_s.filter(|_| self.is_add)?.into());
        let age = match self.not_before_ms {
            None => self.queued.certain_age_at(now),
            Some(since) => {
                let is_certain = now.is_of_the_server || self.may_be_now(now);
                now.wall_ms.checked_sub(since).filter(|_| is_certain).map(Duration::from_millis)
            }
        };
        Some(age.map_or(Duration::ZERO, |age| good_for.saturating_sub(age)))
    }

    /// Whether the time of a scheduled change has come. Where the clock is wrong beyond doubt, that of a removal has: a door
    /// must not stay open for want of a battery.
    pub(crate) fn is_its_time(&self, now: &Clocks) -> bool {
        let is_wrong = !now.is_of_the_server && !self.may_be_now(now);
        let has_come = self.not_before_ms.is_some_and(|at| at <= now.wall_ms);
        self.progress.is_scheduled && if is_wrong { !self.is_add } else { has_come }
    }

    /// Whether a wall clock may be right: no earlier than when this was asked for, nor than this library is.
    fn may_be_now(&self, now: &Clocks) -> bool {
        now.wall_ms >= self.queued.wall_ms.max(NO_CLOCK_IS_BEFORE_MS)
    }

    /// Whether it may have ended the processes that sent it.
    pub(crate) fn is_poison(&self) -> bool {
        self.progress.deaths >= POISON
    }
}

impl Pair {
    pub(crate) fn user(&self) -> User<'_> {
        if self.by_identity { User::Identity(&self.user) } else { User::Acs(&self.user) }
    }

    pub(crate) fn membership(&self) -> Membership {
        Membership::of(self.user(), &self.group)
    }
}

impl Outcome {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Superseded => "superseded",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::InDoubt => "in_doubt",
            Self::Dropped => "dropped",
        }
    }
}
