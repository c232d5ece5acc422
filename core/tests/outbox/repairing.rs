//! What is made of a damaged log, and what monitoring is told.

use std::fs;
use std::time::Duration;

use seam_acs_core::{Action, Error, Outbox, OutboxChange, User};
use seam_acs_sandbox::Sandbox;

use crate::fixture::{ADD, Folder, add, begin, client, deliver, keep, remove, states};

const OTHER_USER: &str = "99999999-9999-9999-9999-999999999999";

/// Flips a bit in the middle of a frame, counted from 0: of the frames of a fresh log the first says that it is one.
fn damage(folder: &Folder, frame: usize) -> usize {
    let mut text = fs::read(folder.log()).unwrap();
    let starts: Vec<usize> =
        std::iter::once(0).chain((1..text.len()).filter(|place| text[place - 1] == b'\n')).collect();
    text[starts[frame] + 40] ^= 1;
    fs::write(folder.log(), &text).unwrap();
    starts[frame]
}

fn other(action: Action) -> OutboxChange {
    OutboxChange::new(action, User::Acs(OTHER_USER), Sandbox::GROUP).unwrap()
}

#[test]
fn a_sound_outbox_is_left_as_it_is() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    let before = fs::read(folder.log()).unwrap();
    assert_eq!(Outbox::repair(&folder.0).unwrap().get("damaged_at"), None);
    assert_eq!(fs::read(folder.log()).unwrap(), before);
    assert!(matches!(Outbox::repair(&folder.0.join("none")), Err(Error::InvalidArgument { .. })));
}

#[test]
fn a_repaired_outbox_sends_no_addition_whose_removal_may_be_lost() {
    let folder = Folder::new();
    let outbox = folder.open();
    let opened = keep(&outbox, add());
    let lost = keep(&outbox, remove());
    keep(&outbox, other(Action::Remove));
    let at = damage(&folder, 2);
    let before = fs::read(folder.log()).unwrap();
    assert!(matches!(Outbox::open(&folder.0), Err(Error::State(_))));

    let told = Outbox::repair(&folder.0).unwrap();
    assert_eq!(told.int("damaged_at").unwrap(), i64::try_from(at).unwrap());
    assert_eq!((told.get("lost_ids.0").unwrap(), told.len(Some("lost_ids"))), (lost, 1));
    assert_eq!((told.get("in_doubt_ids.0").unwrap(), told.len(Some("in_doubt_ids"))), (opened.clone(), 1));
    assert_eq!(fs::read(told.get("damaged_file").unwrap()).unwrap(), before, "the damaged file is kept");

    let repaired = folder.open();
    assert_eq!(states(&repaired), ["in_doubt", "settling"]);
    let sandbox = Sandbox::start_default().unwrap();
    repaired.drop_change("3", "of a user that is not there", true).unwrap();
    deliver(&repaired, &client(&sandbox, &[]));
    assert!(!sandbox.requests().iter().any(|request| request.path == ADD), "the addition was sent");
    repaired.retry(&opened, None).unwrap();
    deliver(&repaired, &client(&sandbox, &[]));
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "a person asked again");
}

#[test]
fn an_addition_that_was_asked_for_behind_the_damage_stays() {
    let folder = Folder::new();
    let outbox = folder.open();
    keep(&outbox, other(Action::Remove));
    keep(&outbox, add());
    damage(&folder, 1);
    let told = Outbox::repair(&folder.0).unwrap();
    assert_eq!((told.get("lost_ids.0").unwrap(), told.len(Some("in_doubt_ids"))), ("1".to_owned(), 0));
    assert_eq!(states(&folder.open()), ["settling"]);
}

#[test]
fn ids_and_cursors_are_never_used_again_after_a_repair() {
    let folder = Folder::new();
    let outbox = folder.open();
    for _ in 0..5 {
        keep(&outbox, remove());
    }
    let seen = outbox.outcomes("").unwrap().iter().last().unwrap().get("cursor").unwrap();
    // A frame behind all others: the last one would count as torn.
    outbox.acknowledge("1").unwrap();
    for frame in [0, 4, 5] {
        let whole = fs::read(folder.log()).unwrap();
        damage(&folder, frame);
        let told = Outbox::repair(&folder.0).unwrap();
        assert_eq!(told.bool("lost_begin").unwrap(), frame == 0);
        let repaired = folder.open();
        let before = repaired.list(r#"{"state": "settling"}"#).unwrap().get(0).unwrap().get("id").unwrap();
        let id: u64 = keep(&repaired, remove()).parse().unwrap();
        assert!(id > 5, "frame {frame}: the id {id} again");
        let news = repaired.outcomes(&seen).unwrap();
        let is_told = news.iter().any(|outcome| outcome.get("id").unwrap() == before);
        assert!(is_told, "frame {frame}: whoever has seen {seen} is not told of {before}");
        fs::write(folder.log(), whole).unwrap();
    }
    let kept = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("log.damaged-"));
    assert_eq!(kept.count(), 3);
}

#[test]
fn nothing_is_repaired_while_somebody_delivers() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    let delivery = begin(&outbox, &client(&sandbox, &[]), false);
    assert!(matches!(Outbox::repair(&folder.0), Err(Error::State(_))));
    delivery.cancel();
    assert!(delivery.wait(None));
}

#[test]
fn monitoring_is_told_of_each_state_and_of_the_oldest_removal() {
    let folder = Folder::new();
    let outbox = folder.open();
    keep(&outbox, other(Action::Add));
    keep(&outbox, remove());
    let text = outbox.metrics().unwrap();
    for line in [
        "# TYPE seam_acs_outbox_changes gauge",
        "seam_acs_outbox_changes{state=\"waiting\"} 2",
        "seam_acs_outbox_changes{state=\"refused\"} 0",
        "# UNIT seam_acs_outbox_oldest_removal_age_seconds seconds",
        "seam_acs_outbox_oldest_removal_age_seconds 0",
        "seam_acs_outbox_refused_removals 0",
        "seam_acs_outbox_paused 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    assert!(text.ends_with("\n# EOF\n"), "{text}");
}

#[test]
fn an_alarm_is_due_for_a_removal_that_waits_too_long_and_for_none_else() {
    let folder = Folder::new();
    let outbox = folder.open();
    keep(&outbox, other(Action::Add));
    let alarm = |longest| Outbox::alarm(&outbox.status().unwrap(), longest);
    assert_eq!(alarm(Some(Duration::ZERO)), None);
    keep(&outbox, remove());
    crate::fixture::wait_for("the removal is older than 0 s", || alarm(Some(Duration::ZERO)).is_some());
    assert!(alarm(Some(Duration::ZERO)).unwrap().starts_with("the removal 2 waits for "));
    assert_eq!(alarm(Some(Duration::from_secs(3600))), None);
    assert_eq!(alarm(None), None);
}
