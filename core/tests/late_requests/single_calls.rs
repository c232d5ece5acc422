//! Plain calls, the hatch, and the change that is made only where it is needed.

use std::time::Duration;

use seam_acs_core::{Call, Presence, User};
use seam_acs_sandbox::{ListsShow, Switch};

use crate::fixture::{
    ADD, Fixture, GROUP, LATE, LONG, MAY_ARRIVE, REMOVE, USER, add, assert_undecided, remove, timed,
};

#[test]
fn a_remove_is_ok_only_when_an_add_that_was_given_up_can_arrive_no_more() {
    let fixture = Fixture::new(&[]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    fixture.client.run(add()).expect("its repeat was answered");
    let (outcome, took) = timed(|| fixture.client.run(remove()));
    outcome.expect("recorded, and read back");
    assert!(!fixture.is_member(), "the add arrived in between");
    assert!(took + Duration::from_secs(5) > MAY_ARRIVE, "{took:?}");
    let removals = fixture.moments(REMOVE);
    assert!(removals[0] < Duration::from_secs(4), "the first was sent at once: {removals:?}");
    assert_eq!(removals.len(), 2, "a read showed the user in the group again");
}

#[test]
fn a_remove_is_not_sent_again_when_the_add_never_arrives() {
    let fixture = Fixture::new(&[]);
    fixture.arrives_late(ADD, Some(USER), LONG * 10);
    fixture.client.run(add()).expect("its repeat was answered");
    fixture.client.run(remove()).expect("recorded, and read back");
    assert!(!fixture.is_member());
    assert_eq!(fixture.moments(REMOVE).len(), 1);
}

#[test]
fn a_remove_that_waits_behind_an_add_in_doubt_is_sent_at_once_and_ok_only_later() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    let in_doubt = fixture.client.begin(add()).expect("begun");
    let behind = fixture.client.begin(remove()).expect("begun");
    assert!(in_doubt.wait(Some(LONG)));
    assert!(in_doubt.result().expect_err("no answer").outcome_unknown());
    assert!(behind.wait(Some(LONG)));
    behind.result().expect("recorded, and read back");
    assert!(!fixture.is_member());
    assert!(fixture.moments(REMOVE)[0] < Duration::from_secs(4));
}

#[test]
fn a_remove_behind_an_add_that_was_cancelled_waits_as_well_whatever_the_client_and_entry_point() {
    let fixture = Fixture::new(&[("attempt_timeout_ms", "20000")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    let cancelled = fixture.client.begin(add()).expect("begun");
    assert!(fixture.sandbox.wait_for_held(1, LONG));
    cancelled.cancel();
    assert!(cancelled.wait(Some(LONG)));
    let body = format!(r#"{{"acs_user_id": "{USER}", "acs_access_group_id": "{GROUP}"}}"#);
    let hatch = Call::request(REMOVE, &body).expect("valid");
    fixture.another_client(&[]).run(hatch).expect("recorded, and read back");
    assert!(!fixture.is_member());
}

#[test]
fn an_add_waits_until_a_remove_that_was_given_up_can_arrive_no_more() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.put_membership(true);
    fixture.arrives_late(REMOVE, Some(USER), LATE);
    assert!(fixture.client.run(remove()).expect_err("no answer").outcome_unknown());
    fixture.client.run(add()).expect("recorded");
    assert!(fixture.is_member());
    // The client counts from when it began to send, which the server saw a little later.
    let waited = fixture.moments(ADD)[0] + Duration::from_secs(1);
    assert!(waited >= MAY_ARRIVE, "{:?}", fixture.moments(ADD));
}

#[test]
fn where_the_deadline_comes_first_the_outcome_is_unknown_and_the_reason_is_named() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    let hasty = fixture.another_client(&[("timeout_ms", "3000")]);
    fixture.arrives_late(ADD, Some(USER), LONG);
    assert!(fixture.client.run(add()).expect_err("no answer").outcome_unknown());
    let (outcome, took) = timed(|| hasty.run(remove()));
    assert_undecided(outcome);
    assert!(took < Duration::from_secs(3), "to wait longer would bring nothing: {took:?}");
    assert_eq!(fixture.moments(REMOVE).len(), 1, "doors close early");

    let fixture = Fixture::new(&[("max_attempts", "1")]);
    let hasty = fixture.another_client(&[("timeout_ms", "3000")]);
    fixture.arrives_late(REMOVE, Some(USER), LONG);
    assert!(fixture.client.run(remove()).expect_err("no answer").outcome_unknown());
    assert_undecided(hasty.run(add()));
    assert_eq!(fixture.moments(ADD).len(), 0);
}

#[test]
fn an_add_that_arrives_late_is_seen_also_where_lists_show_what_the_access_system_has() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.sandbox.set(Switch::ListsShow(ListsShow::Applied));
    fixture.sandbox.set(Switch::PushDelayMs(None));
    fixture.arrives_late(ADD, Some(USER), LATE);
    assert!(fixture.client.run(add()).expect_err("no answer").outcome_unknown());
    fixture.client.run(remove()).expect("recorded");
    fixture.sandbox.finish_pushes();
    assert!(!fixture.is_member(), "a push of the late add was under way");
}

#[test]
fn ensure_does_not_take_a_list_for_proof_while_the_opposite_may_arrive() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    assert!(fixture.client.run(add()).expect_err("no answer").outcome_unknown());
    let ensured = fixture.client.begin_ensure(User::Acs(USER), GROUP, Presence::Absent).expect("begun");
    assert!(ensured.wait(Some(LONG)));
    ensured.result().expect("out, and it stays so");
    assert!(!fixture.is_member());
    assert!(fixture.moments(REMOVE)[0] < Duration::from_secs(4), "sent, although the first reads showed it");
}
