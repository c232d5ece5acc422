//! Each call of a program to its disk fails once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly, and say what they have counted"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use seam_acs_outbox_proofs::folder::Folder;
use seam_acs_outbox_proofs::preload::{Counted, Preload};
use seam_acs_outbox_proofs::program::{Standing, deliver, run, standing};
use seam_acs_outbox_proofs::wishes::{COMES, LEAVES_LATE, sandbox, user};
use seam_acs_sandbox::Sandbox;

const EINTR: i32 = 4;
const EIO: i32 = 5;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;
/// A write that writes the half.
const SHORT_WRITE: i32 = 0;

#[test]
fn a_call_that_fails_with_an_error_of_the_disk_is_reported_and_nothing_that_is_kept_is_lost() {
    fail_each_call(EIO, Counted::Changes);
}

#[test]
fn a_file_that_cannot_be_opened_or_read_is_reported_and_nothing_that_is_kept_is_lost() {
    fail_each_call(EIO, Counted::ReadsToo);
}

#[test]
fn a_disk_that_is_full_at_one_call_is_reported_and_nothing_that_is_kept_is_lost() {
    fail_each_call(ENOSPC, Counted::Changes);
}

#[test]
fn a_disk_that_turns_read_only_at_one_call_is_reported_and_nothing_that_is_kept_is_lost() {
    fail_each_call(EROFS, Counted::Changes);
}

#[test]
fn a_call_that_is_interrupted_loses_nothing_that_is_kept() {
    fail_each_call(EINTR, Counted::Changes);
}

#[test]
fn a_write_that_writes_the_half_is_no_failure() {
    assert_eq!(fail_each_call(SHORT_WRITE, Counted::Changes), 0);
}

/// In how many runs the failure was reported.
fn fail_each_call(errno: i32, counted: Counted) -> u32 {
    let (next, last, reported) = (AtomicU32::new(0), AtomicU32::new(u32::MAX), AtomicU32::new(0));
    // There are many reads, one like the other.
    let step = if counted == Counted::ReadsToo { 7 } else { 1 };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let call = next.fetch_add(step, Ordering::Relaxed) + 1;
                    if call > last.load(Ordering::Relaxed) {
                        return;
                    }
                    if let Some(has_reported) = fail_once(call, errno, counted) {
                        reported.fetch_add(has_reported.into(), Ordering::Relaxed);
                    } else {
                        last.fetch_min(call, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let (calls, reported) = (last.into_inner() - 1, reported.into_inner());
    println!("errno {errno} at {calls} calls, {counted:?}, each {step}.: {reported} reported");
    assert!(calls > 60, "only {calls} calls were seen");
    reported
}

/// Whether the failure of that call was reported; `None` where the program makes fewer calls.
fn fail_once(call: u32, errno: i32, counted: Counted) -> Option<bool> {
    let folder = Folder::new().unwrap();
    let sandbox = sandbox(LEAVES_LATE as usize).unwrap();
    let record = folder.path().join("calls");
    let preload = Preload::on(&folder.outbox()).failing_at(call, errno, counted).marking_the_failure(&record);
    let ended = run("all", &folder.outbox(), Some(&sandbox), &preload).unwrap();
    let what = format!("errno {errno} at call {call}: {}", ended.said.failed.join("; "));
    assert!(ended.is_whole, "{what}: {}", ended.complaints);
    let there = standing(&folder.outbox()).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(ended.said.broken_by(&there, []), None, "{what}");
    deliver(&folder.outbox(), &sandbox).unwrap_or_else(|error| panic!("{what}: {error}"));
    let there = standing(&folder.outbox()).unwrap();
    let is_done = |one: &Standing| one.state == "recorded" || one.state == "superseded";
    assert!(there.iter().all(is_done), "{what}: {there:?}");
    for one in there {
        let is_in = sandbox.is_member(&one.user, Sandbox::GROUP);
        assert_eq!(is_in, one.user == user(COMES), "{what}: {one:?}");
    }
    record.exists().then_some(!ended.said.failed.is_empty())
}
