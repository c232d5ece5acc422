//! Changes of one pair go one at a time, in the order begun: a remove must not overtake its add.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use tokio::sync::oneshot;

use crate::call::Membership;
use crate::hashing::Hashing;

/// Origin, user and group.
pub(super) type Pair = (Arc<str>, Arc<Membership>);

/// Who was last in line for each pair.
#[derive(Default)]
pub(super) struct Turns {
    lines: Arc<Mutex<HashTable<Last>>>,
    last_number: AtomicU64,
    hasher: Hashing,
}

struct Last {
    pair: Pair,
    /// Of the two ids. They are long, and are hashed once.
    hash: u64,
    number: u64,
    leaves: oneshot::Receiver<()>,
}

/// A place in line. The next in line goes on when it is dropped.
pub(super) struct Turn {
    hash: u64,
    number: u64,
    before: Option<oneshot::Receiver<()>>,
    lines: Arc<Mutex<HashTable<Last>>>,
    _leaving: oneshot::Sender<()>,
}

impl Turns {
    pub(super) fn queue_up(&self, pair: Pair) -> Turn {
        let hash = self.hasher.hash_one((&pair.1.user_id, &pair.1.group_id));
        let number = self.last_number.fetch_add(1, Ordering::Relaxed);
        let (leaving, leaves) = oneshot::channel();
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match lines.entry(hash, |last| last.pair == pair, |last| last.hash) {
            Entry::Occupied(mut line) => {
                let before = std::mem::replace(line.get_mut(), Last { pair, hash, number, leaves });
                Some(before.leaves)
            }
            Entry::Vacant(place) => {
                place.insert(Last { pair, hash, number, leaves });
                None
            }
        };
        drop(lines);
        Turn { hash, number, before, lines: Arc::clone(&self.lines), _leaving: leaving }
    }
}

impl Turn {
    /// Returns when the change before is final.
    pub(super) async fn come(&mut self) {
        if let Some(before) = self.before.as_mut() {
            // An error says that the sender was dropped, which is how a turn ends.
            let _ = before.await;
            self.before = None;
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(last) = lines.find_entry(self.hash, |last| last.number == self.number) {
            last.remove();
        }
    }
}
