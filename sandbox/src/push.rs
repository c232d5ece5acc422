//! Values that Seam records at once and pushes to the access control system later.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::clock;

/// How the push of one change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushPlan {
    /// The access control system follows after so many milliseconds.
    AfterMs(u64),
    /// The change stays pending until [`Sandbox::finish_pushes`](crate::Sandbox::finish_pushes).
    Never,
    /// After so many milliseconds the system refuses: the entry goes, the system stays as it was, and the user
    /// gets the error `failed_to_update_on_acs_system`.
    FailsAfterMs(u64),
}

/// A value as Seam recorded it and as the access control system has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pushed {
    pub(crate) wanted: bool,
    pub(crate) applied: bool,
    pub(crate) push: Option<Push>,
}

/// A push on its way.
#[derive(Clone, Debug)]
pub(crate) struct Push {
    pub(crate) began: Instant,
    pub(crate) created_at: String,
    ends: Ends,
}

#[derive(Clone, Copy, Debug)]
enum Ends {
    Applied(Instant),
    Failed(Instant),
    Never,
}

/// What time did to a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    NotYet,
    Applied,
    Failed,
}

impl Pushed {
    pub(crate) fn already(value: bool) -> Pushed {
        Pushed { wanted: value, applied: value, push: None }
    }

    /// Records a value. If it is a new one, its push begins, and the answer is when that push is due.
    pub(crate) fn want(&mut self, value: bool, plan: PushPlan, now: Instant) -> Option<Instant> {
        let under_way = self.push.is_some() || self.applied == value;
        if self.wanted == value && under_way {
            return None;
        }
        self.wanted = value;
        let ends = match plan {
            PushPlan::AfterMs(delay) => Ends::Applied(now + Duration::from_millis(delay)),
            PushPlan::FailsAfterMs(delay) => Ends::Failed(now + Duration::from_millis(delay)),
            PushPlan::Never => Ends::Never,
        };
        self.push = Some(Push { began: now, created_at: clock::timestamp(), ends });
        match ends {
            Ends::Applied(due) | Ends::Failed(due) => Some(due),
            Ends::Never => None,
        }
    }

    pub(crate) fn settle(&mut self, now: Instant) -> Settled {
        match self.push.as_ref().map(|push| push.ends) {
            Some(Ends::Applied(due)) if due <= now => {
                self.finish();
                Settled::Applied
            }
            Some(Ends::Failed(due)) if due <= now => {
                self.push = None;
                Settled::Failed
            }
            _ => Settled::NotYet,
        }
    }

    pub(crate) fn finish(&mut self) {
        self.applied = self.wanted;
        self.push = None;
    }
}
