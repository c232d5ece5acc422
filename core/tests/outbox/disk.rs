//! What the disk holds after a crash, and what is made of it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use seam_acs_core::{Error, Outbox};

use crate::fixture::{Folder, add, changes, keep, remove, states};

#[test]
fn a_frame_that_is_torn_at_any_byte_is_dropped_and_the_ones_before_it_stay() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    let whole = fs::read(folder.log()).unwrap();
    keep(&folder.open(), add());
    let longer = fs::read(folder.log()).unwrap();
    for cut in whole.len()..longer.len() {
        fs::write(folder.log(), &longer[..cut]).unwrap();
        assert_eq!(states(&folder.open()), ["waiting"], "cut at {cut}");
        assert_eq!(fs::read(folder.log()).unwrap(), whole, "cut at {cut}");
    }
}

#[test]
fn a_bit_that_flips_is_refused_or_drops_the_last_frame_and_is_never_another_change() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    keep(&folder.open(), add());
    assert_eq!(flip_each_bit(&folder), 1, "the last frame");
}

#[test]
fn a_bit_that_flips_in_a_compacted_log_is_refused() {
    let folder = Folder::new();
    let long = "x".repeat(500);
    folder.open().enqueue(vec![remove().asked_by("", &long).unwrap(); 400]).unwrap();
    folder.open().acknowledge("399").unwrap();
    let frames = fs::read(folder.log()).unwrap().split(|byte| *byte == b'\n').count() - 1;
    assert_eq!(frames, 1, "it was compacted a moment ago");
    assert_eq!(flip_each_bit(&folder), 0, "nothing is dropped");
}

/// Flips each bit of a log in turn, and gives how many changes were missing then at most.
fn flip_each_bit(folder: &Folder) -> usize {
    let (whole, before) = (fs::read(folder.log()).unwrap(), changes(&folder.open()));
    let mut missing = 0;
    for place in 0..whole.len() * 8 {
        let mut text = whole.clone();
        text[place / 8] ^= 1 << (place % 8);
        fs::write(folder.log(), &text).unwrap();
        match Outbox::open(&folder.0) {
            Err(Error::State(reason)) => assert!(reason.contains("damaged"), "bit {place}: {reason}"),
            Err(other) => panic!("bit {place}: {other}"),
            Ok(outbox) => {
                let there = changes(&outbox);
                assert!(before.starts_with(&there), "bit {place}: {there:?}");
                missing = missing.max(before.len() - there.len());
            }
        }
    }
    missing
}

#[test]
fn a_frame_of_a_later_version_is_refused_and_left_as_it_is() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    let mut text = fs::read(folder.log()).unwrap();
    let json = r#"[{"handed_over": {"id": 1}}]"#;
    text.extend(format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes())).into_bytes());
    fs::write(folder.log(), &text).unwrap();
    let refused = Outbox::open(&folder.0).unwrap_err().to_string();
    assert!(refused.contains("another version"), "{refused}");
    assert_eq!(fs::read(folder.log()).unwrap(), text);
}

#[test]
fn a_log_that_was_emptied_is_refused_as_nothing_of_ours_leaves_it_so() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    for text in [Vec::new(), vec![0; 4096]] {
        fs::write(folder.log(), &text).unwrap();
        let refused = Outbox::open(&folder.0).unwrap_err().to_string();
        assert!(refused.contains("damaged at byte 0"), "{refused}");
    }
}

#[test]
fn zeros_behind_the_last_frame_are_dropped() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    let mut text = fs::read(folder.log()).unwrap();
    text.extend([0; 4096]);
    fs::write(folder.log(), &text).unwrap();
    assert_eq!(states(&folder.open()), ["waiting"]);
}

#[test]
fn a_long_log_is_compacted_and_says_the_same() {
    let folder = Folder::new();
    let outbox = folder.open();
    let mut longest = 0;
    for _ in 0..2000 {
        keep(&outbox, remove());
        let last = outbox.status().unwrap().get("last_outcome").unwrap();
        outbox.acknowledge(&last).unwrap();
        longest = longest.max(fs::metadata(folder.log()).unwrap().len());
    }
    assert!(longest < 512 << 10, "{longest} bytes");
    assert_eq!(states(&outbox), ["waiting"]);
    assert_eq!(states(&folder.open()), ["waiting"]);
}

#[test]
fn folder_and_files_are_their_owners_alone_and_others_are_refused() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder.0), mode(&folder.log())), (0o700, 0o600));
    fs::set_permissions(folder.log(), fs::Permissions::from_mode(0o620)).unwrap();
    assert!(Outbox::open(&folder.0).is_err(), "the group may write to the log");
    fs::set_permissions(folder.log(), fs::Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(Outbox::open(&folder.0).is_err(), "everybody may write to the folder");
}

#[test]
fn a_symbolic_link_in_place_of_the_log_is_refused() {
    let folder = Folder::new();
    drop(folder.open());
    let elsewhere = folder.0.join("elsewhere");
    fs::rename(folder.log(), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.log()).unwrap();
    assert!(Outbox::open(&folder.0).is_err());
}
