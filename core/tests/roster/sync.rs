//! Applying a plan.

use std::fmt::Write;

use seam_acs_core::{ItemOutcome, Order, PlanOptions, Status, User};
use seam_acs_sandbox::{Fault, Sandbox};

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, Fixture, LOBBY, NIGHT};

const ADD: &str = "/acs/users/add_to_access_group";
const REMOVE: &str = "/acs/users/remove_from_access_group";

/// Twelve people leave the lobby and twelve others come.
fn exchange(order: Order) -> (Fixture, seam_acs_core::Plan, Vec<String>) {
    let mut seed = seam_acs_sandbox::Seed::default().with_more_users(24);
    let people: Vec<String> = seed.users.iter().skip(6).map(|user| user.acs_user_id.clone()).collect();
    seed.groups[1].members = people[..12].to_vec();
    let fixture = Fixture::of(seed);
    let mut csv = "acs_user_id,group\n".to_owned();
    for user in &people[12..] {
        let _ = writeln!(csv, "{user},Lobby and lifts");
    }
    let options = PlanOptions { order, allow_mass_removal: true, ..PlanOptions::default() };
    let plan = fixture.plan_with(&csv, options).expect("a plan");
    (fixture, plan, people)
}

#[test]
fn the_group_becomes_what_the_roster_says() {
    let (fixture, plan, people) = exchange(Order::AddsFirst);
    let (outcome, report) = fixture.sync(&plan);
    outcome.expect("all of it");
    assert_eq!(fixture.members(LOBBY), people[12..]);
    let report = report.expect("a report");
    assert_eq!((report.len(), report.totals().applied), (24, 24));
}

#[test]
fn the_second_part_begins_when_the_first_has_ended() {
    for (order, first, second) in [(Order::AddsFirst, ADD, REMOVE), (Order::RemovesFirst, REMOVE, ADD)] {
        let (fixture, plan, _) = exchange(order);
        let latency = std::time::Duration::from_millis(20);
        fixture.sandbox.set(seam_acs_sandbox::Switch::LatencyMs(20));
        fixture.sync(&plan).0.expect("all of it");
        let requests = fixture.sandbox.requests();
        let of = |path: &'static str| requests.iter().filter(move |request| request.path == path);
        let last = of(first).map(|request| request.started).max().expect("some");
        let next = of(second).map(|request| request.started).min().expect("some");
        // No answer comes before the latency is over.
        assert!(next >= last + latency, "{order:?}: {:?} apart", next - last);
        assert_eq!((of(first).count(), of(second).count()), (12, 12));
    }
}

#[test]
fn what_fails_is_told_and_the_rest_is_done() {
    let (fixture, plan, people) = exchange(Order::AddsFirst);
    fixture.sandbox.fault(Fault::on(ADD).user(&people[12]).status(403).always());
    let (outcome, report) = fixture.sync(&plan);
    assert_eq!(outcome.expect_err("one is refused").status(), Status::Partial);
    let report = report.expect("a report");
    assert_eq!(report.totals().applied, 23);
    assert_eq!(report.get(0).expect("the first").outcome, ItemOutcome::Failed);
    assert_eq!(fixture.members(LOBBY), people[13..]);
    let csv = report.to_csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 25);
    let change = format!("add,{},,{LOBBY},failed,\"add user ", people[12]);
    assert!(lines[1].starts_with(&change), "{}", lines[1]);
    assert!(lines[24].starts_with(&format!("remove,{},,{LOBBY},applied,,req", people[11])), "{}", lines[24]);
}

/// Somebody moves from one group to another, somebody else leaves, and the other half of the move is refused.
#[test]
fn a_move_never_ends_with_neither_group_and_never_with_both() {
    for (order, path, kept) in
        [(Order::AddsFirst, ADD, [BJORN, LOBBY]), (Order::RemovesFirst, REMOVE, [BJORN, LOBBY])]
    {
        let fixture = Fixture::new();
        // Björn moves from the lobby to the night shift; Chiara leaves the lobby.
        let csv = format!("acs_user_id,group\n{ADA},{LOBBY}\n{BJORN},{NIGHT}\n{DANIEL},{NIGHT}\n");
        let options = PlanOptions { order, allow_mass_removal: true, ..PlanOptions::default() };
        let plan = fixture.plan_with(&csv, options).expect("a plan");
        fixture.sandbox.fault(Fault::on(path).user(BJORN).status(403).always());
        let (outcome, report) = fixture.sync(&plan);
        assert_eq!(outcome.expect_err("one is refused").status(), Status::Partial);
        let report = report.expect("a report");
        let totals = report.totals();
        assert_eq!((totals.applied, totals.failed, totals.held_back), (1, 1, 1), "{order:?}: {totals}");
        let held = report.iter().find(|item| item.outcome == ItemOutcome::HeldBack).expect("one");
        let reason = held.error.expect("a reason").to_string();
        assert!(reason.contains("held back") && reason.contains("not allowed"), "{reason}");
        assert_eq!(report.to_retry().len(), 1, "the held half; what was not allowed stays so");
        assert!(fixture.members(kept[1]).contains(&kept[0].to_owned()), "{order:?}: still in the lobby");
        assert!(!fixture.members(NIGHT).contains(&BJORN.to_owned()), "{order:?}: not in the night shift");
        assert!(!fixture.members(LOBBY).contains(&CHIARA.to_owned()), "{order:?}: others are not held up");
    }
}

/// Who moves to a group of another system is added there by identity, and is the same person.
#[test]
fn a_move_to_another_system_is_a_move_of_one_person() {
    let fixture = Fixture::new();
    let gate = "44444444-4444-4444-4444-000000000004";
    let csv = format!(
        "acs_user_id,user_identity_id,group\n{BJORN},,{LOBBY}\n{CHIARA},,{LOBBY}\n,{},{gate}\n",
        Sandbox::USER_IDENTITY
    );
    let options = PlanOptions { allow_mass_removal: true, allow_emptying: true, ..PlanOptions::default() };
    let plan = fixture.plan_with(&csv, options).expect("a plan");
    fixture.sandbox.fault(Fault::on("/acs/access_groups/add_user").status(403).always());
    let (outcome, report) = fixture.sync(&plan);
    assert_eq!(outcome.expect_err("one is refused").status(), Status::Partial);
    let report = report.expect("a report");
    let of_ada = report.iter().find(|item| item.change.user == User::Acs(ADA)).expect("she leaves the lobby");
    assert_eq!(of_ada.outcome, ItemOutcome::HeldBack);
    assert!(fixture.members(LOBBY).contains(&ADA.to_owned()));
}

/// Rows, options and answers may write one id in several ways.
#[test]
fn ids_of_a_roster_are_the_same_however_they_are_written() {
    let fixture = Fixture::new();
    let csv = format!(
        "acs_user_id,acs_access_group_id\n{{{ADA}}},urn:uuid:{LOBBY}\n{BJORN},{LOBBY}\n{CHIARA},{LOBBY}\n"
    );
    let plan = fixture.plan(&csv).expect("a plan");
    assert!(plan.is_empty(), "all of them are in the lobby: {}", plan.adds() + plan.removes());
}
