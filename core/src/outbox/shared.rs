//! What the handles of an outbox and its deliverer share in one process.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::state::State;
use super::store::Store;
use crate::engine::completion_queue::Queue;
use crate::model::error::Error;

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Store,
    /// Wakes the deliverer of this process.
    pub(crate) queued: Notify,
    attached: Mutex<Vec<Attached>>,
}

/// A queue that is told of outcomes.
#[derive(Debug)]
struct Attached {
    queue: Queue,
    tag: usize,
    told: u64,
}

impl Shared {
    pub(crate) fn open(folder: &Path) -> Result<Shared, Error> {
        Ok(Shared { store: Store::open(folder)?, queued: Notify::new(), attached: Mutex::default() })
    }

    /// Tells a queue, from what was acknowledged on.
    pub(crate) fn attach(&self, queue: &Queue, tag: usize) -> Result<(), Error> {
        let told = self.store.look(State::acknowledged)?;
        self.attached().push(Attached { queue: queue.clone(), tag, told });
        self.tell_queues();
        Ok(())
    }

    /// Tells the attached queues of outcomes that they were not told of.
    pub(crate) fn tell_queues(&self) {
        let mut attached = self.attached();
        if attached.is_empty() {
            return;
        }
        let Ok(last) = self.store.look(State::last_outcome) else { return };
        for attached in attached.iter_mut().filter(|attached| attached.told < last) {
            attached.told = last;
            attached.queue.inner.push(attached.tag);
        }
    }

    fn attached(&self) -> MutexGuard<'_, Vec<Attached>> {
        self.attached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
