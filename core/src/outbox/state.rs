//! The rules of an outbox: what each entry of its log means, and what is to be done next for a pair.
//!
//! Nothing here looks at a clock, a disk or a network.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use super::entry::{Account, Entry, Head};
use super::item::{Ended, Item, Outcome, Pair, Progress};
use crate::durable::clocks::Clocks;
use crate::engine::marks::MAY_ARRIVE;

/// All that an outbox knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    next_id: u64,
    next_outcome: u64,
    acknowledged: u64,
    items: BTreeMap<u64, Item>,
    live: usize,
    pairs: HashMap<Pair, PairState>,
    pub(crate) account: Option<Account>,
    pub(crate) paused: Option<String>,
}

/// What is known of one pair.
#[derive(Debug, Default)]
struct PairState {
    /// The changes that are due, the latest last. Under an addition a removal stays, and counts again if that one ends
    /// without being recorded.
    due: Vec<u64>,
    /// When the latest request began that nobody answered.
    unanswered_add: Option<Clocks>,
    unanswered_remove: Option<Clocks>,
}

/// What is to be done next for a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The change is sent. One that the marks of late requests concern waits in the engine.
    Send(u64),
    /// A read says whether the unanswered addition is in force; where it is not, it is sent again or has expired.
    Read(u64),
    /// The addition cannot be sent in time.
    Expire(u64),
    /// Nothing before so long.
    Wait(Duration),
}

/// A request that may still arrive.
#[derive(Debug)]
pub(crate) struct LateRequest {
    pub(crate) pair: Pair,
    pub(crate) is_add: bool,
    pub(crate) left: Duration,
}

impl State {
    pub(crate) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Outbox(head) => self.begin(&head),
            Entry::Queued(item) => self.queue(*item),
            Entry::Due { id } => self.make_due(id),
            Entry::Began { id } => self.update(id, |item| {
                item.progress.is_under_way = true;
                item.progress.attempts = item.progress.attempts.saturating_add(1);
            }),
            Entry::Unsent { id, error } => self.note_attempt(id, Some(error)),
            Entry::Unanswered { id, at, error } => {
                self.note_unanswered(id, at);
                self.note_attempt(id, Some(error));
            }
            Entry::Died { id, at } => {
                self.note_unanswered(id, at);
                self.update(id, |item| {
                    item.progress.is_under_way = false;
                    item.progress.deaths = item.progress.deaths.saturating_add(1);
                });
            }
            Entry::Settled { pair, is_add } => *self.unanswered(&pair, is_add) = None,
            Entry::Ended { id, outcome, at_ms, request_id, error } => {
                self.end(id, outcome, at_ms, request_id, error);
            }
            Entry::Again { id, queued, good_for_s } => self.ask_again(id, queued, good_for_s),
            Entry::Account(account) => self.account = Some(account),
            Entry::Paused { because } => self.paused = because,
            Entry::Acknowledged { number } => self.acknowledge(number),
            Entry::Doubt { pair, is_add, at } => *self.unanswered(&pair, is_add) = Some(at),
        }
    }

    pub(crate) fn next_id(&self) -> u64 {
        self.next_id
    }

    pub(crate) fn item(&self, id: u64) -> Option<&Item> {
        self.items.get(&id)
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.values()
    }

    /// How many changes are still to be done.
    pub(crate) fn live_count(&self) -> usize {
        self.live
    }

    /// The changes that decide, one for each pair that has any that is due.
    pub(crate) fn tops(&self) -> impl Iterator<Item = &Item> {
        self.pairs.values().filter_map(|pair| self.items.get(pair.due.last()?))
    }

    /// Whether a change is the one that decides for its pair.
    pub(crate) fn is_top(&self, id: u64) -> bool {
        let pair = self.items.get(&id).and_then(|item| self.pairs.get(&item.pair));
        pair.is_some_and(|pair| pair.due.last() == Some(&id))
    }

    /// What is to be done for the pair of a change that decides.
    pub(crate) fn step(&self, item: &Item, now: &Clocks) -> Step {
        let pair = self.pairs.get(&item.pair).filter(|_| item.is_add);
        let left_of = |at: Option<&Clocks>| at.map(|at| left_of(at, now));
        let Some(doubt) = left_of(pair.and_then(|pair| pair.unanswered_add.as_ref())) else {
            return if item.has_expired(now) { Step::Expire(item.id) } else { Step::Send(item.id) };
        };
        // It was sent in time, so only a read may say that it is not in force: one that no late removal can belie.
        let behind_removal = left_of(pair.and_then(|pair| pair.unanswered_remove.as_ref())).flatten();
        match doubt {
            // It repeats as long as it might arrive anyway. By identity, each repeat might make a user.
            Some(_) if !item.pair.by_identity && !item.has_expired(now) => Step::Send(item.id),
            left => left.max(behind_removal).map_or(Step::Read(item.id), Step::Wait),
        }
    }

    /// The change that decides for a pair.
    pub(crate) fn top_of(&self, pair: &Pair) -> Option<&Item> {
        self.items.get(self.pairs.get(pair)?.due.last()?)
    }

    /// What time alone has brought: changes that are due, and additions that have expired.
    pub(crate) fn entries_of_time(&self, now: &Clocks) -> Vec<Entry> {
        let due =
            self.items.values().filter(|item| item.is_its_time(now)).map(|item| Entry::Due { id: item.id });
        let expired = self.tops().filter_map(|item| match self.step(item, now) {
            Step::Expire(id) => Some(Entry::Ended {
                id,
                outcome: Outcome::Expired,
                at_ms: now.wall_ms,
                request_id: None,
                error: item.progress.last_error.clone(),
            }),
            _ => None,
        });
        due.chain(expired).collect()
    }

    /// Unanswered requests of another boot. Nobody knows how old they are, since the clock may have been turned meanwhile, so
    /// they count from now on.
    pub(crate) fn doubts_of_other_boots(&self, now: &Clocks) -> Vec<Entry> {
        let mut doubts = Vec::new();
        for (pair, state) in &self.pairs {
            for (is_add, at) in [(true, &state.unanswered_add), (false, &state.unanswered_remove)] {
                if at.as_ref().is_some_and(|at| !at.is_of_the_boot_of(now)) {
                    doubts.push(Entry::Doubt { pair: pair.clone(), is_add, at: now.clone() });
                }
            }
        }
        doubts
    }

    /// The unanswered requests that may still arrive.
    pub(crate) fn late_requests(&self, now: &Clocks) -> Vec<LateRequest> {
        let mut late = Vec::new();
        for (pair, state) in &self.pairs {
            for (is_add, at) in [(true, &state.unanswered_add), (false, &state.unanswered_remove)] {
                if let Some(left) = at.as_ref().and_then(|at| left_of(at, now)) {
                    late.push(LateRequest { pair: pair.clone(), is_add, left });
                }
            }
        }
        late
    }

    /// Whether a request for a pair may still arrive.
    pub(crate) fn is_settling(&self, pair: &Pair, now: &Clocks) -> bool {
        let Some(state) = self.pairs.get(pair) else { return false };
        let marks = [&state.unanswered_add, &state.unanswered_remove];
        marks.into_iter().flatten().any(|at| left_of(at, now).is_some())
    }

    /// The changes whose deliverer ended.
    pub(crate) fn under_way(&self) -> Vec<u64> {
        self.items.values().filter(|item| item.progress.is_under_way).map(|item| item.id).collect()
    }

    /// The outcomes behind a number that nobody has acknowledged, in their order.
    pub(crate) fn outcomes(&self, behind: u64) -> Vec<&Item> {
        let number = |item: &&Item| item.progress.ended.as_ref().map_or(0, |ended| ended.number);
        let mut ended: Vec<&Item> = self.items.values().filter(|item| number(item) > behind).collect();
        ended.sort_unstable_by_key(number);
        ended
    }

    pub(crate) fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    /// The number of the latest outcome.
    pub(crate) fn last_outcome(&self) -> u64 {
        self.next_outcome.saturating_sub(1)
    }

    /// All of it as the entries of a new file.
    pub(crate) fn entries(&self, now: &Clocks) -> Vec<Entry> {
        let mut entries = vec![Entry::Outbox(Head {
            next_id: self.next_id,
            next_outcome: self.next_outcome,
            acknowledged: self.acknowledged,
            ..Head::first()
        })];
        entries.extend(self.account.clone().map(Entry::Account));
        if self.paused.is_some() {
            entries.push(Entry::Paused { because: self.paused.clone() });
        }
        let others = self.items.values().filter(|item| !item.is_due());
        // In the order in which they take each other's place.
        let due = self.pairs.values().flat_map(|pair| &pair.due).filter_map(|id| self.items.get(id));
        entries.extend(others.chain(due).map(|item| Entry::Queued(Box::new(item.clone()))));
        for (pair, state) in &self.pairs {
            for (is_add, at) in [(true, &state.unanswered_add), (false, &state.unanswered_remove)] {
                let counts = |at: &&Clocks| !state.due.is_empty() || left_of(at, now).is_some();
                if let Some(at) = at.as_ref().filter(counts) {
                    entries.push(Entry::Doubt { pair: pair.clone(), is_add, at: at.clone() });
                }
            }
        }
        entries
    }

    fn begin(&mut self, head: &Head) {
        self.next_id = self.next_id.max(head.next_id);
        self.next_outcome = self.next_outcome.max(head.next_outcome);
        self.acknowledged = self.acknowledged.max(head.acknowledged);
    }

    fn queue(&mut self, item: Item) {
        let (id, at_ms) = (item.id, item.queued.wall_ms);
        self.next_id = self.next_id.max(id.saturating_add(1));
        let takes_place = item.is_due();
        self.live += usize::from(item.is_live());
        self.items.insert(id, item);
        if takes_place {
            self.take_place(id, at_ms);
        }
    }

    fn make_due(&mut self, id: u64) {
        let Some(item) = self.items.get_mut(&id).filter(|item| item.is_live()) else { return };
        item.progress.is_scheduled = false;
        let at_ms = item.not_before_ms.unwrap_or(item.queued.wall_ms);
        self.take_place(id, at_ms);
    }

    fn ask_again(&mut self, id: u64, queued: Clocks, good_for_s: Option<u32>) {
        let Some(item) = self.items.get_mut(&id) else { return };
        let at_ms = queued.wall_ms;
        item.queued = queued;
        item.good_for_s = good_for_s.filter(|_| item.is_add);
        item.not_before_ms = None;
        self.live += usize::from(!item.is_live());
        item.progress = Progress::default();
        self.take_place(id, at_ms);
    }

    /// Makes a change the one that decides for its pair. A removal ends all before it; an addition leaves a removal
    /// underneath.
    fn take_place(&mut self, id: u64, at_ms: u64) {
        let Some(item) = self.items.get(&id) else { return };
        let (is_add, pair) = (item.is_add, item.pair.clone());
        let before = std::mem::take(&mut self.pairs.entry(pair.clone()).or_default().due);
        let stays = |other: &u64| is_add && self.items.get(other).is_some_and(|other| !other.is_add);
        let (mut due, superseded): (Vec<u64>, Vec<u64>) =
            before.into_iter().filter(|other| *other != id).partition(stays);
        due.push(id);
        for other in superseded {
            self.note_end(other, Outcome::Superseded, at_ms, None, None);
        }
        self.pairs.entry(pair).or_default().due = due;
    }

    fn end(
        &mut self,
        id: u64,
        outcome: Outcome,
        at_ms: u64,
        request_id: Option<String>,
        error: Option<String>,
    ) {
        self.note_attempt(id, None);
        let Some(item) = self.items.get(&id) else { return };
        if !item.is_live() {
            // Whoever decides about a change that was refused may take it out.
            if outcome == Outcome::Dropped {
                self.note_end(id, outcome, at_ms, request_id, error);
            }
            return;
        }
        let pair = item.pair.clone();
        let is_recorded = outcome == Outcome::Recorded;
        let state = self.pairs.entry(pair).or_default();
        let place = state.due.iter().position(|other| *other == id);
        let below: Vec<u64> = match place {
            // What a change that is recorded has under it is over.
            Some(place) if is_recorded => state.due.drain(..=place).filter(|other| *other != id).collect(),
            Some(place) => {
                state.due.remove(place);
                Vec::new()
            }
            None => Vec::new(),
        };
        for other in below {
            self.note_end(other, Outcome::Superseded, at_ms, None, None);
        }
        self.note_end(id, outcome, at_ms, request_id, error);
    }

    fn note_end(
        &mut self,
        id: u64,
        outcome: Outcome,
        at_ms: u64,
        request_id: Option<String>,
        error: Option<String>,
    ) {
        let number = self.next_outcome;
        self.next_outcome = self.next_outcome.saturating_add(1);
        self.live -= usize::from(self.items.get(&id).is_some_and(Item::is_live));
        self.update(id, |item| {
            item.progress.is_scheduled = false;
            item.progress.ended = Some(Ended { outcome, at_ms, request_id, error, number });
        });
    }

    fn note_attempt(&mut self, id: u64, error: Option<String>) {
        self.update(id, |item| {
            item.progress.is_under_way = false;
            item.progress.deaths = 0;
            item.progress.last_error = error.or(item.progress.last_error.take());
        });
    }

    fn note_unanswered(&mut self, id: u64, at: Clocks) {
        let Some(item) = self.items.get(&id) else { return };
        let (pair, is_add) = (item.pair.clone(), item.is_add);
        *self.unanswered(&pair, is_add) = Some(at);
    }

    /// Forgets what the host has seen. What a person must decide stays until it is dropped or asked for again.
    fn acknowledge(&mut self, number: u64) {
        self.acknowledged = self.acknowledged.max(number);
        let acknowledged = self.acknowledged;
        self.items.retain(|_, item| match &item.progress.ended {
            None => true,
            Some(ended) => {
                ended.number > acknowledged || item.progress.is_under_way || ended.outcome.is_for_a_person()
            }
        });
        let items = &self.items;
        self.pairs.retain(|_, pair| {
            pair.due.retain(|id| items.contains_key(id));
            !pair.due.is_empty() || pair.unanswered_add.is_some() || pair.unanswered_remove.is_some()
        });
    }

    fn unanswered(&mut self, pair: &Pair, is_add: bool) -> &mut Option<Clocks> {
        let state = self.pairs.entry(pair.clone()).or_default();
        if is_add { &mut state.unanswered_add } else { &mut state.unanswered_remove }
    }

    fn update(&mut self, id: u64, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.items.get_mut(&id) {
            change(item);
        }
    }
}

impl Outcome {
    /// Whether it stays until somebody has decided.
    fn is_for_a_person(self) -> bool {
        matches!(self, Self::Refused | Self::InDoubt)
    }
}

/// How long a request that began at a moment may still arrive; `None`: it cannot any more. One of another boot counts from
/// now on, so the caller writes down when that is.
fn left_of(at: &Clocks, now: &Clocks) -> Option<Duration> {
    let age = if at.is_of_the_boot_of(now) { at.age_at(now) } else { None };
    let age = age.unwrap_or_default();
    MAY_ARRIVE.checked_sub(age).filter(|left| !left.is_zero())
}
