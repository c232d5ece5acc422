//! What a plan may not do unless it is allowed.

use std::fmt::Write;

use seam_acs_core::{ApplyOptions, PlanOptions, Status};

use crate::building::{ADA, BJORN, Building, CHIARA, DANIEL, LOBBY, NIGHT};

/// A roster that keeps all but so many of a lobby of 3 and `more` people.
fn all_but(gone: usize, more: usize) -> String {
    let mut csv = format!("acs_user_id,acs_access_group_id\n{ADA},{LOBBY}\n{BJORN},{LOBBY}\n");
    let _ = writeln!(csv, "{CHIARA},{LOBBY}");
    for number in gone + 1..=more {
        let _ = writeln!(csv, "33333333-3333-3333-3333-1{number:011},{LOBBY}");
    }
    csv
}

#[test]
fn many_removals_from_one_group_are_refused_unless_allowed() {
    let building = Building::with_lobby_of(37);
    assert_eq!(building.plan(&all_but(8, 37)).expect("a fifth of 40").removes(), 8);
    let error = building.plan(&all_but(9, 37)).expect_err("more than a fifth");
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("\"Lobby and lifts\""), "{text}");
    assert!(text.contains("would lose 9 of its 40 members"), "{text}");
    assert!(text.contains("allow_mass_removal allows it"), "{text}");
    let refused = error.refused_plan().expect("to be looked at");
    assert!(
        refused.removes() == 9 && refused.to_table().contains("9 to remove, 31 stay"),
        "{}",
        refused.to_table()
    );
    let again =
        building.client.begin_sync(refused, &ApplyOptions::default()).expect_err("nothing applies it");
    assert_eq!((again.status(), building.changes_sent()), (Status::Guard, 0));
    let allowed = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    assert_eq!(building.plan_with(&all_but(9, 37), allowed).expect("allowed").removes(), 9);
}

#[test]
fn five_people_may_always_go() {
    let building = Building::with_lobby_of(5);
    assert_eq!(building.plan(&all_but(5, 5)).expect("five of eight").removes(), 5);
}

#[test]
fn an_empty_roster_does_not_lock_everybody_out() {
    let building = Building::new();
    let for_lobby = || PlanOptions { group: Some(LOBBY.to_owned()), ..PlanOptions::default() };
    let error = building.plan_with("acs_user_id\n", for_lobby()).expect_err("it would be left empty");
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("would be left empty; it has 3 members (allow_emptying allows it)"), "{text}");
    let allowed = PlanOptions { allow_emptying: true, ..for_lobby() };
    assert_eq!(building.plan_with("acs_user_id\n", allowed).expect("allowed").removes(), 3);
    let nothing = building.plan("acs_user_id,group\n").expect("no group is named");
    assert_eq!(nothing.groups().count(), 0);
}

#[test]
fn a_group_that_the_roster_does_not_name_is_emptied_only_when_named() {
    let building = Building::new();
    let csv = format!("acs_user_id,acs_access_group_id\n{BJORN},{LOBBY}\n{ADA},{LOBBY}\n");
    let empties = |name: &str| PlanOptions { empties: vec![name.to_owned()], ..PlanOptions::default() };
    let plan = building.plan_with(&csv, empties("Night shift")).expect("named");
    let night = plan.groups().find(|group| group.acs_access_group_id() == NIGHT).expect("planned");
    assert_eq!(night.removes().count(), 1);
    for (name, expected) in
        [("Lobby and lifts", "which the roster names too"), ("Nigt shift", "did you mean \"Night shift\"?")]
    {
        let error = building.plan_with(&csv, empties(name)).expect_err(name);
        assert!(error.to_string().starts_with("empties ") && error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn removals_over_all_groups_together_are_guarded_too() {
    let mut seed = seam_acs_sandbox::Seed::default().with_more_users(12);
    let people: Vec<String> = seed.users.iter().skip(6).map(|user| user.acs_user_id.clone()).collect();
    // Two groups of 6 lose 3 each: fewer than 5 of one, 6 of 12 together.
    for (group, people) in [0, 1].into_iter().zip(people.chunks(6)) {
        seed.groups[group].members = people.to_vec();
    }
    let building = Building::of(seed);
    let mut csv = "acs_user_id,group\n".to_owned();
    for (group, people) in ["Engineering", "Lobby and lifts"].into_iter().zip(people.chunks(6)) {
        for user in &people[..3] {
            let _ = writeln!(csv, "{user},{group}");
        }
    }
    let error = building.plan(&csv).expect_err("half of all");
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("all 2 groups together would lose 6 of their 12 memberships"), "{text}");
    assert!(text.ends_with("; nothing was changed"), "{text}");
    let allowed = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    assert_eq!(building.plan_with(&csv, allowed).expect("allowed").removes(), 6);
}

#[test]
fn an_exchange_of_everybody_is_no_emptying() {
    let building = Building::new();
    let csv = format!("acs_user_id,acs_access_group_id\n{DANIEL},{LOBBY}\n");
    assert_eq!(building.plan(&csv).expect("one comes, three go").removes(), 3);
}

#[test]
fn emptying_a_group_of_many_needs_both_permissions() {
    let building = Building::with_lobby_of(4);
    let csv = "name,group\nBjörn Okafor,Engineering\n";
    let empties = || PlanOptions { empties: vec!["Lobby and lifts".to_owned()], ..PlanOptions::default() };
    let error = building.plan_with(csv, empties()).expect_err("seven people");
    assert!(error.to_string().contains("would lose 7 of its 7 members"), "{error}");
    assert!(!error.to_string().contains("allow_emptying"), "{error}");
    let allowed = PlanOptions { allow_mass_removal: true, ..empties() };
    assert_eq!(building.plan_with(csv, allowed).expect("both").removes(), 7);
}
