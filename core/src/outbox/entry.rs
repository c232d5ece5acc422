//! What a log of an outbox holds: one frame is a list of these, all of them or none.

use serde::{Deserialize, Serialize};

use super::item::{Item, Outcome, Pair};
use crate::durable::clocks::Clocks;

/// Something that happened, in the order of the log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Entry {
    /// The begin of a file.
    Outbox(Head),
    /// A change was asked for; in a compacted file: with how far it is.
    Queued(Box<Item>),
    /// The time of a scheduled change has come.
    Due {
        id: u64,
    },
    /// It is sent from here on.
    Began {
        id: u64,
    },
    /// It was not sent.
    Unsent {
        id: u64,
        error: String,
    },
    /// It was sent at that time, and nobody answered.
    Unanswered {
        id: u64,
        at: Clocks,
        error: String,
    },
    /// A deliverer ended with it under way, at a time that nobody knows.
    Died {
        id: u64,
        at: Clocks,
    },
    /// A read showed that no unanswered request of this pair and direction is in force.
    Settled {
        pair: Pair,
        is_add: bool,
    },
    Ended {
        id: u64,
        outcome: Outcome,
        at_ms: u64,
        request_id: Option<String>,
        error: Option<String>,
    },
    /// A change that had ended is asked for again.
    Again {
        id: u64,
        queued: Clocks,
        good_for_s: Option<u32>,
    },
    /// Whose changes these are, from the first contact on.
    Account(Account),
    /// Why nothing is sent; nothing: it goes on.
    Paused {
        because: Option<String>,
    },
    /// The host has seen the outcomes up to this number.
    Acknowledged {
        number: u64,
    },
    /// In a compacted file: an unanswered request that counts.
    Doubt {
        pair: Pair,
        is_add: bool,
        at: Clocks,
    },
}

/// What a file begins with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) format: String,
    pub(crate) next_id: u64,
    pub(crate) next_outcome: u64,
    pub(crate) acknowledged: u64,
}

/// The workspace that an outbox belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) endpoint: String,
    pub(crate) workspace_id: String,
}

pub(crate) const FORMAT: &str = "seam-acs-outbox/1";

impl Head {
    pub(crate) fn first() -> Head {
        Head { format: FORMAT.to_owned(), next_id: 1, next_outcome: 1, acknowledged: 0 }
    }
}
