//! What the disk holds after a crash, and what is made of it.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use seam_acs_core::{Error, Outbox};

use crate::fixture::{Folder, add, keep, remove, states};

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
fn a_bit_that_flips_is_refused_or_drops_the_end_and_is_never_another_change() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    keep(&folder.open(), add());
    let (whole, before) = (fs::read(folder.log()).unwrap(), states(&folder.open()));
    for place in 0..whole.len() * 8 {
        let mut text = whole.clone();
        text[place / 8] ^= 1 << (place % 8);
        fs::write(folder.log(), &text).unwrap();
        match Outbox::open(&folder.0) {
            Err(Error::State(reason)) => {
                assert!(reason.contains("damaged") || reason.contains("version"), "{reason}");
            }
            Err(other) => panic!("bit {place}: {other}"),
            Ok(outbox) => assert!(before.starts_with(&states(&outbox)), "bit {place}"),
        }
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
