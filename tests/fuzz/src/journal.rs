//! The journal of a list of changes, as a killed process, a full disk or a curious person left it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::fd::AsRawFd;
use std::path::PathBuf;

use rustix::fs::{MemfdFlags, memfd_create};
use seam_acs_core::fuzzing::open_journal;
use seam_acs_core::{Action, Changes, User};

const ENDPOINT: &str = "https://connect.getseam.com";

/// The first byte says whether the right head stands in front.
pub(crate) fn run(data: &[u8]) {
    let Some((first, rest)) = crate::choice(data) else { return };
    let changes = three_changes();
    let before = if first % 2 == 0 { [head(&changes).as_slice(), rest].concat() } else { rest.to_vec() };
    let (path, mut file) = file_of(&before);
    let Ok(remembered) = open_journal(&path, &changes, ENDPOINT) else {
        assert!(contents(&mut file) == before, "a journal that is refused is left as it is");
        return;
    };
    let (outcomes, begun) = &remembered;
    assert!(outcomes.iter().all(|(change, _)| *change < changes.len()), "it remembers what is not there");
    assert!(*begun <= changes.len(), "more was begun than there is");
    let after = contents(&mut file);
    assert!(after.ends_with(b"\n"), "it goes on in the middle of a line");
    let kept = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    if kept > 0 {
        assert_eq!(after, before[..kept], "whole lines are kept, and nothing else");
    }
    assert_eq!(open_journal(&path, &changes, ENDPOINT).ok(), Some(remembered), "it remembers otherwise");
}

fn three_changes() -> Changes {
    let mut changes = Changes::new();
    for (action, user) in [(Action::Add, "u1"), (Action::Remove, "u1"), (Action::Add, "u2")] {
        changes.push(action, User::Acs(user), "g").expect("ids");
    }
    changes
}

/// The head that an empty journal gets.
fn head(changes: &Changes) -> Vec<u8> {
    let (path, mut file) = file_of(b"");
    open_journal(&path, changes, ENDPOINT).expect("a new journal");
    contents(&mut file)
}

fn file_of(bytes: &[u8]) -> (PathBuf, File) {
    let mut file = File::from(memfd_create("journal", MemfdFlags::CLOEXEC).expect("a file in memory"));
    file.write_all(bytes).expect("room in memory");
    (PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd())), file)
}

fn contents(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut bytes)).expect("readable");
    bytes
}
