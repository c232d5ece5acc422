//! What is kept, without any network.

use seam_acs_core::{Error, Outbox, OutboxChange};

use crate::fixture::{Folder, add, keep, remove, states};

#[test]
fn a_change_is_there_after_the_process_that_asked_for_it() {
    let folder = Folder::new();
    let id = keep(&folder.open(), remove());
    let again = folder.open();
    assert_eq!(states(&again), ["waiting"]);
    assert_eq!(again.list("").unwrap().get(0).unwrap().get("id").unwrap(), id);
    assert_eq!(again.status().unwrap().get("waiting").unwrap(), "1");
}

#[test]
fn two_handles_of_a_folder_see_what_the_other_keeps() {
    let folder = Folder::new();
    let (one, other) = (folder.open(), folder.open());
    keep(&one, remove());
    keep(&other, add());
    keep(&one, remove());
    assert_eq!(states(&other), ["superseded", "superseded", "waiting"]);
    assert_eq!(states(&one), states(&other));
}

#[test]
fn a_removal_stays_under_an_addition_and_counts_again_when_that_is_dropped() {
    let folder = Folder::new();
    let outbox = folder.open();
    keep(&outbox, remove());
    let added = keep(&outbox, add());
    assert_eq!(states(&outbox), ["waiting", "waiting"]);
    outbox.drop_change(&added, "", false).unwrap();
    assert_eq!(states(&outbox), ["waiting", "dropped"]);
}

#[test]
fn a_list_is_kept_whole_or_not_at_all() {
    let folder = Folder::new();
    let outbox = folder.open();
    let list = r#"[{"action": "remove", "acs_user_id": "a", "acs_access_group_id": "g"},
                   {"action": "add", "acs_user_id": "b", "acs_access_group_id": "g", "good_for_s": 0}]"#;
    let refusal = OutboxChange::list_from_json(list).unwrap_err().to_string();
    assert!(refusal.contains("change 2: good_for_s must be from 1 to 2592000"), "{refusal}");
    let good = OutboxChange::list_from_json(&list.replace(": 0}", ": 60}")).unwrap();
    assert_eq!(outbox.enqueue(good).unwrap(), ["1", "2"]);
}

#[test]
fn a_misspelt_member_names_the_nearest() {
    let list = r#"[{"action": "add", "acs_user_id": "a", "acs_access_group_id": "g", "good_for": 60}]"#;
    let refusal = OutboxChange::list_from_json(list).unwrap_err().to_string();
    assert!(refusal.contains("did you mean good_for_s?"), "{refusal}");
}

#[test]
fn a_removal_is_dropped_only_by_force_and_with_a_reason() {
    let folder = Folder::new();
    let outbox = folder.open();
    let id = keep(&outbox, remove());
    for (reason, force) in [("", false), ("left the firm", false), (" ", true)] {
        assert!(matches!(outbox.drop_change(&id, reason, force), Err(Error::Guard(_))), "{reason:?}");
    }
    outbox.drop_change(&id, "the group is gone", true).unwrap();
    assert_eq!(states(&outbox), ["dropped"]);
}

#[test]
fn outcomes_are_kept_until_they_are_acknowledged() {
    let folder = Folder::new();
    keep(&folder.open(), remove());
    keep(&folder.open(), remove());
    let outbox = folder.open();
    let seen = outbox.outcomes("").unwrap();
    assert_eq!(seen.len(), 1);
    let cursor = seen.get(0).unwrap().get("cursor").unwrap();
    assert!(outbox.acknowledge("99").is_err(), "a cursor that no outcome had");
    outbox.acknowledge(&cursor).unwrap();
    assert!(folder.open().outcomes("").unwrap().is_empty());
    assert_eq!(states(&folder.open()), ["waiting"]);
}

#[test]
fn a_queue_is_told_of_outcomes() {
    let (folder, queue) = (Folder::new(), seam_acs_core::Queue::new().unwrap());
    let outbox: Outbox = folder.open();
    outbox.attach(&queue, 7).unwrap();
    keep(&outbox, remove());
    assert_eq!(queue.next(Some(std::time::Duration::ZERO)).unwrap(), None);
    keep(&outbox, remove());
    assert_eq!(queue.next(None).unwrap(), Some(7));
}

#[test]
fn an_addition_until_a_time_is_kept_with_its_removal_in_one_frame() {
    let folder = Folder::new();
    let outbox = folder.open();
    let frames = || std::fs::read_to_string(folder.log()).unwrap().lines().count();
    let before = frames();
    let ids = outbox.enqueue(add().until("2126-12-04T18:00+01:00").unwrap()).unwrap();
    assert_eq!((ids.len(), frames() - before), (2, 1));
    assert_eq!(states(&outbox), ["waiting", "scheduled"]);
    let removal = outbox.list(r#"{"state": "scheduled"}"#).unwrap().get(0).unwrap().clone();
    assert_eq!(removal.get("action").unwrap(), "remove");
    assert_eq!(removal.get("not_before").unwrap(), "2126-12-04T17:00:00.000Z");
}

#[test]
fn until_is_for_additions_and_later_than_all_else() {
    for (change, time, reason) in [
        (remove(), "2126-12-04T18:00+01:00", "is for additions"),
        (add(), "2016-12-04T18:00+01:00", "must be later than now"),
        (add().not_before("2127-01-01T00:00Z").unwrap(), "2126-12-04T18:00Z", "and than not_before"),
        (add(), "tomorrow", "must be a time with its offset"),
    ] {
        let refusal = change.until(time).unwrap_err().to_string();
        assert!(refusal.starts_with("until ") && refusal.contains(reason), "{refusal}");
    }
    let list = r#"[{"action": "add", "acs_user_id": "a", "acs_access_group_id": "g", "until": "2126-12-04T18:00Z"}]"#;
    assert_eq!(OutboxChange::list_from_json(list).unwrap().len(), 2);
}

#[test]
fn a_queue_is_told_of_the_outcomes_of_another_process_within_a_second() {
    let (folder, queue) = (Folder::new(), seam_acs_core::Queue::new().unwrap());
    let outbox = folder.open();
    outbox.attach(&queue, 7).unwrap();
    // Nothing of this handle is known to the other one, as if it were another process.
    let other = folder.open();
    keep(&other, remove());
    keep(&other, remove());
    assert_eq!(queue.next(Some(std::time::Duration::from_secs(10))).unwrap(), Some(7));
}
