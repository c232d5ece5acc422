//! Power cuts by replay: from the calls that a program made come the states that the disk may be in after a cut.
//!
//! A name is on the disk when its folder was synced, or on ext4 when anything was synced after it. Of the writes since the
//! last sync of a file any may be there, the last may be torn at each sector, and pages that were never written may be zeros
//! though the file has its length.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use crate::said::Said;
use crate::wishes;

/// One call, or what happened between two.
#[derive(Debug, Clone)]
pub struct Event {
    name: String,
    path: String,
    other: String,
    bytes: Vec<u8>,
}

/// When a name is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// As on ext4, and on XFS: a sync of anything writes all earlier names, in their order.
    WithAnySync,
    /// As POSIX has it: only a sync of their folder.
    WithTheirFolder,
}

/// What may be there of writes that nobody synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Nothing,
    Everything,
    TheFirst,
    Any,
    TornAtSectors,
    ZeroedPages,
}

const KEPT: [Kept; 6] =
    [Kept::Nothing, Kept::Everything, Kept::TheFirst, Kept::Any, Kept::TornAtSectors, Kept::ZeroedPages];
const SECTOR: usize = 512;
const PAGE: usize = 4096;

/// What a disk may hold after a cut, and what was said and sent before it.
#[derive(Debug, Default)]
pub struct Cut {
    files: BTreeMap<String, Vec<u8>>,
    folders: Vec<String>,
    /// What the program was sure of.
    pub said: Said,
    /// The persons whose changes were sent.
    pub sent: Vec<String>,
}

/// Reads what the preloaded library has written.
///
/// # Errors
/// It cannot be read, or is not what that library writes.
pub fn read_record(record: &Path) -> io::Result<Vec<Event>> {
    let text = fs::read(record)?;
    let (mut events, mut rest) = (Vec::new(), text.as_slice());
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, behind) = rest.split_at(end + 1);
        let line = String::from_utf8_lossy(line);
        let words: Vec<&str> = line.trim_end().split('\t').collect();
        let [name, path, other, length] = words.as_slice() else { return Err(io::Error::other("no call")) };
        let length = length.parse().map_err(io::Error::other)?;
        let (bytes, behind) = behind.split_at_checked(length).ok_or(io::ErrorKind::UnexpectedEof)?;
        let [name, path, other] = [name, path, other].map(ToString::to_string);
        events.push(Event { name, path, other, bytes: bytes.to_vec() });
        rest = behind;
    }
    Ok(events)
}

/// How often a file was put in the place of another.
#[must_use]
pub fn replacements(events: &[Event]) -> usize {
    events.iter().filter(|event| event.name == "rename").count()
}

/// A state of the disk after the first so many calls.
#[must_use]
pub fn cut(events: &[Event], names: Names, random: &mut fastrand::Rng) -> Cut {
    let mut disk = Disk::new(names);
    let mut cut = Cut::default();
    for event in events {
        match event.name.as_str() {
            "said" => cut.said.hear(&String::from_utf8_lossy(&event.bytes)),
            "sent" => cut.sent.extend(persons(&event.bytes)),
            _ => disk.apply(event),
        }
    }
    disk.lose_power(random, &mut cut);
    cut
}

impl Cut {
    /// Makes this state in a folder, in place of that of the run.
    ///
    /// # Errors
    /// The disk refuses it.
    pub fn lay_out(&self, run: &Path, folder: &Path) -> io::Result<()> {
        let place = |path: &str| Path::new(path).strip_prefix(run).map(|inside| folder.join(inside));
        for made in &self.folders {
            let path = place(made).map_err(io::Error::other)?;
            fs::create_dir_all(&path)?;
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        }
        for (name, content) in &self.files {
            let path = place(name).map_err(io::Error::other)?;
            fs::write(&path, content)?;
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        }
        Ok(())
    }
}

/// The persons of whom a request speaks.
fn persons(request: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(request);
    (1..=wishes::LEAVES_LATE).map(wishes::user).filter(|user| text.contains(user)).collect()
}

/// A file by its number, as a file system has it, whatever its name.
#[derive(Debug, Default)]
struct Inode {
    is_folder: bool,
    synced: Vec<u8>,
    seen: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Debug, Clone)]
enum NameChange {
    Link { path: String, inode: usize },
    Rename { from: String, to: String },
    Unlink { path: String },
}

struct Disk {
    names: Names,
    inodes: Vec<Inode>,
    /// As the program sees them.
    seen: HashMap<String, usize>,
    synced: BTreeMap<String, usize>,
    pending: Vec<NameChange>,
}

impl Disk {
    fn new(names: Names) -> Disk {
        let (inodes, seen, synced) = (Vec::new(), HashMap::new(), BTreeMap::new());
        Disk { names, inodes, seen, synced, pending: Vec::new() }
    }

    fn apply(&mut self, event: &Event) {
        let (path, other) = (event.path.clone(), event.other.clone());
        match event.name.as_str() {
            "create" | "mkdir" => {
                let inode = self.inodes.len();
                self.inodes.push(Inode { is_folder: event.name == "mkdir", ..Inode::default() });
                self.seen.insert(path.clone(), inode);
                self.pending.push(NameChange::Link { path, inode });
            }
            "write" => self.change(&path, |seen| Change::Write { offset: seen, bytes: event.bytes.clone() }),
            "truncate" => self.change(&path, |_| Change::Length(other.parse().unwrap_or(0))),
            "sync" => self.sync(&path),
            "rename" => {
                if let Some(inode) = self.seen.remove(&path) {
                    self.seen.insert(other.clone(), inode);
                }
                self.pending.push(NameChange::Rename { from: path, to: other });
            }
            _ => {
                self.seen.remove(&path);
                self.pending.push(NameChange::Unlink { path });
            }
        }
    }

    /// Everything is appended.
    fn change(&mut self, path: &str, change: impl FnOnce(usize) -> Change) {
        let Some(inode) = self.seen.get(path).and_then(|inode| self.inodes.get_mut(*inode)) else { return };
        let change = change(inode.seen.len());
        change.make(&mut inode.seen);
        inode.unsynced.push(change);
    }

    fn sync(&mut self, path: &str) {
        let inode = self.seen.get(path).and_then(|inode| self.inodes.get_mut(*inode));
        let is_folder = inode.as_ref().is_none_or(|inode| inode.is_folder);
        if let Some(inode) = inode {
            inode.synced.clone_from(&inode.seen);
            inode.unsynced.clear();
        }
        let pending = std::mem::take(&mut self.pending);
        for change in pending {
            let is_in_it = is_folder && Path::new(change.path()).parent() == Some(Path::new(path));
            if self.names == Names::WithAnySync || is_in_it {
                change.make(&mut self.synced);
            } else {
                self.pending.push(change);
            }
        }
    }

    fn lose_power(mut self, random: &mut fastrand::Rng, cut: &mut Cut) {
        let kept = random.usize(0..=self.pending.len());
        for change in self.pending.drain(..).take(kept) {
            change.make(&mut self.synced);
        }
        for (path, inode) in &self.synced {
            let Some(inode) = self.inodes.get(*inode) else { continue };
            if inode.is_folder {
                cut.folders.push(path.clone());
            } else if is_reachable(path, &self.synced, &self.seen) {
                cut.files.insert(path.clone(), inode.after_a_cut(random));
            }
        }
    }
}

/// A file in a folder whose own name is lost is lost with it.
fn is_reachable(path: &str, synced: &BTreeMap<String, usize>, seen: &HashMap<String, usize>) -> bool {
    let folder = Path::new(path).parent().and_then(Path::to_str).unwrap_or_default();
    synced.contains_key(folder) || !seen.contains_key(folder)
}

impl NameChange {
    fn path(&self) -> &str {
        match self {
            Self::Link { path, .. } | Self::Unlink { path } | Self::Rename { from: path, .. } => path,
        }
    }

    fn make(self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Link { path, inode } => drop(names.insert(path, inode)),
            Self::Unlink { path } => drop(names.remove(&path)),
            Self::Rename { from, to } => {
                if let Some(inode) = names.remove(&from) {
                    names.insert(to, inode);
                }
            }
        }
    }
}

impl Change {
    fn make(&self, content: &mut Vec<u8>) {
        match self {
            Self::Length(length) => content.resize(*length, 0),
            Self::Write { offset, bytes } => {
                let end = offset + bytes.len();
                content.resize(content.len().max(end), 0);
                if let Some(place) = content.get_mut(*offset..end) {
                    place.copy_from_slice(bytes);
                }
            }
        }
    }
}

impl Inode {
    fn after_a_cut(&self, random: &mut fastrand::Rng) -> Vec<u8> {
        let kept = KEPT.get(random.usize(..KEPT.len())).copied().unwrap_or(Kept::Nothing);
        let mut content = self.synced.clone();
        let first = match kept {
            Kept::Nothing => 0,
            Kept::TheFirst | Kept::TornAtSectors => random.usize(0..=self.unsynced.len()),
            _ => self.unsynced.len(),
        };
        for (place, change) in self.unsynced.iter().take(first).enumerate() {
            let before = content.clone();
            if kept == Kept::Any && random.bool() {
                continue;
            }
            change.make(&mut content);
            let is_torn = kept == Kept::TornAtSectors && place + 1 == first;
            match change {
                Change::Write { offset, bytes } if is_torn => {
                    lose(&mut content, &before, *offset, SECTOR, random);
                    if random.bool() {
                        content.truncate(before.len().max(offset + random.usize(0..=bytes.len())));
                    }
                }
                Change::Write { offset, .. } if kept == Kept::ZeroedPages => {
                    lose(&mut content, &before, *offset, PAGE, random);
                }
                _ => {}
            }
        }
        content
    }
}

/// Of what was written from an offset on, some units are as they were before: of a file that was shorter, zeros.
fn lose(content: &mut [u8], before: &[u8], offset: usize, unit: usize, random: &mut fastrand::Rng) {
    for begin in (offset - offset % unit..content.len()).step_by(unit) {
        if random.bool() {
            continue;
        }
        let end = content.len().min(begin + unit);
        for place in begin.max(offset)..end {
            if let Some(byte) = content.get_mut(place) {
                *byte = before.get(place).copied().unwrap_or(0);
            }
        }
    }
}
