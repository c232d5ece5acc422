//! One descriptor for any number of operations, so that an event loop can wait for all of them without a thread.

use std::collections::VecDeque;
use std::io::Read;
use std::os::fd::RawFd;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::model::error::Error;
use crate::sys::generation::{self, Generation};
use crate::sys::own_descriptor::OwnDescriptor;

/// Collects operations that are done. Any thread may use it.
#[derive(Debug, Clone)]
pub struct Queue {
    pub(crate) inner: Arc<CompletionState>,
}

/// A stream pair and not an eventfd or a pipe: poll, select, epoll, asyncio and Node's net.Socket all take it.
#[derive(Debug)]
pub(crate) struct CompletionState {
    made_in: Generation,
    ready: Mutex<VecDeque<usize>>,
    arrived: Condvar,
    reader: OwnDescriptor<UnixStream>,
    writer: OwnDescriptor<UnixStream>,
}

impl Queue {
    /// Makes an empty queue.
    ///
    /// # Errors
    /// [`Error::Resources`] when the system gives no descriptors.
    pub fn new() -> Result<Queue, Error> {
        let refused = |error: std::io::Error| Error::Resources(format!("a socket pair for a queue: {error}"));
        let (reader, writer) = UnixStream::pair().map_err(refused)?;
        reader.set_nonblocking(true).map_err(refused)?;
        writer.set_nonblocking(true).map_err(refused)?;
        let [reader, writer] = [reader, writer].map(OwnDescriptor::new);
        let (reader, writer) = (reader.map_err(refused)?, writer.map_err(refused)?);
        let (made_in, ready, arrived) = (generation::current(), Mutex::default(), Condvar::new());
        Ok(Queue { inner: Arc::new(CompletionState { made_in, ready, arrived, reader, writer }) })
    }

    /// The descriptor that is readable while [`next`](Self::next) has something. It belongs to the queue: poll it,
    /// never read or close it.
    #[must_use]
    pub fn fd(&self) -> RawFd {
        self.inner.reader.as_raw_fd()
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
            if let Some(tag) = ready.pop_front() {
                if ready.is_empty() {
                    self.inner.lower_flag();
                }
                return Ok(Some(tag));
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
    pub(crate) fn push(&self, tag: usize) {
        let mut ready = self.lock();
        ready.push_back(tag);
        if ready.len() == 1 {
            self.raise_flag();
        }
        self.arrived.notify_one();
    }

    /// At most one byte is ever in the pair, so it cannot be full; a peer that is gone needs no byte.
    fn raise_flag(&self) {
        if let Some(writer) = self.writer.get() {
            let _ = socket2::SockRef::from(writer).send_with_flags(&[1], libc::MSG_NOSIGNAL);
        }
    }

    fn lower_flag(&self) {
        if let Some(mut reader) = self.reader.get() {
            let _ = reader.read(&mut [0; 8]);
        }
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
