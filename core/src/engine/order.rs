//! Changes of one pair go one at a time, in the order begun: a remove must not overtake its add.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashTable;
use hashbrown::hash_table::{Entry, OccupiedEntry};
use tokio::sync::oneshot;

use crate::call::Membership;
use crate::hashing::Hashing;

/// Origin, user and group.
pub(super) type Pair = (Arc<str>, Arc<Membership>);

/// A line for each pair that is being changed.
#[derive(Default)]
pub(super) struct Turns {
    lines: Arc<Mutex<Lines>>,
    hasher: Hashing,
}

#[derive(Default)]
struct Lines {
    by_pair: HashTable<Line>,
    last_number: u64,
}

struct Line {
    pair: Pair,
    /// Of the two ids. They are long, and are hashed once.
    hash: u64,
    /// The number of the change under way.
    first: u64,
    /// Who comes behind it, by rising numbers.
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    number: u64,
    go: oneshot::Sender<()>,
}

/// A place in line. When it is dropped, the next in line goes on, or moves up.
pub(super) struct Turn {
    hash: u64,
    number: u64,
    go: Option<oneshot::Receiver<()>>,
    lines: Arc<Mutex<Lines>>,
}

impl Turns {
    pub(super) fn queue_up(&self, pair: Pair) -> Turn {
        let hash = self.hasher.hash_one((&pair.1.user_id, &pair.1.group_id));
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.last_number += 1;
        let number = lines.last_number;
        let go = match lines.by_pair.entry(hash, |line| line.pair == pair, |line| line.hash) {
            Entry::Occupied(mut line) => {
                let (go, gone) = oneshot::channel();
                line.get_mut().waiting.push_back(Waiting { number, go });
                Some(gone)
            }
            Entry::Vacant(place) => {
                place.insert(Line { pair, hash, first: number, waiting: VecDeque::new() });
                None
            }
        };
        drop(lines);
        Turn { hash, number, go, lines: Arc::clone(&self.lines) }
    }
}

impl Turn {
    /// Returns when every change before is final.
    pub(super) async fn come(&mut self) {
        if let Some(go) = self.go.as_mut() {
            // The line keeps the sender for as long as this place is in it, so this is no error.
            let _ = go.await;
            self.go = None;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(line) = lines.by_pair.find_entry(self.hash, |line| line.has(self.number)) {
            leave(line, self.number);
        }
    }
}

/// Whoever leaves while it waits lets nobody pass those before it.
fn leave(mut entry: OccupiedEntry<'_, Line>, number: u64) {
    let line = entry.get_mut();
    if line.first != number {
        line.waiting.retain(|waiting| waiting.number != number);
        return;
    }
    match line.waiting.pop_front() {
        None => drop(entry.remove()),
        Some(next) => {
            line.first = next.number;
            let _ = next.go.send(());
        }
    }
}

impl Line {
    fn has(&self, number: u64) -> bool {
        self.first == number || self.waiting.binary_search_by_key(&number, |waiting| waiting.number).is_ok()
    }
}
