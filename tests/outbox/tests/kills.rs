//! A process is killed in place of each of its calls to the disk, one after the other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly, and say what they have counted"
)]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use seam_acs_outbox_proofs::folder::Folder;
use seam_acs_outbox_proofs::preload::Preload;
use seam_acs_outbox_proofs::program::{Standing, deliver, run, standing};
use seam_acs_outbox_proofs::wishes::{COMES, LEAVES_LATE, sandbox, user};
use seam_acs_sandbox::{LoggedRequest, Sandbox};

#[test]
fn a_process_that_is_killed_at_any_call_loses_nothing_and_has_sent_nothing_that_is_not_written_down() {
    let (next, last) = (AtomicU32::new(1), AtomicU32::new(u32::MAX));
    // Most of the time each waits for the disk or for a process.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let call = next.fetch_add(1, Ordering::Relaxed);
                    if call > last.load(Ordering::Relaxed) {
                        return;
                    }
                    if is_survived(call) {
                        last.fetch_min(call, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let calls = last.into_inner() - 1;
    println!("killed at each of {calls} calls");
    assert!(calls > 60, "only {calls} calls were seen");
}

/// Kills a process at a call; whether it ended before.
fn is_survived(call: u32) -> bool {
    let folder = Folder::new().unwrap();
    let sandbox = sandbox(LEAVES_LATE as usize).unwrap();
    let preload = Preload::on(folder.path()).killing_at(call);
    let ended = run("all", &folder.outbox(), Some(&sandbox), &preload).unwrap();
    assert_eq!(ended.said.failed, [""; 0], "killed at call {call}");
    let (there, sent) = (standing(&folder.outbox()).unwrap(), sent(&sandbox));
    assert_eq!(ended.said.broken_by(&there, &sent), None, "killed at call {call}");
    deliver(&folder.outbox(), &sandbox).unwrap();
    let there = standing(&folder.outbox()).unwrap();
    let is_done = |one: &Standing| one.state == "recorded" || one.state == "superseded";
    assert!(there.iter().all(is_done), "killed at call {call}: {there:?}");
    for person in &sent {
        let is_in = sandbox.is_member(person, Sandbox::GROUP);
        assert_eq!(is_in, *person == user(COMES), "killed at call {call}: {person}");
    }
    ended.is_whole
}

/// The persons of whom the sandbox heard.
fn sent(sandbox: &Sandbox) -> BTreeSet<String> {
    let person = |request: &LoggedRequest| Some(request.json().get("acs_user_id")?.as_str()?.to_owned());
    sandbox.requests().iter().filter_map(person).collect()
}
