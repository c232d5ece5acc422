//! A file with the outcome of each change, so that a run that was killed can be continued.
//!
//! Each line is a CRC-32 of its text, and the text, which is JSON. A run begins with its head: for which server and list
//! it is, and what its clocks say. Before changes are sent, a line names them; then there is one for each outcome as it
//! happens, and a last one says that the run came to its end. So a change without a line was not sent, and one
//! without an outcome is unknown because the process ended in the middle of it.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::change_list::{Action, Changes};
use super::report::{Entry, ItemOutcome};
use crate::base::background_thread::BackgroundThread;
use crate::durable::clocks::{Clocks, wall_ms};
use crate::durable::folder::folder_of;
use crate::durable::frame::{begins_with, content_of, frame, split_line};
use crate::engine::marks::MAY_ARRIVE;
use crate::model::call::{Membership, User};
use crate::model::error::Error;
use crate::sys::os::{append, is_refused_link, lock_for_this_process, open_own_file, sync_folder, unlock};
use crate::sys::own_descriptor::OwnDescriptor;
use crate::sys::time::{Deadline, Moment};

/// A journal that is open for a run. Lines are gathered and written aside by [`flush`](Self::flush).
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Arc<Mutex<Locked>>,
    changes: Arc<Changes>,
    waiting: Mutex<Vec<u8>>,
    /// The changes of which it is on the disk that they may have been begun.
    begun: tokio::sync::Mutex<Vec<bool>>,
    /// Whether a write failed: then nothing more may be sent.
    is_broken: AtomicBool,
    /// Its own: a disk that stalls must not hold up another run.
    thread: BackgroundThread,
}

/// A journal that is locked and was read, before it is known what is to be done now.
#[derive(Debug)]
pub(crate) struct OpenJournal {
    path: PathBuf,
    file: Locked,
    endpoint: String,
    earlier: Earlier,
}

/// A request of an earlier run that may still arrive.
#[derive(Debug)]
pub(crate) struct Late {
    pub(crate) membership: Membership,
    pub(crate) wanted: bool,
    pub(crate) until: Deadline,
}

/// What the file says of earlier runs.
#[derive(Debug, Default)]
struct Earlier {
    /// In the order of their list.
    changes: BTreeMap<usize, KnownPair>,
    digest: String,
    late: Vec<Late>,
    /// Whether the last run came to its end with everything as asked.
    is_complete: bool,
    is_empty: bool,
}

/// A change that an earlier run may have begun.
#[derive(Debug)]
struct KnownPair {
    change: BegunChange,
    /// None: nothing says what became of it.
    entry: Option<Entry>,
}

/// A file that is this process's until it is dropped.
#[derive(Debug)]
struct Locked(OwnDescriptor<File>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Journal(Head),
    Begun(Vec<BegunChange>),
    Outcome(ChangeLine),
    Late(LateLine),
    Ended { complete: bool },
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    endpoint: String,
    digest: String,
    changes: usize,
    clocks: Clocks,
}

#[derive(Debug, Serialize, Deserialize)]
struct ChangeLine {
    change: usize,
    outcome: String,
    attempts: u32,
    duration_ms: u32,
    at_ms: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// For people: an error cannot be made again from its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// When the latest request of it began that nobody answered, since boot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unanswered_ms: Option<u64>,
}

/// Place, action, kind of the user's id, user and group.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct BegunChange(usize, String, String, String, String);

#[derive(Debug, Serialize, Deserialize)]
struct LateLine {
    change: BegunChange,
    /// So long from the head of this run on.
    left_ms: u64,
}

const FORMAT: &str = "seam-acs/2";
/// So many changes are named by one line before they are sent, as each of these lines waits for the disk.
pub(super) const BEGUN_TOGETHER: usize = 64;
/// What a journal begins with, behind the CRC: a file that begins otherwise is none, and is left as it is.
const BEGINNING: &str = r#"{"journal":{"format":"seam-acs/"#;

impl OpenJournal {
    /// Opens or makes the journal, and reads what earlier runs left in it.
    pub(crate) fn open(path: &Path, endpoint: &str) -> Result<OpenJournal, Error> {
        let (file, is_new) = open_file(path)?;
        let file = lock(path, file)?;
        let mut earlier = Earlier { is_empty: true, ..Earlier::default() };
        if is_new {
            sync_folder_of(path)?;
        } else {
            earlier = read(path, file.0.opened(), endpoint)?;
        }
        Ok(OpenJournal { path: path.to_owned(), file, endpoint: endpoint.to_owned(), earlier })
    }

    /// Requests of earlier runs that may still arrive.
    pub(crate) fn late(&self) -> impl Iterator<Item = &Late> {
        self.earlier.late.iter().filter(|late| !late.until.is_over())
    }

    /// Goes on with a list: what an earlier run recorded of it, where the changes of a pair are the same, is not done
    /// again. `sent_as` tells which changes go as another. A journal whose run came to its end is set aside.
    pub(crate) fn go_on(
        mut self,
        changes: &Arc<Changes>,
        sent_as: &[u32],
    ) -> Result<(Journal, Vec<(usize, Entry)>), Error> {
        if self.earlier.is_complete {
            self.set_aside()?;
        }
        let recovered = self.earlier.recover(changes, sent_as);
        let head = Head::of(changes, &self.endpoint);
        let is_same_list = self.earlier.digest == head.digest;
        let journal = self.begin(changes, head)?;
        if !is_same_list {
            journal.restate(&recovered);
        }
        Ok((journal, recovered))
    }

    /// Begins anew with a list that was made of what the server says now: nothing of an earlier run counts but its
    /// requests that may still arrive.
    pub(crate) fn begin_anew(mut self, changes: &Arc<Changes>) -> Result<Journal, Error> {
        if !self.earlier.is_empty {
            self.set_aside()?;
        }
        let head = Head::of(changes, &self.endpoint);
        self.begin(changes, head)
    }

    /// Renames the file, and goes on with a new one.
    fn set_aside(&mut self) -> Result<(), Error> {
        let mut aside = self.path.clone().into_os_string();
        aside.push(".1");
        let trouble = |error: io::Error| refuse(&self.path, &format!("cannot be set aside: {error}"));
        std::fs::rename(&self.path, &aside).map_err(trouble)?;
        let (file, is_new) = open_file(&self.path)?;
        if !is_new {
            return Err(refuse(&self.path, "is in use by another run"));
        }
        self.file = lock(&self.path, file)?;
        sync_folder_of(&self.path)?;
        let late = std::mem::take(&mut self.earlier.late);
        self.earlier = Earlier { late, is_empty: true, ..Earlier::default() };
        Ok(())
    }

    /// Writes the head of a run, and waits for the disk.
    fn begin(self, changes: &Arc<Changes>, head: Head) -> Result<Journal, Error> {
        let mut text = frame(&Line::Journal(head));
        for late in self.late() {
            text.extend(frame(&Line::Late(LateLine::of(late))));
        }
        let OpenJournal { path, file, .. } = self;
        file.write_to_disk(&text)
            .map_err(|error| refuse(&path, &format!("could not be written: {error}")))?;
        Ok(Journal {
            path,
            file: Arc::new(Mutex::new(file)),
            changes: Arc::clone(changes),
            waiting: Mutex::default(),
            begun: tokio::sync::Mutex::new(vec![false; changes.len()]),
            is_broken: AtomicBool::new(false),
            thread: BackgroundThread::named("seam-acs-journal"),
        })
    }
}

impl Journal {
    /// Notes an outcome, to be written with the next flush. `unanswered`: when the latest request of it began that
    /// nobody answered.
    pub(crate) fn note(&self, change: usize, entry: &Entry, unanswered: Option<Moment>) {
        self.add(&Line::Outcome(ChangeLine {
            change,
            outcome: entry.outcome.name().to_owned(),
            attempts: entry.attempts,
            duration_ms: entry.duration_ms,
            at_ms: entry.recorded_at_ms.unwrap_or_else(wall_ms),
            request_id: entry.request_id.as_deref().map(str::to_owned),
            error: entry.error.as_ref().map(ToString::to_string),
            unanswered_ms: unanswered.map(Moment::milliseconds),
        }));
    }

    /// Returns when it is on the disk that the change at this place may have been begun. `together` gives it and those
    /// that are likely to be begun soon.
    pub(crate) async fn begin(
        &self,
        change: usize,
        together: impl FnOnce() -> Vec<usize>,
    ) -> Result<(), Error> {
        let mut begun = self.begun.lock().await;
        if begun.get(change) == Some(&true) {
            return Ok(());
        }
        let places = together();
        self.add(&self.begun_line(&places));
        self.flush().await?;
        for place in places {
            if let Some(is_begun) = begun.get_mut(place) {
                *is_begun = true;
            }
        }
        Ok(())
    }

    /// Writes that nothing is under way any more, and what waits before it.
    pub(crate) async fn end(&self, complete: bool) -> Result<(), Error> {
        self.add(&Line::Ended { complete });
        self.flush().await
    }

    /// Whether something could not be written.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Acquire)
    }

    /// Writes what waits, aside, and returns when it is on the disk.
    pub(crate) async fn flush(&self) -> Result<(), Error> {
        if self.is_broken() {
            return Err(refuse(&self.path, "could not be written before"));
        }
        let lines = std::mem::take(&mut *self.waiting());
        if lines.is_empty() {
            return Ok(());
        }
        let file = Arc::clone(&self.file);
        let writing = self
            .thread
            .run(move || file.lock().unwrap_or_else(PoisonError::into_inner).write_to_disk(&lines));
        let written = writing.await.unwrap_or_else(|error| Err(io::Error::other(error)));
        written.map_err(|error| {
            self.is_broken.store(true, Ordering::Release);
            refuse(&self.path, &format!("could not be written: {error}"))
        })
    }

    /// Tells for a list that differs from the one before what is known of it, as places have changed.
    fn restate(&self, recovered: &[(usize, Entry)]) {
        for (place, entry) in recovered {
            self.add(&self.begun_line(&[*place]));
            self.note(*place, entry, None);
        }
    }

    fn begun_line(&self, places: &[usize]) -> Line {
        Line::Begun(places.iter().filter_map(|place| BegunChange::of(&self.changes, *place)).collect())
    }

    fn add(&self, content: &Line) {
        self.waiting().extend(frame(content));
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Earlier {
    /// What is known of the changes of a new list: of each pair as long as its changes are the same, in their order.
    fn recover(&mut self, changes: &Changes, sent_as: &[u32]) -> Vec<(usize, Entry)> {
        let mut before: HashMap<(String, String, String), VecDeque<KnownPair>> = HashMap::new();
        for known in std::mem::take(&mut self.changes).into_values() {
            before.entry(known.change.pair()).or_default().push_back(known);
        }
        let mut recovered = Vec::new();
        let is_sent = |place: &usize| sent_as.get(*place).is_some_and(|sent| *sent as usize == *place);
        for place in (0..changes.len()).filter(is_sent) {
            let Some(change) = BegunChange::of(changes, place) else { continue };
            let Some(of_pair) = before.get_mut(&change.pair()) else { continue };
            match of_pair.pop_front() {
                Some(known) if known.change.action() == change.action() => {
                    let entry = known.entry.unwrap_or_else(|| Entry::cut_short(None)).of_earlier_run();
                    recovered.extend(entry.map(|entry| (place, entry)));
                }
                _ => of_pair.clear(),
            }
        }
        recovered
    }
}

impl Head {
    fn of(changes: &Changes, endpoint: &str) -> Head {
        Head {
            format: FORMAT.to_owned(),
            endpoint: endpoint.to_owned(),
            digest: changes.digest(),
            changes: changes.len(),
            clocks: Clocks::now(),
        }
    }
}

impl BegunChange {
    fn of(changes: &Changes, place: usize) -> Option<BegunChange> {
        let change = changes.get(place)?;
        Some(Self::new(place, change.action, change.user, change.acs_access_group_id))
    }

    fn new(place: usize, action: Action, user: User<'_>, group: &str) -> BegunChange {
        let (kind, user) = user.parts();
        let [action, kind, user, group] = [action.name(), kind, user, group].map(str::to_owned);
        BegunChange(place, action, kind, user, group)
    }

    fn action(&self) -> &str {
        &self.1
    }

    fn pair(&self) -> (String, String, String) {
        let BegunChange(_, _, kind, user, group) = self;
        (kind.clone(), user.clone(), group.clone())
    }

    fn aim(&self) -> Option<(Membership, bool)> {
        let BegunChange(_, action, kind, user, group) = self;
        let user = match kind.as_str() {
            "acs_user_id" => User::Acs(user),
            "user_identity_id" => User::Identity(user),
            _ => return None,
        };
        Some((Membership::of(user, group), Action::from_name(action)? == Action::Add))
    }
}

impl LateLine {
    fn of(late: &Late) -> LateLine {
        let action = if late.wanted { Action::Add } else { Action::Remove };
        let change = BegunChange::new(0, action, late.membership.user(), &late.membership.group_id);
        let left_ms = late.until.remaining().map_or(0, |left| u64::try_from(left.as_millis()).unwrap_or(0));
        LateLine { change, left_ms }
    }
}

/// Reads the journal, cuts off a last line that the end of a process left torn, and refuses damage.
fn read(path: &Path, file: &File, endpoint: &str) -> Result<Earlier, Error> {
    let mut text = Vec::new();
    let mut reader = file;
    reader.read_to_end(&mut text).map_err(|error| refuse(path, &format!("cannot be read: {error}")))?;
    let (earlier, whole) = parse(path, &text, endpoint)?;
    file.set_len(whole as u64).map_err(|error| refuse(path, &format!("cannot be written: {error}")))?;
    Ok(earlier)
}

/// What a text says, and how many bytes of it are whole lines.
fn parse(path: &Path, text: &[u8], endpoint: &str) -> Result<(Earlier, usize), Error> {
    if !text.is_empty() && !begins_with(text, BEGINNING) {
        return Err(refuse(path, "is not a journal, and is left as it is"));
    }
    let mut reading = JournalReader {
        path,
        endpoint,
        earlier: Earlier::default(),
        clocks: Clocks::default(),
        now: Clocks::now(),
    };
    let (mut rest, mut number) = (text, 0_u64);
    while !rest.is_empty() {
        number += 1;
        let Some((of_line, behind)) = split_line(rest) else { break };
        match content_of::<Line>(of_line) {
            Some(line) => reading.take(line, number)?,
            // What was written last, when the process or the power ended.
            None if behind.is_empty() => break,
            None => return Err(refuse(path, &format!("is damaged in line {number}: move it away"))),
        }
        rest = behind;
    }
    let whole = text.len() - rest.len();
    let mut earlier = reading.conclude();
    earlier.is_empty = whole == 0;
    Ok((earlier, whole))
}

/// A journal that is being read.
struct JournalReader<'a> {
    path: &'a Path,
    endpoint: &'a str,
    earlier: Earlier,
    /// Of the head that was read last.
    clocks: Clocks,
    /// When the reading began.
    now: Clocks,
}

impl JournalReader<'_> {
    fn take(&mut self, line: Line, number: u64) -> Result<(), Error> {
        self.earlier.is_complete = false;
        match line {
            Line::Journal(head) => return self.take_head(head),
            Line::Begun(begun) => {
                for change in begun {
                    self.earlier.changes.entry(change.0).or_insert(KnownPair { change, entry: None });
                }
            }
            Line::Outcome(line) => return self.take_outcome(line, number),
            Line::Late(late) => {
                let until = self.late_until(self.clocks.since_boot_ms, late.left_ms);
                self.note_late(&late.change, until);
            }
            Line::Ended { complete } => self.earlier.is_complete = complete,
        }
        Ok(())
    }

    fn take_head(&mut self, head: Head) -> Result<(), Error> {
        if head.format != FORMAT {
            return Err(refuse(self.path, "is of another version of seam-acs: move it away"));
        }
        if head.endpoint != self.endpoint {
            return Err(refuse(self.path, &format!("belongs to another server, {}", head.endpoint)));
        }
        self.note_doubts();
        if head.digest != self.earlier.digest {
            self.earlier.changes.clear();
        }
        self.earlier.digest = head.digest;
        self.clocks = head.clocks;
        Ok(())
    }

    fn take_outcome(&mut self, line: ChangeLine, number: u64) -> Result<(), Error> {
        let strange = |what: &str| refuse(self.path, &format!("has a line {number} {what}: move it away"));
        let outcome =
            ItemOutcome::from_name(&line.outcome).ok_or_else(|| strange("without a known outcome"))?;
        let Some(known) = self.earlier.changes.get_mut(&line.change) else {
            return Err(strange("about a change that was not begun"));
        };
        known.entry = Some(Entry {
            outcome,
            attempts: line.attempts,
            duration_ms: line.duration_ms,
            request_id: line.request_id.map(Into::into),
            recorded_at_ms: Some(line.at_ms),
            error: None,
        });
        if let Some(unanswered) = line.unanswered_ms {
            let lasts_ms = u64::try_from(MAY_ARRIVE.as_millis()).unwrap_or(u64::MAX);
            let change = known.change.clone();
            let until = self.late_until(unanswered, lasts_ms);
            self.note_late(&change, until);
        }
        Ok(())
    }

    fn conclude(mut self) -> Earlier {
        self.note_doubts();
        self.earlier
    }

    /// What was under way when the process ended may have been sent a moment before: nobody knows how long ago.
    fn note_doubts(&mut self) {
        let changes = std::mem::take(&mut self.earlier.changes);
        for known in changes.values().filter(|known| known.entry.is_none()) {
            self.note_late(&known.change, Deadline::after(MAY_ARRIVE));
        }
        self.earlier.changes = changes;
    }

    /// Until when a request that began at a moment of the boot of the last head may arrive.
    fn late_until(&self, since_boot_ms: u64, lasts_ms: u64) -> Deadline {
        let age = self.clocks.milliseconds_until(&self.now, since_boot_ms).unwrap_or(0);
        Deadline::after(Duration::from_millis(lasts_ms.saturating_sub(age)))
    }

    fn note_late(&mut self, change: &BegunChange, until: Deadline) {
        if let Some((membership, wanted)) = change.aim() {
            self.earlier.late.push(Late { membership, wanted, until });
        }
    }
}

/// The file, and whether it was made just now. A symbolic link could lead anywhere, and is refused.
fn open_file(path: &Path) -> Result<(File, bool), Error> {
    let trouble = |error: io::Error| match () {
        () if is_refused_link(&error) => refuse(path, "is a symbolic link"),
        () => refuse(path, &format!("cannot be used: {error}")),
    };
    let (file, is_new) = open_own_file(path).map_err(trouble)?;
    if !file.metadata().map_err(trouble)?.is_file() {
        return Err(refuse(path, "is not a file"));
    }
    Ok((file, is_new))
}

fn lock(path: &Path, file: File) -> Result<Locked, Error> {
    let file = OwnDescriptor::new(file).map_err(|error| refuse(path, &format!("cannot be used: {error}")))?;
    match lock_for_this_process(file.opened()) {
        Ok(true) => Ok(Locked(file)),
        Ok(false) => Err(refuse(path, "is in use by another run")),
        Err(error) => {
            Err(refuse(path, &format!("cannot be locked here ({error}): use a folder of a local disk")))
        }
    }
}

impl Locked {
    /// With its descriptor the lock is lost, so the file is not opened anew.
    fn write_to_disk(&self, lines: &[u8]) -> io::Result<()> {
        let closed = || io::Error::other("this program has closed its descriptor");
        let file = self.0.get().ok_or_else(closed)?;
        append(file, lines)?;
        file.sync_data()
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // A child that was forked meanwhile has the descriptor too, and closing ours would leave the lock with it.
        if let Some(file) = self.0.get() {
            unlock(file);
        }
    }
}

/// The name of a new file is on the disk when its folder is.
fn sync_folder_of(path: &Path) -> Result<(), Error> {
    sync_folder(folder_of(path))
        .map_err(|error| refuse(path, &format!("cannot be synced in its folder: {error}")))
}

/// What the fuzz target sees of a journal.
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing {
    use super::{Changes, Entry, Error, Head, Line, Path, frame, parse};
    use crate::durable::frame::sealed;

    pub(crate) fn line_of(json: &[u8]) -> Vec<u8> {
        sealed(json)
    }

    pub(crate) fn head(changes: &Changes, endpoint: &str) -> Vec<u8> {
        frame(&Line::Journal(Head::of(changes, endpoint)))
    }

    /// What is recovered for the list, and how many bytes are whole lines.
    pub(crate) fn recover(
        text: &[u8],
        changes: &Changes,
        sent_as: &[u32],
        endpoint: &str,
    ) -> Result<(Vec<(usize, Entry)>, usize), Error> {
        let (mut earlier, whole) = parse(Path::new("journal"), text, endpoint)?;
        Ok((earlier.recover(changes, sent_as), whole))
    }
}

fn refuse(path: &Path, what: &str) -> Error {
    Error::invalid_argument("journal", format!("{} {what}", path.display()))
}
