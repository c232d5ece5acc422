//! An outbox on the disk: a folder with a lock, a log, and the lock of the one process that delivers.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::change::OutboxChange;
use super::entry::{Entry, FORMAT, Head};
use super::item::Item;
use super::state::State;
use crate::durable::append_log::{AppendLog, LogError, News};
use crate::durable::clocks::Clocks;
use crate::durable::folder::{FileLock, LOCK_LIMIT, PrivateFolder};
use crate::model::error::Error;
use crate::sys::fork::ForkLocal;

/// The folder of an outbox, and what this process knows of it.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PrivateFolder,
    /// A forked child opens the log for itself: a thread that it does not have may hold its parent's lock.
    inner: ForkLocal<Mutex<Option<Inner>>>,
}

/// What is to be written, given what is there. Boxed, so that there is one way to the disk in the library and not one for
/// each change.
pub(crate) type Change<'a> = Box<dyn FnOnce(&State) -> Result<Vec<Entry>, Error> + Send + 'a>;

#[derive(Debug)]
struct Inner {
    log: AppendLog,
    state: State,
    /// The length of the log when it was compacted last, so that one that stays long is not written again and again.
    compacted: u64,
}

const LOCK: &str = "lock";
pub(super) const LOG: &str = "log";
pub(super) const DELIVERER: &str = "deliverer";
/// A file that gives its room to removals, and to what becomes of any change, when the disk is full.
const RESERVE: &str = "reserve";
const RESERVED: usize = 64 << 10;
/// A log below this is not compacted.
const SMALL: u64 = 256 << 10;
/// A log of this length, and so many changes, are the most.
const LONGEST: u64 = 16 << 20;
const MOST: usize = 100_000;

impl Store {
    /// Opens the outbox of a folder, and makes it where it is missing.
    pub(crate) fn open(path: &Path) -> Result<Store, Error> {
        let folder = PrivateFolder::open(path).map_err(|error| unusable(path, &error))?;
        let _lock = lock(&folder)?;
        let inner = Inner::open(&folder)?;
        keep_reserve(&folder);
        Ok(Store { folder, inner: ForkLocal::new(Mutex::new(Some(inner))) })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Looks at the outbox as it is on the disk now.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, Error> {
        let mut inner = self.inner();
        if inner.as_ref().is_none_or(|inner| inner.log.has_news(&self.folder)) {
            let _lock = lock(&self.folder)?;
            Inner::up_to_date(&mut inner, &self.folder)?;
        }
        let state = inner.as_ref().map(|inner| &inner.state);
        state.map(look).ok_or_else(|| Error::internal("an outbox that is open has no log"))
    }

    /// Appends what a change makes of the outbox as it is now; `false` where that is nothing. It is on the disk when this
    /// returns.
    pub(crate) fn change(&self, change: Change<'_>) -> Result<bool, Error> {
        let mut inner = self.inner();
        let _lock = lock(&self.folder)?;
        let inner = Inner::up_to_date(&mut inner, &self.folder)?;
        let entries = change(&inner.state)?;
        if entries.is_empty() {
            return Ok(false);
        }
        inner.append(&self.folder, &entries)?;
        inner.compact_if_due(&self.folder);
        Ok(true)
    }

    /// Keeps changes, all or none, and gives their numbers.
    pub(crate) fn queue(&self, changes: Vec<OutboxChange>) -> Result<Vec<u64>, Error> {
        let mut inner = self.inner();
        let _lock = lock(&self.folder)?;
        let inner = Inner::up_to_date(&mut inner, &self.folder)?;
        let has_adds = changes.iter().any(|change| change.is_add);
        inner.check_room(&self.folder, changes.len(), has_adds)?;
        let (queued, first) = (Clocks::now(), inner.state.next_id());
        let items: Vec<Item> = (first..).zip(changes).map(|(id, change)| change.item(id, &queued)).collect();
        let ids = items.iter().map(|item| item.id).collect();
        let entries: Vec<Entry> = items.into_iter().map(|item| Entry::Queued(Box::new(item))).collect();
        if entries.is_empty() {
            return Ok(ids);
        }
        inner.append(&self.folder, &entries)?;
        inner.compact_if_due(&self.folder);
        Ok(ids)
    }

    /// The lock of the one that delivers; an error where another one has it.
    pub(crate) fn lock_delivery(&self) -> Result<FileLock, Error> {
        let locked = self.folder.lock(DELIVERER, false).map_err(|error| unusable(self.path(), &error))?;
        locked.ok_or_else(|| {
            Error::State(format!("the outbox {} is being delivered already", self.path().display()))
        })
    }

    fn inner(&self) -> MutexGuard<'_, Option<Inner>> {
        self.inner.get_or_make(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The caller holds the lock, here and below.
    fn open(folder: &PrivateFolder) -> Result<Inner, Error> {
        let first = [Entry::Outbox(Head::first())];
        let log = AppendLog::open(folder, LOG, &first).map_err(|error| broken(folder, error))?;
        let mut inner = Inner { log, state: State::default(), compacted: 0 };
        inner.read_news(folder)?;
        Ok(inner)
    }

    /// What was opened, or is now, with all that is on the disk.
    fn up_to_date<'a>(open: &'a mut Option<Inner>, folder: &PrivateFolder) -> Result<&'a mut Inner, Error> {
        match open {
            Some(inner) => {
                inner.read_news(folder)?;
                Ok(inner)
            }
            None => Ok(open.insert(Self::open(folder)?)),
        }
    }

    fn read_news(&mut self, folder: &PrivateFolder) -> Result<(), Error> {
        let News { frames, is_anew } =
            self.log.read_news::<Vec<Entry>>(folder).map_err(|error| broken(folder, error))?;
        if is_anew {
            self.state = State::default();
            match frames.first().and_then(|frame| frame.first()) {
                Some(Entry::Outbox(head)) if head.format == FORMAT => {}
                _ => return Err(broken(folder, LogError::Foreign)),
            }
        }
        for entry in frames.into_iter().flatten() {
            self.state.apply(entry);
        }
        Ok(())
    }

    fn append(&mut self, folder: &PrivateFolder, entries: &[Entry]) -> Result<(), Error> {
        let is_addition = |entry: &Entry| matches!(entry, Entry::Queued(item) if item.is_add);
        let mut written = self.log.append(&entries);
        let is_full = matches!(&written, Err(LogError::Io(error)) if error.kind() == ErrorKind::StorageFull);
        if is_full && !entries.iter().any(is_addition) && give_reserve(folder) {
            written = self.log.append(&entries);
        }
        written.map_err(|error| broken(folder, error))?;
        for entry in entries {
            self.state.apply(entry.clone());
        }
        Ok(())
    }

    /// Removals have the last tenth for themselves.
    fn check_room(&self, folder: &PrivateFolder, more: usize, has_adds: bool) -> Result<(), Error> {
        let (most, longest) = if has_adds { (MOST / 10 * 9, LONGEST / 10 * 9) } else { (MOST, LONGEST) };
        let count = self.state.live_count() + more;
        if count <= most && self.log.length() < longest {
            return Ok(());
        }
        let kind = if has_adds { "additions" } else { "changes" };
        Err(Error::Resources(format!(
            "room for more {kind} in the outbox {}: {count} changes in {} bytes wait to be sent",
            folder.path().display(),
            self.log.length()
        )))
    }

    fn compact_if_due(&mut self, folder: &PrivateFolder) {
        if self.log.length() < SMALL.max(self.compacted.saturating_mul(4)) {
            return;
        }
        let entries = self.state.entries(&Clocks::now());
        // What is on the disk is whole, so a disk that has no room for a second file is no reason to fail.
        let _ = self.log.replace(folder, &entries);
        self.compacted = self.log.length();
    }
}

pub(super) fn lock(folder: &PrivateFolder) -> Result<FileLock, Error> {
    let locked = folder.lock(LOCK, true).map_err(|error| {
        Error::NotSupported(format!(
            "the outbox {} cannot be locked ({error}): use a folder of a local disk",
            folder.path().display()
        ))
    })?;
    locked.ok_or_else(|| {
        Error::Resources(format!(
            "the lock of the outbox {}: another process has held it for {} s",
            folder.path().display(),
            LOCK_LIMIT.as_secs()
        ))
    })
}

pub(super) fn broken(folder: &PrivateFolder, error: LogError) -> Error {
    let folder = folder.path().display();
    match error {
        LogError::Io(error) => Error::Resources(format!("the log of the outbox {folder}: {error}")),
        LogError::Damaged { offset } => Error::State(format!(
            "the outbox {folder} is damaged at byte {offset} of its log: repair it, or move it away"
        )),
        LogError::Foreign => {
            Error::State(format!("the outbox {folder} is of another version of seam-acs: use that one"))
        }
    }
}

pub(super) fn unusable(path: &Path, error: &std::io::Error) -> Error {
    Error::invalid_argument("folder", format!("{} cannot hold an outbox: {error}", path.display()))
}

/// Without it, removals fail with the disk: no reason to refuse the outbox.
fn keep_reserve(folder: &PrivateFolder) {
    let path = folder.file(RESERVE);
    let is_there = std::fs::metadata(&path).is_ok_and(|found| found.len() >= RESERVED as u64);
    if !is_there {
        let _ = folder
            .open_file(RESERVE)
            .and_then(|mut file| std::io::Write::write_all(&mut file, &vec![b' '; RESERVED]));
    }
}

/// Whether there was a reserve to give.
fn give_reserve(folder: &PrivateFolder) -> bool {
    std::fs::remove_file(folder.file(RESERVE)).is_ok()
}
