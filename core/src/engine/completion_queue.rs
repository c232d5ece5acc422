//! One descriptor for any number of operations, so that an event loop can wait for all of them without a thread.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::model::error::Error;
use crate::sys::generation::{self, Generation};
use crate::sys::os::{FlagEnd, flag, flag_event, flag_number, lower, raise};
use crate::sys::own_descriptor::OwnDescriptor;

/// Collects operations that are done. Any thread may use it.
#[derive(Debug, Clone)]
pub struct Queue {
    pub(crate) inner: Arc<CompletionState>,
}

#[derive(Debug)]
pub(crate) struct CompletionState {
    made_in: Generation,
    ready: Mutex<Ready>,
    arrived: Condvar,
    reader: OwnDescriptor<FlagEnd>,
    writer: OwnDescriptor<FlagEnd>,
}

#[derive(Debug, Default)]
struct Ready {
    tags: VecDeque<ReadyTag>,
    last_number: u64,
}

#[derive(Debug)]
struct ReadyTag {
    tag: usize,
    /// Tells it from others of equal tag.
    number: u64,
}

/// A tag that a queue has returned or is to return, which its operation may still take back.
#[derive(Debug)]
pub(crate) struct PushedTag {
    queue: Weak<CompletionState>,
    number: u64,
}

impl Queue {
    /// Makes an empty queue.
    ///
    /// # Errors
    /// [`Error::Resources`] when the system gives no descriptors.
    pub fn new() -> Result<Queue, Error> {
        let refused = |error: std::io::Error| Error::Resources(format!("what a queue needs: {error}"));
        let [reader, writer] = flag().map_err(refused)?.map(OwnDescriptor::new);
        let (reader, writer) = (reader.map_err(refused)?, writer.map_err(refused)?);
        let (made_in, ready, arrived) = (generation::current(), Mutex::default(), Condvar::new());
        Ok(Queue { inner: Arc::new(CompletionState { made_in, ready, arrived, reader, writer }) })
    }

    /// The descriptor that is readable while [`next`](Self::next) has something. It belongs to the queue: poll it,
    /// never read or close it.
    ///
    /// # Errors
    /// [`Error::NotSupported`] on Windows: take [`event`](Self::event).
    pub fn fd(&self) -> Result<i32, Error> {
        flag_number(self.inner.reader.opened()).ok_or_else(|| {
            Error::NotSupported("a queue has no descriptor here: wait for its event".to_owned())
        })
    }

    /// The handle of the event that is signalled while [`next`](Self::next) has something. It belongs to the queue: wait
    /// for it, never set, reset or close it.
    ///
    /// # Errors
    /// [`Error::NotSupported`] where it is not Windows: take [`fd`](Self::fd).
    pub fn event(&self) -> Result<isize, Error> {
        flag_event(self.inner.reader.opened())
            .ok_or_else(|| Error::NotSupported("a queue has no event here: poll its descriptor".to_owned()))
    }

    /// The tag of the next operation that is done, waiting for one up to `limit` (`None`: without limit).
    ///
    /// # Errors
    /// [`Error::Forked`] in a child of the process that made the queue.
    pub fn next(&self, limit: Option<Duration>) -> Result<Option<usize>, Error> {
        if self.inner.made_in != generation::current() {
            return Err(Error::Forked);
        }
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut ready = self.inner.lock();
        loop {
            if let Some(first) = ready.tags.pop_front() {
                if ready.tags.is_empty() {
                    self.inner.lower_flag();
                }
                return Ok(Some(first.tag));
            }
            ready = match until {
                None => self.inner.arrived.wait(ready).unwrap_or_else(PoisonError::into_inner),
                Some(until) => match until.checked_duration_since(Instant::now()) {
                    Some(left) if !left.is_zero() => {
                        let waited = self.inner.arrived.wait_timeout(ready, left);
                        waited.unwrap_or_else(PoisonError::into_inner).0
                    }
                    _ => return Ok(None),
                },
            };
        }
    }
}

impl CompletionState {
    pub(crate) fn push(self: &Arc<Self>, tag: usize) -> PushedTag {
        let mut ready = self.lock();
        ready.last_number += 1;
        let number = ready.last_number;
        ready.tags.push_back(ReadyTag { tag, number });
        if ready.tags.len() == 1 {
            self.raise_flag();
        }
        self.arrived.notify_one();
        PushedTag { queue: Arc::downgrade(self), number }
    }

    fn take_back(&self, number: u64) {
        let mut ready = self.lock();
        let Some(place) = ready.tags.iter().position(|ready| ready.number == number) else { return };
        ready.tags.remove(place);
        if ready.tags.is_empty() {
            self.lower_flag();
        }
    }

    fn raise_flag(&self) {
        if let Some(writer) = self.writer.get() {
            raise(writer);
        }
    }

    fn lower_flag(&self) {
        if let Some(reader) = self.reader.get() {
            lower(reader);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PushedTag {
    /// Takes the tag out of its queue, unless somebody has it already.
    pub(crate) fn take_back(&self) {
        if let Some(queue) = self.queue.upgrade() {
            queue.take_back(self.number);
        }
    }
}
