//! What the handles of an outbox and its deliverer share in one process.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

use super::state::State;
use super::store::Store;
use super::views;
use crate::base::background_thread::spawn;
use crate::durable::clocks::Clocks;
use crate::engine::completion_queue::Queue;
use crate::model::error::Error;
use crate::sys::fork::ForkLocal;
use crate::sys::time::Moment;

/// What other processes have written is seen within this time.
pub(crate) const LOOK_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) store: Store,
    of_process: ForkLocal<OfProcess>,
}

/// What a forked child does not share with its parent.
#[derive(Debug, Default)]
struct OfProcess {
    /// Wakes the deliverer.
    queued: Notify,
    /// The time that the server had, and when it said so.
    server_time: Mutex<Option<(u64, Moment)>>,
    attached: Mutex<Vec<Attached>>,
    /// Ends the thread that looks for the outcomes of other processes.
    watching: Mutex<Option<Sender<()>>>,
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
        Ok(Shared { store: Store::open(folder)?, of_process: ForkLocal::empty() })
    }

    /// Wakes the deliverer of this process, or is what wakes it.
    pub(crate) fn queued(&self) -> &Notify {
        &self.of_process().queued
    }

    pub(crate) fn note_server_time(&self, unix_ms: u64) {
        *self.of_process().server_time.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((unix_ms, Moment::now()));
    }

    /// What the clocks say; the wall clock is the server's where that has said what time it is.
    pub(crate) fn now(&self) -> Clocks {
        let now = Clocks::now();
        let told = *self.of_process().server_time.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((then, said)) = told else { return now };
        let since = now.since_boot_ms.saturating_sub(said.milliseconds());
        Clocks { wall_ms: then.saturating_add(since), is_of_the_server: true, ..now }
    }

    /// How the outbox stands.
    pub(crate) fn status(&self) -> Result<Value, Error> {
        self.store.look(|state| views::status(state, &Clocks::now()))
    }

    /// Tells a queue, from what was acknowledged on.
    pub(crate) fn attach(self: &Arc<Self>, queue: &Queue, tag: usize) -> Result<(), Error> {
        let told = self.store.look(State::acknowledged)?;
        self.attached().push(Attached { queue: queue.clone(), tag, told });
        self.tell_queues();
        self.watch()
    }

    /// Looks each second for what other processes have delivered, until no handle is left.
    fn watch(self: &Arc<Self>) -> Result<(), Error> {
        let mut watching = self.of_process().watching.lock().unwrap_or_else(PoisonError::into_inner);
        if watching.is_some() {
            return Ok(());
        }
        let ((sender, ended), shared) = (channel(), Arc::downgrade(self));
        let look = move || {
            while ended.recv_timeout(LOOK_EVERY) == Err(RecvTimeoutError::Timeout) {
                let Some(shared) = shared.upgrade() else { return };
                shared.tell_queues();
            }
        };
        spawn("seam-acs-watch", look)
            .map_err(|error| Error::Resources(format!("a thread that watches an outbox: {error}")))?;
        *watching = Some(sender);
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
        self.of_process().attached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of_process(&self) -> &OfProcess {
        self.of_process.get_or_make(OfProcess::default)
    }
}
