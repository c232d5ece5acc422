//! Which change may begin next: changes of one pair keep their order, and equal neighbours of a pair go as one.

use std::collections::{HashMap, VecDeque};

use super::changes::{Action, Changes, PairKey};
use crate::hashing::Hashing;

/// What is still to do of a list.
#[derive(Debug)]
pub(super) struct Schedule {
    /// For each change the place of the one that is sent for it: its own, or that of an equal one before it.
    sent_as: Vec<u32>,
    /// For each sent change the next one of its pair.
    successor: Vec<u32>,
    /// Whether a change is not for the front of the line: it waits for one of its pair, goes as another, or was done
    /// in an earlier run.
    passed_over: Vec<bool>,
    next: usize,
    /// A place that the line does not pass while something before it is open.
    barrier: usize,
    /// Successors whose time has come.
    ready: VecDeque<u32>,
    /// Begun and not ended, with those whose successor is held back.
    open: usize,
}

const NOBODY: u32 = u32::MAX;

impl Schedule {
    /// Leaves out what `is_done` says was done in an earlier run; its successors need not wait for it.
    pub(super) fn new(changes: &Changes, is_done: &dyn Fn(usize) -> bool) -> Self {
        let count = changes.len();
        let mut schedule = Self {
            sent_as: Vec::with_capacity(count),
            successor: vec![NOBODY; count],
            passed_over: vec![true; count],
            next: 0,
            barrier: 0,
            ready: VecDeque::new(),
            open: 0,
        };
        let mut last: HashMap<PairKey, (Action, u32), Hashing> = HashMap::default();
        for (index, (pair, action)) in (0..count).filter_map(|index| Some((index, changes.key(index)?))) {
            let place = u32::try_from(index).unwrap_or(NOBODY);
            let before = last.get(&pair).copied();
            if let Some((_, sent)) = before.filter(|(before, _)| *before == action) {
                schedule.sent_as.push(sent);
                continue;
            }
            schedule.sent_as.push(place);
            last.insert(pair, (action, place));
            let predecessor = before.map(|(_, sent)| sent as usize);
            if let Some(slot) = predecessor.and_then(|predecessor| schedule.successor.get_mut(predecessor)) {
                *slot = place;
            }
            if let Some(passed_over) = schedule.passed_over.get_mut(index) {
                *passed_over = is_done(index) || predecessor.is_some_and(|predecessor| !is_done(predecessor));
            }
        }
        schedule
    }

    /// For each change the place of the one that is sent for it.
    pub(super) fn sent_as(&self) -> Vec<u32> {
        self.sent_as.clone()
    }

    /// Lets no change from this place on begin before all those in front of it have ended.
    pub(super) fn hold_before(&mut self, place: usize) {
        self.barrier = place;
    }

    /// A change that may begin now.
    pub(super) fn take(&mut self) -> Option<usize> {
        let found = self.ready.pop_front().map(|place| place as usize).or_else(|| self.advance());
        if found.is_some() {
            self.open += 1;
        }
        found
    }

    /// Whether nothing is left and nothing under way could let more begin.
    pub(super) fn is_over(&self) -> bool {
        self.open == 0 && self.ready.is_empty() && self.next >= self.sent_as.len()
    }

    /// Whether nothing is left but these, which are under way, and nothing waits for one of them.
    pub(super) fn leaves_only(&self, under_way: impl ExactSizeIterator<Item = usize>) -> bool {
        let rest = self.passed_over.get(self.next..).unwrap_or_default();
        self.open == under_way.len()
            && self.ready.is_empty()
            && rest.iter().all(|passed_over| *passed_over)
            && !under_way.into_iter().any(|index| self.has_successor(index))
    }

    /// Whether a change of the same pair waits for this one.
    pub(super) fn has_successor(&self, index: usize) -> bool {
        self.successor.get(index).is_some_and(|place| *place != NOBODY)
    }

    /// Ends a change; its successor may begin.
    pub(super) fn end(&mut self, index: usize) {
        self.open = self.open.saturating_sub(1);
        self.ready.extend(self.successor.get(index).filter(|place| **place != NOBODY));
    }

    /// Ends a change whose successors must never begin, as it is in doubt.
    pub(super) fn end_for_good(&mut self) {
        self.open = self.open.saturating_sub(1);
    }

    fn advance(&mut self) -> Option<usize> {
        while self.next < self.sent_as.len() {
            let index = self.next;
            if index == self.barrier && (self.open > 0 || !self.ready.is_empty()) {
                return None;
            }
            self.next += 1;
            if self.passed_over.get(index) == Some(&false) {
                return Some(index);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::User;

    fn changes(list: &[(Action, &str)]) -> Changes {
        let mut changes = Changes::new();
        for (action, user) in list {
            changes.push(*action, User::Acs(user), "g").expect("valid");
        }
        changes
    }

    #[test]
    fn equal_neighbours_of_a_pair_go_as_one_and_the_rest_in_order() {
        use Action::{Add, Remove};
        let list = changes(&[(Add, "a"), (Add, "b"), (Add, "a"), (Remove, "a"), (Remove, "a"), (Add, "a")]);
        let mut schedule = Schedule::new(&list, &|_| false);
        assert_eq!(schedule.sent_as(), [0, 1, 0, 3, 3, 5]);
        assert_eq!((schedule.take(), schedule.take(), schedule.take()), (Some(0), Some(1), None));
        schedule.end(1);
        assert_eq!(schedule.take(), None);
        schedule.end(0);
        assert_eq!((schedule.take(), schedule.take()), (Some(3), None));
        assert!(!schedule.is_over());
        schedule.end(3);
        assert_eq!(schedule.take(), Some(5));
        schedule.end(5);
        assert!(schedule.is_over());
    }
}
