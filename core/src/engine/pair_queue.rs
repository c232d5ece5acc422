//! Changes of one pair go one at a time, in the order begun: a remove must not overtake its add.

use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashTable;
use hashbrown::hash_table::{Entry, OccupiedEntry};
use tokio::sync::oneshot;

use crate::base::hash::Hashing;
use crate::model::call::Membership;

/// Origin, user and group.
pub(super) type Pair = (Arc<str>, Arc<Membership>);

/// A queue for each pair that is being changed.
#[derive(Default)]
pub(super) struct PairQueues {
    queues: Arc<Mutex<QueuesByPair>>,
    hasher: Hashing,
}

#[derive(Default)]
struct QueuesByPair {
    by_pair: HashTable<PairQueue>,
    last_number: u64,
}

struct PairQueue {
    pair: Pair,
    /// Of the two ids. They are long, and are hashed once.
    hash: u64,
    /// The number of the change under way.
    first: u64,
    /// The changes behind it, in the order of their numbers.
    waiting: VecDeque<Waiter>,
}

struct Waiter {
    number: u64,
    go: oneshot::Sender<()>,
}

/// A place in the queue of a pair. When it is dropped, the next one goes on, or moves up.
pub(super) struct Ticket {
    hash: u64,
    number: u64,
    go: Option<oneshot::Receiver<()>>,
    queues: Arc<Mutex<QueuesByPair>>,
}

impl PairQueues {
    pub(super) fn enqueue(&self, pair: Pair) -> Ticket {
        let hash = self.hasher.hash_one((&pair.1.user_id, &pair.1.group_id));
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.last_number += 1;
        let number = queues.last_number;
        let go = match queues.by_pair.entry(hash, |queue| queue.pair == pair, |queue| queue.hash) {
            Entry::Occupied(mut queue) => {
                let (go, gone) = oneshot::channel();
                queue.get_mut().waiting.push_back(Waiter { number, go });
                Some(gone)
            }
            Entry::Vacant(place) => {
                place.insert(PairQueue { pair, hash, first: number, waiting: VecDeque::new() });
                None
            }
        };
        drop(queues);
        Ticket { hash, number, go, queues: Arc::clone(&self.queues) }
    }
}

impl Ticket {
    /// Returns when every earlier change of the pair is final.
    pub(super) async fn ready(&mut self) {
        if let Some(go) = self.go.as_mut() {
            // The queue keeps the sender as long as this ticket is in it, so this is no error.
            let _ = go.await;
            self.go = None;
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(queue) = queues.by_pair.find_entry(self.hash, |queue| queue.has(self.number)) {
            leave(queue, self.number);
        }
    }
}

/// A ticket that is dropped while it waits does not let later ones pass those before it.
fn leave(mut entry: OccupiedEntry<'_, PairQueue>, number: u64) {
    let queue = entry.get_mut();
    if queue.first != number {
        queue.waiting.retain(|waiting| waiting.number != number);
        return;
    }
    match queue.waiting.pop_front() {
        None => drop(entry.remove()),
        Some(next) => {
            queue.first = next.number;
            let _ = next.go.send(());
        }
    }
}

impl PairQueue {
    fn has(&self, number: u64) -> bool {
        self.first == number || self.waiting.binary_search_by_key(&number, |waiting| waiting.number).is_ok()
    }
}
