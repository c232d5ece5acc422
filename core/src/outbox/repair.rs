//! Makes a damaged outbox usable again with what is sound in it. What was lost decides which way a door errs: shut.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::entry::{Entry, FORMAT, Head};
use super::handle::Outbox;
use super::item::Outcome;
use super::state::State;
use super::store::{DELIVERER, LOG, broken, lock, unusable};
use crate::durable::append_log::AppendLog;
use crate::durable::clocks::Clocks;
use crate::durable::folder::PrivateFolder;
use crate::durable::salvage::{Section, sections};
use crate::model::error::Error;
use crate::model::json_fields::record;
use crate::model::response::Record;

/// No entry of a change is shorter.
const SHORTEST_CHANGE: u64 = 64;
/// So many damaged files are kept beside each other.
const MOST_KEPT: u32 = 1000;

impl Outbox {
    /// Repairs the outbox of a folder whose log is damaged: a new log keeps all that is sound, and the damaged file stays
    /// beside it as `log.damaged-1` and so on.
    ///
    /// A removal may be among what is lost. So additions that were asked for before it are not sent: they end as
    /// `in_doubt`, for a person to ask for again. Removals stay; one that was delivered already may be sent again.
    ///
    /// The record has `damaged_at`, a byte of the file, null where nothing is damaged and nothing was changed; `lost_bytes`;
    /// `lost_begin`, whether nobody knows what was kept at first; `lost_ids` of changes; `in_doubt_ids`; and `damaged_file`.
    ///
    /// # Errors
    /// [`Error::State`] while another one delivers, and for a log of another version; [`Error::InvalidArgument`] for a folder
    /// that is no outbox; [`Error::Resources`] when the disk refuses it.
    pub fn repair(folder: &Path) -> Result<Record, Error> {
        std::fs::symlink_metadata(folder.join(LOG)).map_err(|error| unusable(folder, &error))?;
        let folder = PrivateFolder::open(folder).map_err(|error| unusable(folder, &error))?;
        let delivery = folder.lock(DELIVERER, false).map_err(|error| unusable(folder.path(), &error))?;
        if delivery.is_none() {
            let shown = folder.path().display();
            return Err(Error::State(format!("the outbox {shown} is being delivered: stop that first")));
        }
        let _lock = lock(&folder)?;
        let mut text = Vec::new();
        let read = folder.open_file(LOG).and_then(|mut file| file.read_to_end(&mut text));
        read.map_err(|error| broken(&folder, error.into()))?;
        let of_another_version = || {
            Error::State(format!("the outbox {} is of another version of seam-acs", folder.path().display()))
        };
        let found = sections(&text).ok_or_else(of_another_version)?;
        let Some(damaged_at) = found.iter().find(|section| section.lost_bytes > 0) else {
            return record(&json!({
                "damaged_at": null, "lost_bytes": 0, "lost_begin": false, "lost_ids": [], "in_doubt_ids": [],
                "damaged_file": null,
            }));
        };
        let damaged_at = damaged_at.offset;
        let rest = Rest::of(found);
        if rest.is_of_another_version {
            return Err(of_another_version());
        }
        let damaged_file = replace(&folder, &rest.state)?;
        let texts = |ids: &[u64]| ids.iter().map(u64::to_string).collect::<Vec<_>>();
        record(&json!({
            "damaged_at": damaged_at,
            "lost_bytes": rest.lost_bytes,
            "lost_begin": rest.lost_begin,
            "lost_ids": texts(&rest.lost_ids),
            "in_doubt_ids": texts(&rest.in_doubt_ids),
            "damaged_file": damaged_file.to_string_lossy(),
        }))
    }
}

/// What is left of a damaged outbox.
#[derive(Default)]
struct Rest {
    state: State,
    lost_bytes: usize,
    lost_begin: bool,
    lost_ids: Vec<u64>,
    in_doubt_ids: Vec<u64>,
    is_of_another_version: bool,
}

impl Rest {
    fn of(sections: Vec<Section<Vec<Entry>>>) -> Rest {
        let mut rest = Rest::default();
        let mut named = Named::default();
        for section in sections {
            let gap = section.lost_bytes as u64;
            rest.lost_bytes += section.lost_bytes;
            rest.lost_begin |= gap > 0 && section.offset == 0;
            if gap > 0 {
                rest.leave_room_for_outcomes(gap, &section.frames);
                named.since_damage.clear();
            }
            for entry in section.frames.into_iter().flatten() {
                if let Entry::Outbox(head) = &entry {
                    rest.is_of_another_version |= head.format != FORMAT;
                    named.first = head.next_id;
                }
                named.take(&entry);
                rest.state.apply(entry);
            }
        }
        rest.lost_ids = named.lost();
        rest.leave_room_for_ids(&named);
        rest.keep_doors_shut(&named.since_damage);
        rest
    }

    /// Outcomes that are lost had numbers, and a host may have seen them. A number is never one of another outcome.
    fn leave_room_for_outcomes(&mut self, most: u64, behind: &[Vec<Entry>]) {
        let acknowledged = behind.iter().flatten().filter_map(|entry| match entry {
            Entry::Acknowledged { number } => Some(*number),
            _ => None,
        });
        let known = acknowledged.max().unwrap_or(0).max(self.state.last_outcome());
        self.begin(Head { next_outcome: known.saturating_add(most).saturating_add(1), ..Head::first() });
    }

    /// The same for changes, where none that is kept behind the damage shows how many there were.
    fn leave_room_for_ids(&mut self, named: &Named) {
        let most = self.lost_bytes as u64 / SHORTEST_CHANGE;
        let room = if named.since_damage.is_empty() { most } else { 0 };
        let next_id = named.last.saturating_add(room).saturating_add(1);
        self.begin(Head { next_id, ..Head::first() });
    }

    fn begin(&mut self, head: Head) {
        self.state.apply(Entry::Outbox(head));
    }

    /// An addition may have been followed by a removal that is lost, and a request by its begin.
    fn keep_doors_shut(&mut self, since_damage: &BTreeSet<u64>) {
        let now = Clocks::now();
        let is_in_doubt = |id: &u64| !since_damage.contains(id);
        let live = self.state.items().filter(|item| item.is_add && item.is_live());
        self.in_doubt_ids = live.map(|item| item.id).filter(is_in_doubt).collect();
        for id in &self.in_doubt_ids {
            self.state.apply(Entry::Ended {
                id: *id,
                outcome: Outcome::InDoubt,
                at_ms: now.wall_ms,
                request_id: None,
                error: Some(
                    "the log was damaged, and a removal may be lost: look before you ask again".to_owned(),
                ),
            });
        }
        let tops = self.state.tops().map(|top| (top.pair.clone(), !top.is_add));
        for (pair, is_add) in tops.collect::<Vec<_>>() {
            self.state.apply(Entry::Doubt { pair, is_add, at: now.clone() });
        }
    }
}

/// The changes that the sound frames name.
#[derive(Default)]
struct Named {
    /// From this id on each change was queued in this file.
    first: u64,
    last: u64,
    queued: BTreeSet<u64>,
    /// Asked for behind the last damage.
    since_damage: BTreeSet<u64>,
}

impl Named {
    fn take(&mut self, entry: &Entry) {
        let id = match entry {
            Entry::Queued(item) => {
                self.queued.insert(item.id);
                self.since_damage.insert(item.id);
                item.id
            }
            Entry::Again { id, .. } => {
                self.since_damage.insert(*id);
                *id
            }
            Entry::Due { id }
            | Entry::Began { id }
            | Entry::Unsent { id, .. }
            | Entry::Unanswered { id, .. }
            | Entry::Died { id, .. }
            | Entry::Ended { id, .. } => *id,
            _ => return,
        };
        self.last = self.last.max(id);
    }

    fn lost(&self) -> Vec<u64> {
        // Without the begin of the file nobody knows which ones it had.
        let first = if self.first == 0 { self.queued.first().copied().unwrap_or(1) } else { self.first };
        (first..=self.last).filter(|id| !self.queued.contains(id)).collect()
    }
}

/// Puts a new log in place of the damaged one, which gets another name before that.
fn replace(folder: &PrivateFolder, state: &State) -> Result<PathBuf, Error> {
    let kept = keep_damaged(folder).map_err(|error| broken(folder, error.into()))?;
    let mut log = AppendLog::open_existing(folder, LOG).map_err(|error| broken(folder, error))?;
    log.replace(folder, &state.entries(&Clocks::now())).map_err(|error| broken(folder, error))?;
    Ok(kept)
}

fn keep_damaged(folder: &PrivateFolder) -> io::Result<PathBuf> {
    for number in 1..MOST_KEPT {
        let kept = folder.file(&format!("{LOG}.damaged-{number}"));
        match std::fs::hard_link(folder.file(LOG), &kept) {
            Ok(()) => return Ok(kept),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("{MOST_KEPT} damaged files are kept beside it")))
}
