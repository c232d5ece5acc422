//! What a run ends as when whoever waits has to end it in place of the engine.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::apply::{CANCELLED, OVER, Run, State, UNWRITTEN};
use super::report::Entry;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::operation::{Product, Shared, Stop};
use crate::patience::LastWords;

/// The changes that were begun and of which nothing is noted yet. Whoever takes one out notes it, and nobody else.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    changes: Vec<(usize, Arc<Shared>)>,
    /// Somebody who waited has ended the run: no change is begun any more.
    is_closed: bool,
}

impl UnderWay {
    /// Whether the change may be sent.
    pub(super) fn begin(&mut self, index: usize, part: &Arc<Shared>) -> bool {
        if !self.is_closed {
            self.changes.push((index, Arc::clone(part)));
        }
        !self.is_closed
    }

    /// Whether the change is still to be noted.
    pub(super) fn end(&mut self, index: usize) -> bool {
        let place = self.changes.iter().position(|(under_way, _)| *under_way == index);
        place.map(|place| self.changes.swap_remove(place)).is_some()
    }

    fn latest_deadline(&self) -> Option<Deadline> {
        self.changes.iter().filter_map(|(_, part)| part.deadline()).max()
    }

    /// Takes all of them out.
    pub(super) fn drain(&mut self) -> Vec<(usize, Arc<Shared>)> {
        std::mem::take(&mut self.changes)
    }
}

impl LastWords for Run {
    fn say(&self, operation: &Shared, is_over: bool) -> Option<Result<Product, Error>> {
        let mut state = self.state();
        let is_cancelled = operation.cancel.is_raised();
        if !is_over && !is_cancelled && !state.leaves_only_what_is_overdue() {
            return None;
        }
        state.under_way.is_closed = true;
        for (index, part) in state.under_way.drain() {
            let reason = if part.is_overdue() { Stop::Deadline } else { Stop::Cancelled };
            let error = part.give_up(reason);
            let attempts = part.attempts.load(Ordering::Relaxed);
            // What an earlier run left in doubt, and this one did not come to send, stays as that run left it.
            if attempts > 0 || state.doubt_about(index).is_none() {
                let entry = Entry::of(Err(error), attempts, part.elapsed());
                self.note(&mut state, operation, index, entry, part.unanswered());
            }
        }
        let because = match (self.journal_is_broken(), is_over) {
            (true, _) => Some(UNWRITTEN),
            (_, true) => Some(OVER),
            _ => is_cancelled.then_some(CANCELLED),
        };
        Some(self.conclude(&mut state, operation, because))
    }

    fn latest_deadline(&self, operation: &Shared) -> Option<Deadline> {
        let of_changes = self.state().under_way.latest_deadline();
        // It reads too, where a change is in doubt.
        of_changes.max(operation.parts.latest_deadline())
    }
}

impl State {
    /// Whether every change has ended but some that are overdue, and nothing is to follow those.
    fn leaves_only_what_is_overdue(&self) -> bool {
        let changes = &self.under_way.changes;
        !changes.is_empty()
            && changes.iter().all(|(_, part)| part.is_overdue())
            && self.schedule.leaves_only(changes.iter().map(|(index, _)| *index))
    }
}
