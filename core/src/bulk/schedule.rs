//! Which change may begin next: changes of one pair keep their order, and equal neighbours of a pair are sent as one.

use std::collections::{HashMap, VecDeque};

use super::change_list::{Action, Changes, PairKey};
use crate::base::hash::Hashing;

/// What is still to do of a list.
#[derive(Debug)]
pub(super) struct Schedule {
    /// For each change the place of the one that is sent for it: its own, or that of an equal one before it.
    sent_as: Vec<u32>,
    /// For each sent change the next one of its pair.
    successor: Vec<u32>,
    /// Whether a change is skipped at the front: it waits for one of its pair, is sent as another, or was done in an
    /// earlier run.
    passed_over: Vec<bool>,
    next: usize,
    /// A place that is not passed while an earlier change is open.
    barrier: usize,
    /// Successors that may begin now.
    ready: VecDeque<u32>,
    /// Begun and not ended.
    open: usize,
    /// Those of them that wait for long and do not hold up others.
    aside: usize,
    moves: Option<Moves>,
}

/// People of whom a list has changes in both of its parts: the second half waits for the first, and is held back if that
/// is not as asked.
#[derive(Debug)]
struct Moves {
    /// For each change the number of its person, or nobody's.
    people: Vec<u32>,
    /// Where the second part begins.
    second: usize,
    halves: HashMap<u32, FirstHalf, Hashing>,
    /// Second halves that wait.
    waiting: usize,
    /// Second halves that are held back, with the change that holds them.
    held: Vec<(usize, usize)>,
}

#[derive(Debug, Default)]
struct FirstHalf {
    /// Changes of it that have not ended.
    left: usize,
    not_as_asked: Option<usize>,
    waiting: Vec<usize>,
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
            aside: 0,
            moves: None,
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
    pub(super) fn sent_as(&self) -> &[u32] {
        &self.sent_as
    }

    /// Lets no change from this place on begin before all those in front of it have ended.
    pub(super) fn hold_before(&mut self, place: usize) {
        self.barrier = place;
    }

    /// Lets the changes of a person in the second part wait for those in the first. `people`: for each change the number
    /// of its person; `is_done`: whether a change is as asked already.
    pub(super) fn hold_moves(&mut self, people: Vec<u32>, second: usize, is_done: &dyn Fn(usize) -> bool) {
        let mut halves: HashMap<u32, FirstHalf, Hashing> = HashMap::default();
        let (first, behind) = people.split_at(second.min(people.len()));
        for person in behind.iter().filter(|person| **person != NOBODY) {
            halves.entry(*person).or_default();
        }
        let is_sent = |index: usize| self.sent_as.get(index).is_some_and(|place| *place as usize == index);
        let open = first.iter().enumerate().filter(|(index, _)| is_sent(*index) && !is_done(*index));
        for (_, person) in open {
            if let Some(half) = halves.get_mut(person) {
                half.left += 1;
            }
        }
        self.moves = Some(Moves { people, second, halves, waiting: 0, held: Vec::new() });
    }

    /// Second halves that are held back since the last look, each with the change that holds it.
    pub(super) fn take_held(&mut self) -> Vec<(usize, usize)> {
        self.moves.as_mut().map(|moves| std::mem::take(&mut moves.held)).unwrap_or_default()
    }

    /// Lets nothing more begin.
    pub(super) fn stop(&mut self) {
        self.next = self.sent_as.len();
        self.ready.clear();
        self.successor.clear();
        self.moves = None;
    }

    /// A change that is under way waits for long, or no longer.
    pub(super) fn stand_aside(&mut self) {
        self.aside += 1;
    }

    pub(super) fn come_back(&mut self) {
        self.aside = self.aside.saturating_sub(1);
    }

    /// Up to `most` changes that are likely to be begun soon: this one, and those at the front of the line behind it.
    pub(super) fn batch(&self, index: usize, most: usize) -> Vec<usize> {
        // A look at each of a million that are passed over would cost more than another line.
        let behind = (index.saturating_add(1).max(self.next)..self.passed_over.len())
            .take(most * most)
            .filter(|place| self.passed_over.get(*place) == Some(&false));
        std::iter::once(index).chain(behind).take(most).collect()
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
        let waiting = self.moves.as_ref().map_or(0, |moves| moves.waiting);
        self.open == 0 && self.ready.is_empty() && waiting == 0 && self.next >= self.sent_as.len()
    }

    /// Whether nothing is left but these, which are under way, and nothing waits for one of them.
    pub(super) fn leaves_only(&self, under_way: impl ExactSizeIterator<Item = usize>) -> bool {
        let rest = self.passed_over.get(self.next..).unwrap_or_default();
        self.open == under_way.len()
            && self.moves.as_ref().is_none_or(|moves| moves.waiting == 0)
            && self.ready.is_empty()
            && rest.iter().all(|passed_over| *passed_over)
            && !under_way.into_iter().any(|index| self.has_successor(index))
    }

    /// Whether a change of the same pair waits for this one.
    fn has_successor(&self, index: usize) -> bool {
        self.successor.get(index).is_some_and(|place| *place != NOBODY)
    }

    /// Ends a change; its successor may begin, and the second half of its person's move.
    pub(super) fn end(&mut self, index: usize, is_as_asked: bool) {
        self.open = self.open.saturating_sub(1);
        if let Some(moves) = &mut self.moves {
            self.ready.extend(
                moves.end(index, is_as_asked).into_iter().filter_map(|place| u32::try_from(place).ok()),
            );
        }
        self.ready.extend(self.successor.get(index).filter(|place| **place != NOBODY));
    }

    fn advance(&mut self) -> Option<usize> {
        while self.next < self.sent_as.len() {
            let index = self.next;
            if index == self.barrier && (self.open > self.aside || !self.ready.is_empty()) {
                return None;
            }
            self.next += 1;
            let is_next = self.passed_over.get(index) == Some(&false);
            if is_next && !self.moves.as_mut().is_some_and(|moves| moves.waits(index)) {
                return Some(index);
            }
        }
        None
    }
}

impl Moves {
    /// Whether a change is to wait, or is held back.
    fn waits(&mut self, index: usize) -> bool {
        let person = self.people.get(index).filter(|_| index >= self.second);
        let Some(half) = person.and_then(|person| self.halves.get_mut(person)) else { return false };
        match half.not_as_asked {
            _ if half.left > 0 => {
                half.waiting.push(index);
                self.waiting += 1;
            }
            Some(reason) => self.held.push((index, reason)),
            None => return false,
        }
        true
    }

    /// Ends a change of a first half, and gives what may begin by that.
    fn end(&mut self, index: usize, is_as_asked: bool) -> Vec<usize> {
        let person = self.people.get(index).filter(|_| index < self.second);
        let Some(half) = person.and_then(|person| self.halves.get_mut(person)) else { return Vec::new() };
        half.left = half.left.saturating_sub(1);
        if !is_as_asked {
            half.not_as_asked.get_or_insert(index);
        }
        if half.left > 0 {
            return Vec::new();
        }
        let waiting = std::mem::take(&mut half.waiting);
        self.waiting -= waiting.len();
        match half.not_as_asked {
            None => waiting,
            Some(reason) => {
                self.held.extend(waiting.into_iter().map(|index| (index, reason)));
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::call::User;

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
        schedule.end(1, true);
        assert_eq!(schedule.take(), None);
        schedule.end(0, true);
        assert_eq!((schedule.take(), schedule.take()), (Some(3), None));
        assert!(!schedule.is_over());
        schedule.end(3, true);
        assert_eq!(schedule.take(), Some(5));
        schedule.end(5, true);
        assert!(schedule.is_over());
    }
}
