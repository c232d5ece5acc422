//! `outbox`: changes that are kept without key and network, delivered by another process, and decided about by a person.

use std::fs;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use seam_acs_sandbox::{Fault, Sandbox};
use serde_json::Value;

use crate::command::{Ended, Place};
use crate::signals::send;

const REMOVE: &str = "/acs/users/remove_from_access_group";
const NOBODY: &str = "99999999-9999-9999-9999-999999999999";
const LIMIT: Duration = Duration::from_secs(60);
const USER: [&str; 2] = [Sandbox::USER, Sandbox::GROUP];

/// A command for the outbox of a place, without key and without network.
fn offline(place: &Place, words: &[&str]) -> Command {
    let mut command = place.command(&[&["outbox"], words].concat());
    command.env("SEAM_ACS_OUTBOX", place.path("box"));
    command.env_remove("SEAM_API_KEY").env("SEAM_ENDPOINT", "http://127.0.0.1:1");
    command
}

#[track_caller]
fn kept(place: &Place, words: &[&str]) -> Ended {
    Ended::of(offline(place, words).output().unwrap())
}

fn online(place: &Place, words: &[&str]) -> Command {
    let mut command = place.command(&[&["outbox", "run"], words].concat());
    command.env("SEAM_ACS_OUTBOX", place.path("box"));
    command
}

#[track_caller]
fn delivered(place: &Place) -> Ended {
    Ended::after(online(place, &["--until-empty"]).spawn().unwrap())
}

fn list(place: &Place) -> Vec<Value> {
    kept(place, &["list", "--json"]).ends_with(0).json().as_array().unwrap().clone()
}

fn states(place: &Place) -> Vec<String> {
    list(place).iter().map(|change| change["state"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < until, "not within {LIMIT:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A service that delivers, once it does.
fn service(place: &Place) -> Child {
    let child = online(place, &[]).spawn().unwrap();
    wait_for("it asks whose key it is", || {
        place.sandbox.requests().iter().any(|request| request.path == "/acs/systems/list")
    });
    child
}

#[test]
fn what_is_kept_offline_is_delivered_by_a_run_and_then_forgotten() {
    let place = Place::new();
    let words = [&["add"], &USER[..], &["--actor", "ada", "--reason", "joined", "--good-for", "60"]].concat();
    let done = kept(&place, &words).ends_with(0);
    let wish = format!("add {} to {}", USER[0], USER[1]);
    assert_eq!((done.out, done.err), (format!("Kept; not sent yet: {wish} (change 1).\n"), String::new()));
    let change = &list(&place)[0];
    assert_eq!((&change["actor"], &change["reason"]), (&"ada".into(), &"joined".into()));
    assert!(kept(&place, &["status"]).ends_with(0).out.starts_with("To be done: 1 waiting.\n"));

    let done = delivered(&place).ends_with(0);
    assert!(place.has_newcomer());
    let line = format!("change 1 ({wish}) recorded (request ");
    assert!(done.out.starts_with(&line) && done.out.contains("\nRecorded by Seam: 1. "), "{done:?}");
    assert_eq!(kept(&place, &["list"]).ends_with(0).out, "There are no changes.\n");
}

#[test]
fn an_addition_until_a_time_is_kept_with_its_removal() {
    let place = Place::new();
    let words = [&["add"], &USER[..], &["--until", "2126-12-04T18:00+01:00", "--json"]].concat();
    assert_eq!(kept(&place, &words).ends_with(0).json()["ids"], serde_json::json!(["1", "2"]));
    assert_eq!(states(&place), ["waiting", "scheduled"]);
    let late = [&["add"], &USER[..], &["--until", "2016-12-04T18:00+01:00"]].concat();
    let done = kept(&place, &late).ends_with(2);
    assert!(done.err.starts_with("seam-acs: --until must be later than now"), "{done:?}");
    let words = [&["remove"], &USER[..], &["--not-before", "tomorrow"]].concat();
    let done = kept(&place, &words).ends_with(2);
    assert!(done.err.starts_with("seam-acs: --not-before must be a time"), "{done:?}");
}

#[test]
fn a_run_that_is_killed_while_it_sends_is_taken_up_by_the_next() {
    let place = Place::new();
    place.sandbox.fault(Fault::on(REMOVE).hold());
    kept(&place, &[&["remove"], &USER[..]].concat()).ends_with(0);
    let mut child = online(&place, &[]).spawn().unwrap();
    assert!(place.sandbox.wait_for_held(1, LIMIT));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(states(&place), ["under_way"]);
    place.sandbox.release();
    let done = delivered(&place).ends_with(0);
    assert!(done.out.starts_with("change 1 (remove "), "{done:?}");
    let sent = place.sandbox.requests();
    assert_eq!(sent.iter().filter(|request| request.path == REMOVE).count(), 2);
}

#[test]
fn a_service_delivers_what_other_processes_keep_and_a_signal_ends_it_well() {
    let place = Place::new();
    let child = service(&place);
    kept(&place, &[&["add"], &USER[..]].concat()).ends_with(0);
    wait_for("the addition is recorded", || place.has_newcomer());
    wait_for("its outcome is printed and forgotten", || list(&place).is_empty());
    let other = Ended::of(online(&place, &["--until-empty"]).output().unwrap());
    assert!(other.err.contains("is being delivered already"), "{other:?}");
    send(&child, Signal::TERM);
    let done = Ended::after(child).ends_with(0);
    assert!(done.out.starts_with("change 1 (add "), "{done:?}");
}

#[test]
fn a_run_until_empty_that_a_signal_ends_says_that_changes_are_pending() {
    let place = Place::new();
    kept(&place, &[&["remove"], &USER[..]].concat()).ends_with(0);
    let mut command = online(&place, &["--until-empty"]);
    place.sandbox.fault(Fault::on("/acs/systems/list").status(503).always());
    let child = command.spawn().unwrap();
    wait_for("it tries", || !place.sandbox.requests().is_empty());
    send(&child, Signal::INT);
    Ended::after(child).ends_with(9);
    assert_eq!(states(&place), ["waiting"]);
}

#[test]
fn the_status_ends_with_six_when_a_removal_was_refused_or_waits_too_long() {
    let place = Place::new();
    kept(&place, &["remove", NOBODY, USER[1]]).ends_with(0);
    kept(&place, &["status", "--max-age", "3600"]).ends_with(0);
    wait_for("the removal is older than 0 s", || kept(&place, &["status", "--max-age", "0"]).code == Some(6));
    let done = delivered(&place).ends_with(6);
    assert!(done.out.contains(" refused (request "), "{done:?}");
    let done = kept(&place, &["status"]).ends_with(6);
    assert!(done.out.contains("Ended: 1 refused."), "{done:?}");
    assert!(done.err.starts_with("seam-acs: 1 removal is refused"), "{done:?}");
    let status = kept(&place, &["status", "--json"]).ends_with(6).json();
    assert_eq!(status["refused_removes"], 1);
    assert!(status["alarm"].as_str().unwrap().starts_with("1 removal is refused"), "{status}");
    let metrics = kept(&place, &["status", "--metrics"]).ends_with(0);
    assert!(metrics.out.contains("\nseam_acs_outbox_refused_removals 1\n"), "{metrics:?}");
    kept(&place, &["status", "--metrics", "--json"]).ends_with(2);
}

#[test]
fn a_person_drops_a_removal_only_by_force_and_with_a_reason_and_asks_again() {
    let place = Place::new();
    kept(&place, &[&["remove"], &USER[..]].concat()).ends_with(0);
    let done = kept(&place, &["drop", "1"]).ends_with(7);
    assert!(done.err.contains("it takes --force and --reason"), "{done:?}");
    kept(&place, &["drop", "1", "--force", "--reason", "\u{1b}[2Jleft"]).ends_with(0);
    let shown = kept(&place, &["list", "--state", "dropped"]).ends_with(0).out;
    assert!(shown.contains("\\u{1b}[2Jleft"), "{shown:?}");
    assert_eq!(kept(&place, &["retry", "1"]).ends_with(0).out, "Change 1 is kept again; not sent yet.\n");
    assert_eq!(states(&place), ["waiting"]);
    kept(&place, &["retry", "7"]).ends_with(2);
}

#[test]
fn a_folder_that_is_not_named_or_not_there_is_no_empty_outbox() {
    let place = Place::new();
    for words in [["status", "--json"], ["list", "--json"], ["repair", "--json"]] {
        let done = kept(&place, &words).ends_with(2);
        assert!(done.err.contains("there is no outbox in "), "{done:?}");
    }
    let done = Ended::of(offline(&place, &["list"]).env_remove("SEAM_ACS_OUTBOX").output().unwrap());
    assert!(done.ends_with(2).err.contains("--folder or SEAM_ACS_OUTBOX must name the outbox"));
}

#[test]
fn the_key_of_a_service_is_read_from_a_file() {
    let place = Place::new();
    kept(&place, &[&["add"], &USER[..]].concat()).ends_with(0);
    let (good, empty) =
        (place.file("key", &format!("{}\n", place.sandbox.api_key())), place.file("none", "\n"));
    let run = |file: &str| {
        let mut command = online(&place, &["--until-empty", "--api-key-file", file]);
        Ended::after(command.env("SEAM_API_KEY", "seam_of_another").spawn().unwrap())
    };
    assert!(run(&empty).ends_with(2).err.contains("there is no key in it"));
    run(&good).ends_with(0);
    assert!(place.has_newcomer());
}

#[test]
fn a_damaged_outbox_is_refused_until_it_is_repaired() {
    let place = Place::new();
    for words in [["add", USER[0], USER[1]], ["remove", USER[0], USER[1]], ["remove", NOBODY, USER[1]]] {
        kept(&place, &words).ends_with(0);
    }
    let done = kept(&place, &["repair"]).ends_with(0);
    assert_eq!(done.out, "Nothing is damaged, and nothing was changed.\n");
    let log = place.path("box/log");
    let mut text = fs::read(&log).unwrap();
    let line_ends: Vec<usize> = (0..text.len()).filter(|place| text[*place] == b'\n').collect();
    text[line_ends[1] + 40] ^= 1;
    fs::write(&log, &text).unwrap();
    assert!(kept(&place, &["list"]).err.contains("is damaged at byte"));
    let told = kept(&place, &["repair", "--json"]).ends_with(6).json();
    assert_eq!((&told["lost_ids"][0], &told["in_doubt_ids"][0]), (&"2".into(), &"1".into()));
    assert_eq!(fs::read(told["damaged_file"].as_str().unwrap()).unwrap(), text);
    assert_eq!(states(&place), ["in_doubt", "settling"]);
}
