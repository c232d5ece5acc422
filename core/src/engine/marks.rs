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
    by_group: HashMap<GroupKey, HashMap<Arc<str>, Deadline, Hashing>, Hashing>,
    count: usize,
    /// At this count those that have run out are thrown away.
    full: usize,
}

/// What the marks of one group have in common that stand together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct GroupKey {
    origin: Arc<str>,
    group_id: Arc<str>,
    user_field: &'static str,
    wanted: bool,
}

/// A pair, and what the request without an answer would do to it.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) origin: Arc<str>,
    pub(crate) membership: Arc<Membership>,
    /// `true` for an add, `false` for a remove.
    pub(crate) wanted: bool,
}

/// The marks of requests that may undo one change.
#[derive(Debug, Default)]
pub(crate) struct OppositeMarks {
    /// Until when a request for the same pair may arrive.
    pub(crate) same_id: Option<Deadline>,
    /// Requests for the same group that name somebody by the other kind of id.
    pub(crate) other_ids: Vec<(Arc<str>, Deadline)>,
}

static MARKS: ForkLocal<Marks> = ForkLocal::empty();
const FEW: usize = 64;

impl Marks {
    pub(crate) fn of_this_process() -> &'static Marks {
        MARKS.get_or_make(Marks::default)
    }

    /// Leaves the mark of a request that began at a moment. Of two the later one counts.
    pub(crate) fn leave(&self, mark: &Mark, began: Moment) {
        self.leave_until(mark, began.plus(MAY_ARRIVE));
    }

    /// The same where it is known until when the request may arrive.
    pub(crate) fn leave_until(&self, mark: &Mark, until: Deadline) {
        let mut table = self.table();
        table.make_room();
        let key = GroupKey::new(&mark.origin, &mark.membership, mark.membership.user_field, mark.wanted);
        let of_group = table.by_group.entry(key).or_default();
        let before = of_group.len();
        let latest = of_group.entry(Arc::clone(&mark.membership.user_id)).or_insert(until);
        *latest = until.max(*latest);
        let more = of_group.len() - before;
        table.count += more;
        self.count.store(table.count, Ordering::Release);
    }

    /// Whether there is none at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.count.load(Ordering::Acquire) == 0
    }

    /// Those of requests of the opposite direction that may still arrive: for the pair, and for somebody in its group
    /// who is named by the other kind of id and may be the same person.
    pub(crate) fn opposite(&self, origin: &Arc<str>, pair: &Membership, wanted: bool) -> OppositeMarks {
        if self.is_empty() {
            return OppositeMarks::default();
        }
        let table = self.table();
        let of_field = |field| table.by_group.get(&GroupKey::new(origin, pair, field, !wanted));
        let may_arrive = |until: &Deadline| !until.is_over();
        let same_id = of_field(pair.user_field).and_then(|marks| marks.get(&pair.user_id).copied());
        let others = of_field(pair.user().other_field()).into_iter().flatten();
        OppositeMarks {
            same_id: same_id.filter(may_arrive),
            other_ids: others
                .filter(|(_, until)| may_arrive(until))
                .map(|(user, until)| (Arc::clone(user), *until))
                .collect(),
        }
    }

    /// All that may still arrive at a server.
    pub(crate) fn all(&self, origin: &str) -> Vec<Mark> {
        let table = self.table();
        let here = table.by_group.iter().filter(|(key, _)| *key.origin == *origin);
        let marks = here.flat_map(|(key, users)| {
            users.iter().filter(|(_, until)| !until.is_over()).map(|(user, _)| key.mark(user))
        });
        marks.collect()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OppositeMarks {
    pub(crate) fn is_empty(&self) -> bool {
        self.same_id.is_none() && self.other_ids.is_empty()
    }
}

impl Table {
    fn make_room(&mut self) {
        if self.count < self.full.max(FEW) {
            return;
        }
        for users in self.by_group.values_mut() {
            users.retain(|_, until| !until.is_over());
        }
        self.by_group.retain(|_, users| !users.is_empty());
        self.count = self.by_group.values().map(HashMap::len).sum();
        self.full = self.count * 2;
    }
}

impl GroupKey {
    fn new(origin: &Arc<str>, pair: &Membership, user_field: &'static str, wanted: bool) -> GroupKey {
        let (origin, group_id) = (Arc::clone(origin), Arc::clone(&pair.group_id));
        GroupKey { origin, group_id, user_field, wanted }
    }

    fn mark(&self, user: &Arc<str>) -> Mark {
        let (user_id, group_id) = (Arc::clone(user), Arc::clone(&self.group_id));
        let membership = Arc::new(Membership { user_field: self.user_field, user_id, group_id });
        Mark { origin: Arc::clone(&self.origin), membership, wanted: self.wanted }
    }
}
