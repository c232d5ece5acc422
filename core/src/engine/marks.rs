//! Marks of requests that got no answer. Each may still arrive for a while, and undo a change confirmed meanwhile.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::hash::Hashing;
use crate::model::call::Membership;
use crate::sys::fork::ForkLocal;
use crate::sys::time::{Deadline, Moment};

/// How long after it began a request without an answer may still arrive.
pub(crate) const MAY_ARRIVE: Duration = Duration::from_secs(30);

/// The marks of this process, from all clients and entry points.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    table: Mutex<Table>,
    /// Lets a change see without a lock that there is no mark, as is usual.
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct Table {
    until: HashMap<Mark, Deadline, Hashing>,
    /// At this size those that have run out are thrown away.
    full: usize,
}

/// A pair, and what the request without an answer would do to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Mark {
    pub(crate) origin: Arc<str>,
    pub(crate) membership: Arc<Membership>,
    /// `true` for an add, `false` for a remove.
    pub(crate) wanted: bool,
}

static MARKS: ForkLocal<Marks> = ForkLocal::empty();
const FEW: usize = 64;

impl Marks {
    pub(crate) fn of_this_process() -> &'static Marks {
        MARKS.get_or_make(Marks::default)
    }

    /// Leaves the mark of a request that began at a moment. Of two the later one counts.
    pub(crate) fn leave(&self, mark: Mark, began: Moment) {
        self.leave_until(mark, began.plus(MAY_ARRIVE));
    }

    /// The same where it is known until when the request may arrive.
    pub(crate) fn leave_until(&self, mark: Mark, until: Deadline) {
        let mut table = self.table();
        if table.until.len() >= table.full.max(FEW) {
            table.until.retain(|_, until| !until.is_over());
            table.full = table.until.len() * 2;
        }
        let latest = table.until.entry(mark).or_insert(until);
        *latest = until.max(*latest);
        self.count.store(table.until.len(), Ordering::Release);
    }

    /// Whether there is none at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Acquire) == 0
    }

    /// Until when a request of the opposite direction may arrive and undo the change; `None` if none may.
    pub(crate) fn may_undo_until(
        &self,
        origin: &Arc<str>,
        pair: &Arc<Membership>,
        wanted: bool,
    ) -> Option<Deadline> {
        if self.is_empty() {
            return None;
        }
        let mark = Mark { origin: Arc::clone(origin), membership: Arc::clone(pair), wanted: !wanted };
        self.table().until.get(&mark).copied().filter(|until| !until.is_over())
    }

    /// All that may still arrive at a server.
    pub(crate) fn all(&self, origin: &str) -> Vec<Mark> {
        let table = self.table();
        let here = table.until.iter().filter(|(mark, until)| *mark.origin == *origin && !until.is_over());
        here.map(|(mark, _)| mark.clone()).collect()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
