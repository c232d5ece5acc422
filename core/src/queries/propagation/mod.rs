//! What a series of looks proves about a membership, and nothing more.

use std::time::Duration;

use serde_json::Value;

use super::error_baseline::ErrorBaseline;
use crate::engine::membership_view::MembershipView;
use crate::model::json_fields::text;
use crate::model::pending_mutations::{Deferral, Side};
use crate::model::presence::Presence;
use crate::model::server_time::ServerTime;

/// What was seen so far.
#[derive(Debug)]
pub(super) struct PropagationTracker {
    wanted: Presence,
    settle: Duration,
    old_troubles: Option<ErrorBaseline>,
    /// Where a push towards the wanted membership was seen.
    seen_on_user: bool,
    seen_on_group: bool,
    /// When the latest such push was made, on the server's clock.
    change: Option<ServerTime>,
    /// Since when there is an error newer than the change beside a push that goes on.
    failing_since: Option<Duration>,
    /// Since when the membership reads as wanted and nothing shows as pending.
    steady_since: Option<Duration>,
}

/// How a watch ends, other than by its timeout.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PropagationEnd {
    /// The push was seen and is gone, no newer error exists, and the membership reads as wanted.
    Applied,
    /// No push was ever seen, and the membership read as wanted throughout.
    SettledUnobserved,
    /// The change is scheduled for later.
    Deferred { until: Option<String> },
    /// An error that is newer than the change.
    Failed { error: Value },
}

/// What to do after a look.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    PropagationEnd(PropagationEnd),
    /// Something is under way: look again.
    LookAgain,
    /// Nothing shows as pending: read the membership, and pass it to `PropagationTracker::membership`.
    ReadMembership,
}

impl PropagationTracker {
    pub(super) fn new(wanted: Presence, settle: Duration) -> PropagationTracker {
        PropagationTracker {
            wanted,
            settle,
            old_troubles: None,
            seen_on_user: false,
            seen_on_group: false,
            change: None,
            failing_since: None,
            steady_since: None,
        }
    }

    /// Evaluates a look that was made at `now`, on this wait's own clock.
    pub(super) fn look(&mut self, look: &MembershipView, now: Duration) -> Next {
        self.note_pushes(look);
        let old_troubles = self.old_troubles.get_or_insert_with(|| ErrorBaseline::seen_in(look));
        let newer = old_troubles.newer(look, self.change).cloned();
        let Some(error) = newer else {
            self.failing_since = None;
            return self.without_trouble(look);
        };
        self.steady_since = None;
        let failing_since = *self.failing_since.get_or_insert(now);
        // While a push goes on, the error may be of another membership, or Seam may try again: give it time.
        if look.is_pushing() && now.saturating_sub(failing_since) < self.settle {
            return Next::LookAgain;
        }
        Next::PropagationEnd(PropagationEnd::Failed { error })
    }

    /// Evaluates a read of the membership that was made after the look that asked for it.
    pub(super) fn membership(&mut self, is_member: bool, now: Duration) -> Option<PropagationEnd> {
        if Presence::of(is_member) != self.wanted {
            self.steady_since = None;
            return None;
        }
        if self.was_seen() {
            return Some(PropagationEnd::Applied);
        }
        let since = *self.steady_since.get_or_insert(now);
        (now.saturating_sub(since) >= self.settle).then_some(PropagationEnd::SettledUnobserved)
    }

    /// Whether a push towards the wanted membership was seen.
    pub(super) fn was_seen(&self) -> bool {
        self.seen_on_user || self.seen_on_group
    }

    /// When a look can end the wait by time alone.
    pub(super) fn ripe_at(&self) -> Option<Duration> {
        self.steady_since.or(self.failing_since).map(|since| since + self.settle)
    }

    /// An error that is newer than the change, whether or not it has ended the watch.
    pub(super) fn newer_error<'a>(&self, look: &'a MembershipView) -> Option<&'a Value> {
        self.old_troubles.as_ref()?.newer(look, self.change)
    }

    fn note_pushes(&mut self, look: &MembershipView) {
        let opposite = Presence::of(self.wanted == Presence::Absent);
        if look.pushes_towards(opposite) && !look.pushes_towards(self.wanted) {
            // What was seen before belongs to a change that this one undoes.
            (self.seen_on_user, self.seen_on_group, self.change) = (false, false, None);
        }
        let ours = |side: &Option<Side>| -> Vec<Option<ServerTime>> {
            let pushes = side.iter().flat_map(|side| &side.pushes);
            pushes.filter(|push| push.towards == Some(self.wanted)).map(|push| push.created_at).collect()
        };
        let (on_user, on_group) = (ours(&look.on_user), ours(&look.on_group));
        self.seen_on_user |= !on_user.is_empty();
        self.seen_on_group |= !on_group.is_empty();
        let newest = on_user.into_iter().chain(on_group).flatten().max();
        self.change = self.change.max(newest);
    }

    fn without_trouble(&mut self, look: &MembershipView) -> Next {
        if look.is_pushing() {
            self.steady_since = None;
            return Next::LookAgain;
        }
        let deferral = look.sides().flat_map(|side| &side.deferrals).find(|one| one.towards == self.wanted);
        if let Some(deferral) = deferral {
            return Next::PropagationEnd(PropagationEnd::Deferred { until: self.time_of(deferral, look) });
        }
        // A side that showed the push and now leaves the field out does not prove that the push is over.
        let hidden =
            (self.seen_on_user && look.on_user.is_none()) || (self.seen_on_group && look.on_group.is_none());
        if hidden || look.sides().any(|side| side.is_being_made) {
            self.steady_since = None;
            return Next::LookAgain;
        }
        Next::ReadMembership
    }

    /// The entry's own time, else that of the schedule that it waits for.
    fn time_of(&self, deferral: &Deferral, look: &MembershipView) -> Option<String> {
        let field = match self.wanted {
            Presence::Present => "starts_at",
            Presence::Absent => "ends_at",
        };
        let of_schedule =
            || [&look.user, &look.group].into_iter().find_map(|one| text(one.get("access_schedule")?, field));
        deferral.scheduled_at.clone().or_else(|| of_schedule().map(str::to_owned))
    }
}

#[cfg(test)]
mod tests;
