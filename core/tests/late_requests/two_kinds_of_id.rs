//! A request that was given up names a person by one kind of id, and a later change of the same membership by the other.

use std::time::Duration;

use seam_acs_core::{Action, ApplyOptions, Call, Changes, Mode, Plan, PlanOptions, Presence, Roster, User};
use seam_acs_sandbox::Sandbox;

use crate::fixture::{
    ADD, ADD_IDENTITY, Fixture, GROUP, LATE, LONG, MAY_ARRIVE, REMOVE, REMOVE_IDENTITY, USER, add,
    assert_undecided, outcomes, remove, timed,
};

const IDENTITY: &str = Sandbox::USER_IDENTITY;
const NEWCOMER: &str = Sandbox::USER_IDENTITY_WITHOUT_USER;

fn add_identity(identity: &str) -> Call {
    Call::add_user_to_group(User::Identity(identity), GROUP).expect("valid ids")
}

fn remove_identity(identity: &str) -> Call {
    Call::remove_user_from_group(User::Identity(identity), GROUP).expect("valid ids")
}

/// An add by user identity that has no answer, and arrives after `LATE`.
fn give_up_adding(fixture: &Fixture, identity: &str) {
    fixture.arrives_late(ADD_IDENTITY, Some(identity), LATE);
    assert!(fixture.client.run(add_identity(identity)).expect_err("no answer").outcome_unknown());
}

#[test]
fn a_remove_by_acs_user_id_is_ok_only_when_an_add_by_user_identity_can_arrive_no_more() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    give_up_adding(&fixture, IDENTITY);
    let (outcome, took) = timed(|| fixture.client.run(remove()));
    outcome.expect("recorded, and read back");
    assert!(!fixture.is_member(), "the add arrived in between");
    assert!(took + Duration::from_secs(5) > MAY_ARRIVE, "{took:?}");
    let removals = fixture.moments(REMOVE);
    assert!(removals[0] < Duration::from_secs(4), "the first was sent at once: {removals:?}");
}

#[test]
fn a_remove_by_user_identity_is_ok_only_when_an_add_by_acs_user_id_can_arrive_no_more() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    assert!(fixture.client.run(add()).expect_err("no answer").outcome_unknown());
    fixture.client.run(remove_identity(IDENTITY)).expect("recorded, and read back");
    assert!(!fixture.is_member(), "the add arrived in between");
}

#[test]
fn an_add_by_one_kind_of_id_waits_for_a_remove_by_the_other() {
    let by_identity = (REMOVE_IDENTITY, remove_identity(IDENTITY), add());
    let by_acs_user = (REMOVE, remove(), add_identity(IDENTITY));
    for (path, given_up, add) in [by_identity, by_acs_user] {
        let fixture = Fixture::new(&[("max_attempts", "1")]);
        fixture.put_membership(true);
        let hasty = fixture.another_client(&[("timeout_ms", "3000")]);
        fixture.arrives_late(path, None, LONG);
        assert!(fixture.client.run(given_up).expect_err("no answer").outcome_unknown());
        assert_undecided(hasty.run(add));
        assert_eq!(fixture.moments(ADD).len() + fixture.moments(ADD_IDENTITY).len(), 0);
    }
}

#[test]
fn an_identity_that_was_merged_into_another_is_the_same_person() {
    let fixture = Fixture::with_seed(&[("max_attempts", "1")], |seed| {
        let identity = seed.user_identities.iter_mut().find(|one| one.user_identity_id == IDENTITY);
        identity.expect("in the seed").merged_ids.push("66666666-6666-6666-6666-00000000000a".to_owned());
    });
    give_up_adding(&fixture, "66666666-6666-6666-6666-00000000000a");
    fixture.client.run(remove()).expect("recorded, and read back");
    assert!(!fixture.is_member());
}

#[test]
fn a_remove_by_user_identity_waits_for_the_add_that_makes_its_user() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    let before = fixture.sandbox.members(GROUP).len();
    give_up_adding(&fixture, NEWCOMER);
    fixture.client.run(remove_identity(NEWCOMER)).expect("recorded, and read back");
    assert_eq!(fixture.sandbox.members(GROUP).len(), before, "the newcomer is in");
    assert_eq!(fixture.moments(REMOVE_IDENTITY).len(), 2, "nobody was found by the first");
}

#[test]
fn somebody_else_of_the_group_does_not_wait() {
    const LINKED: &str = "33333333-3333-3333-3333-000000000002";
    const NOT_LINKED: &str = "33333333-3333-3333-3333-000000000003";
    let fixture = Fixture::with_seed(&[("max_attempts", "1")], |seed| {
        let identity = Some("66666666-6666-6666-6666-000000000002".to_owned());
        seed.users
            .iter_mut()
            .find(|user| user.acs_user_id == LINKED)
            .expect("in the seed")
            .user_identity_id = identity;
    });
    give_up_adding(&fixture, IDENTITY);
    for other in [LINKED, NOT_LINKED] {
        let call = Call::remove_user_from_group(User::Acs(other), GROUP).expect("valid ids");
        let (outcome, took) = timed(|| fixture.client.run(call));
        outcome.expect("recorded");
        assert!(took < Duration::from_secs(10), "{other}: {took:?}");
    }
}

#[test]
fn ensure_does_not_take_a_list_for_proof_while_an_add_by_user_identity_may_arrive() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    give_up_adding(&fixture, IDENTITY);
    let ensured = fixture.client.begin_ensure(User::Acs(USER), GROUP, Presence::Absent).expect("begun");
    assert!(ensured.wait(Some(LONG)));
    ensured.result().expect("out, and it stays so");
    assert!(!fixture.is_member());
}

#[test]
fn a_list_that_adds_by_user_identity_and_removes_by_acs_user_id_ends_with_the_user_out() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD_IDENTITY, Some(IDENTITY), LATE);
    let mut changes = Changes::new();
    changes.push(Action::Add, User::Identity(IDENTITY), GROUP).expect("valid");
    changes.push(Action::Remove, User::Acs(USER), GROUP).expect("valid");
    // One after the other, as their order is of two pairs.
    let one_by_one = ApplyOptions { fixed: Some(1), ..ApplyOptions::default() };
    let operation = fixture.client.begin_apply(changes, &one_by_one).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report")), ["outcome_unknown", "applied"]);
    assert!(!fixture.is_member());
}

#[test]
fn a_plan_with_nothing_to_do_takes_out_whom_a_late_add_by_user_identity_would_put_in() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    give_up_adding(&fixture, IDENTITY);
    let members = fixture.sandbox.members(GROUP).join("\n");
    let plan = plan(&fixture, &format!("acs_user_id\n{members}\n"), Mode::Exact);
    assert!(plan.is_empty());
    assert_eq!(sync(&fixture, &plan), ["applied"]);
    assert!(!fixture.is_member());
}

#[test]
fn a_plan_that_only_adds_keeps_whom_its_roster_names_and_a_late_remove_would_take_out() {
    for (named, outcome) in [(USER, vec!["applied"]), ("33333333-3333-3333-3333-000000000002", vec![])] {
        let fixture = Fixture::new(&[("max_attempts", "1")]);
        fixture.put_membership(true);
        fixture.sandbox.put_membership("33333333-3333-3333-3333-000000000002", GROUP, true);
        fixture.arrives_late(REMOVE_IDENTITY, None, LATE);
        assert!(fixture.client.run(remove_identity(IDENTITY)).expect_err("no answer").outcome_unknown());
        let plan = plan(&fixture, &format!("acs_user_id\n{named}\n"), Mode::Additive);
        assert!(plan.is_empty());
        assert_eq!(sync(&fixture, &plan), outcome);
        assert_eq!(fixture.is_member(), named == USER);
    }
}

fn plan(fixture: &Fixture, roster: &str, mode: Mode) -> Plan {
    let roster = Roster::parse(roster.as_bytes()).expect("a roster");
    let options = PlanOptions { group: Some(GROUP.to_owned()), mode, ..PlanOptions::default() };
    let planning = fixture.client.begin_plan(roster, options).expect("begun");
    assert!(planning.wait(Some(LONG)));
    planning.plan().expect("a plan")
}

fn sync(fixture: &Fixture, plan: &Plan) -> Vec<&'static str> {
    let operation = fixture.client.begin_sync(plan, ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    outcomes(&operation.report().expect("a report"))
}
