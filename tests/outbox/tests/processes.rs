//! Several processes work with one outbox, and end when they like.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly, and say what they have counted"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Child;
use std::time::Duration;

use seam_acs_outbox_proofs::folder::Folder;
use seam_acs_outbox_proofs::preload::Preload;
use seam_acs_outbox_proofs::program::{command, deliver, run, standing};
use seam_acs_outbox_proofs::said::Said;
use seam_acs_outbox_proofs::wishes::{sandbox, user};
use seam_acs_sandbox::{Fault, Sandbox};

const PEOPLE: usize = 50;
const REMOVE: &str = "/acs/users/remove_from_access_group";

#[test]
fn four_processes_keep_changes_in_one_folder_while_a_fifth_delivers_and_none_is_lost() {
    let (folder, sandbox) = (Folder::new().unwrap(), sandbox(PEOPLE).unwrap());
    let mut writers: Vec<Child> = (0..4).map(|_| start("keep many", &folder.outbox(), &sandbox)).collect();
    let mut deliverer = start("deliver for ever", &folder.outbox(), &sandbox);
    let said: Vec<Said> = writers.drain(..).map(heard).collect();
    deliverer.kill().unwrap();
    assert_eq!(heard(deliverer).failed, [""; 0]);
    let ids: BTreeSet<&String> = said.iter().flat_map(|said| &said.kept).collect();
    assert_eq!(ids.len(), 4 * PEOPLE, "each has an id of its own: {said:?}");
    hold(&folder.outbox(), &said, &sandbox);
}

#[test]
fn processes_that_are_killed_at_any_time_lose_nothing_of_theirs_and_nothing_of_others() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut kept = 0;
    for _ in 0..10 {
        let (folder, sandbox) = (Folder::new().unwrap(), sandbox(PEOPLE).unwrap());
        let words = ["keep many", "keep many", "keep many", "deliver for ever"];
        let mut all: Vec<Child> = words.iter().map(|what| start(what, &folder.outbox(), &sandbox)).collect();
        for process in &mut all {
            // Any moment is as good as another: no condition is waited for.
            std::thread::sleep(Duration::from_millis(random.u64(0..60)));
            process.kill().unwrap();
        }
        let said: Vec<Said> = all.into_iter().map(heard).collect();
        kept += said.iter().map(|said| said.kept.len()).sum::<usize>();
        hold(&folder.outbox(), &said, &sandbox);
    }
    println!("{kept} changes were kept");
    assert!(kept > 50, "only {kept} changes were kept");
}

#[test]
fn one_process_delivers_and_the_next_does_when_it_was_killed() {
    let (folder, sandbox) = (Folder::new().unwrap(), sandbox(PEOPLE).unwrap());
    run("keep two", &folder.outbox(), None, &Preload::default()).unwrap();
    sandbox.fault(Fault::on(REMOVE).hold().applied(false));
    let mut first = start("deliver for ever", &folder.outbox(), &sandbox);
    assert!(sandbox.wait_for_requests(REMOVE, 1, Duration::from_secs(20)));
    let second = run("deliver", &folder.outbox(), Some(&sandbox), &Preload::default()).unwrap();
    assert!(second.said.failed.concat().contains("is being delivered already"), "{second:?}");
    first.kill().unwrap();
    first.wait().unwrap();
    deliver(&folder.outbox(), &sandbox).unwrap();
    assert!(standing(&folder.outbox()).unwrap().iter().all(|one| one.state == "recorded"));
}

fn start(what: &str, outbox: &Path, sandbox: &Sandbox) -> Child {
    command(what, outbox, Some(sandbox), &Preload::default()).unwrap().spawn().unwrap()
}

fn heard(process: Child) -> Said {
    let output = process.wait_with_output().unwrap();
    let mut said = Said::default();
    said.hear(&String::from_utf8_lossy(&output.stdout));
    said
}

/// Nothing that was said is lost, and all of it comes to its end.
fn hold(outbox: &Path, said: &[Said], sandbox: &Sandbox) {
    let there = standing(outbox).unwrap();
    for said in said {
        assert_eq!(said.failed, [""; 0]);
        assert_eq!(said.broken_by(&there, []), None);
    }
    deliver(outbox, sandbox).unwrap();
    let there = standing(outbox).unwrap();
    assert!(there.iter().all(|one| one.state == "recorded" || one.state == "superseded"), "{there:?}");
    let persons: BTreeSet<&String> = there.iter().map(|one| &one.user).collect();
    assert!(persons.iter().all(|person| !sandbox.is_member(person, Sandbox::GROUP)), "{:?}", user(1));
}
