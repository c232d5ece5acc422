//! What a server saw, and waiting for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A request that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The number of its connection, from 0.
    pub connection: usize,
    /// When its last byte that was waited for had been read, since the server's start.
    pub at: Duration,
    /// `POST`.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// What stands behind the question mark.
    pub query: String,
    /// Names as they came.
    pub headers: Vec<(String, String)>,
    /// The body; empty where only the head was read.
    pub body: Vec<u8>,
    /// Whether the body was read too.
    pub whole: bool,
}

impl Recorded {
    /// The first header of this name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text; what is no UTF-8 in it is replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The memory of a server.
#[derive(Debug)]
pub(crate) struct Record {
    start: Instant,
    seen: Mutex<Seen>,
    changed: Condvar,
}

#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    pub(crate) requests: Vec<Recorded>,
}

impl Record {
    pub(crate) fn new() -> Record {
        Record { start: Instant::now(), seen: Mutex::default(), changed: Condvar::new() }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(crate) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a connection and gives its number.
    pub(crate) fn connected(&self) -> usize {
        let mut seen = self.seen();
        seen.connections += 1;
        self.changed.notify_all();
        seen.connections - 1
    }

    pub(crate) fn requested(&self, request: Recorded) {
        self.seen().requests.push(request);
        self.changed.notify_all();
    }

    pub(crate) fn wait(&self, limit: Duration, condition: impl Fn(&Seen) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.seen(), limit, |seen| !condition(seen));
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}
