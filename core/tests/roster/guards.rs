//! What a plan may not do unless it is allowed.

use std::fmt::Write;

use seam_acs_core::{ApplyOptions, Mode, PlanOptions, Status};
use seam_acs_sandbox::Sandbox;

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, ENGINEERING, Fixture, LOBBY, NIGHT};

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
    let fixture = Fixture::with_lobby_of(37);
    assert_eq!(fixture.plan(&all_but(8, 37)).expect("a fifth of 40").removes(), 8);
    let (refused, error) = fixture.refused(&all_but(9, 37), PlanOptions::default());
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("\"Lobby and lifts\""), "{text}");
    assert!(text.contains("would lose 9 of its 40 members"), "{text}");
    assert!(text.contains("allow_mass_removal allows it"), "{text}");
    assert!(
        refused.removes() == 9 && refused.to_table().contains("9 to remove, 31 stay"),
        "{}",
        refused.to_table()
    );
    let again = fixture.client.begin_sync(&refused, ApplyOptions::default()).expect_err("nothing applies it");
    assert_eq!((again.status(), fixture.changes_sent()), (Status::Guard, 0));
    let allowed = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    assert_eq!(fixture.plan_with(&all_but(9, 37), allowed).expect("allowed").removes(), 9);
}

#[test]
fn five_people_may_always_go() {
    let fixture = Fixture::with_lobby_of(5);
    assert_eq!(fixture.plan(&all_but(5, 5)).expect("five of eight").removes(), 5);
}

#[test]
fn an_empty_roster_does_not_lock_everybody_out() {
    let fixture = Fixture::new();
    let for_lobby = || PlanOptions { group: Some(LOBBY.to_owned()), ..PlanOptions::default() };
    let error = fixture.plan_with("acs_user_id\n", for_lobby()).expect_err("it would be left empty");
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("would be left empty; it has 3 members (allow_emptying allows it)"), "{text}");
    let allowed = PlanOptions { allow_emptying: true, ..for_lobby() };
    assert_eq!(fixture.plan_with("acs_user_id\n", allowed).expect("allowed").removes(), 3);
}

#[test]
fn a_roster_without_anybody_is_refused_unless_said() {
    let fixture = Fixture::new();
    for nobody in ["acs_user_id,group\n", "email,group\n,\n,\n", "[]"] {
        for mode in [Mode::Exact, Mode::Additive] {
            let options = || PlanOptions { mode, ..PlanOptions::default() };
            let error = fixture.plan_with(nobody, options()).expect_err("an export that failed");
            assert_eq!(error.status(), Status::Guard, "{nobody:?}");
            let text = error.to_string();
            assert!(text.contains("the roster names nobody (allow_emptying allows it)"), "{text}");
            let said = PlanOptions { allow_emptying: true, ..options() };
            assert_eq!(fixture.plan_with(nobody, said).expect("said").groups().count(), 0);
        }
        let empties = PlanOptions { empties: vec!["Night shift".to_owned()], ..PlanOptions::default() };
        assert_eq!(fixture.plan_with(nobody, empties).expect("it says what becomes empty").removes(), 1);
    }
}

#[test]
fn a_limit_holds_for_each_group_as_a_number_or_a_share() {
    let fixture = Fixture::with_lobby_of(37);
    let with = |max_removals: &str, allow_mass_removal: bool| {
        let max_removals = Some(max_removals.parse().expect("a limit"));
        PlanOptions { max_removals, allow_mass_removal, ..PlanOptions::default() }
    };
    for (limit, gone, shown) in
        [("3", 4, "3"), ("5%", 3, "5%, which is 2"), ("0", 1, "0"), ("10.5%", 5, "10.50%, which is 4")]
    {
        let error = fixture.plan_with(&all_but(gone, 37), with(limit, false)).expect_err(limit);
        assert_eq!(error.status(), Status::Guard);
        let expected = format!("would lose {gone} of its 40 members, and max_removals is {shown};");
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(
            fixture.plan_with(&all_but(gone - 1, 37), with(limit, false)).expect(limit).removes(),
            gone - 1
        );
    }
    // A limit holds where the guard is set aside, and sets none aside.
    fixture.plan_with(&all_but(12, 37), with("11", true)).expect_err("one too many");
    fixture.plan_with(&all_but(11, 37), with("11", true)).expect("so many");
    fixture.plan_with(&all_but(11, 37), with("50%", false)).expect_err("more than a fifth");
}

#[test]
fn additions_have_a_limit_too() {
    let fixture = Fixture::with_lobby_of(7);
    let csv = format!("{}{DANIEL},{LOBBY}\n", all_but(0, 7));
    let with = |limit: &str| PlanOptions {
        max_additions: Some(limit.parse().expect("a limit")),
        ..PlanOptions::default()
    };
    for limit in ["0", "9%"] {
        let (refused, error) = fixture.refused(&csv, with(limit));
        assert_eq!(error.status(), Status::Guard);
        assert!(
            error.to_string().contains("would get 1 more than its 10 members, and max_additions is"),
            "{error}"
        );
        assert_eq!(refused.adds(), 1);
    }
    for limit in ["1", "10%"] {
        assert_eq!(fixture.plan_with(&csv, with(limit)).expect(limit).adds(), 1);
    }
}

#[test]
fn a_limit_holds_for_all_groups_together() {
    let fixture = Fixture::new();
    // One comes into each group and one goes from two.
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{NIGHT}\n{ADA},{ENGINEERING}\n");
    let with = |additions: &str, removals: &str| PlanOptions {
        max_additions: Some(additions.parse().expect("a limit")),
        max_removals: Some(removals.parse().expect("a limit")),
        ..PlanOptions::default()
    };
    let text = fixture.plan_with(&csv, with("1", "1")).expect_err("two of each in all").to_string();
    for expected in [
        "all 2 groups together would lose 2 of their 2 memberships, and max_removals is 1",
        "all 2 groups together would get 2 more than their 2 memberships, and max_additions is 1",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert!(!text.contains("the group \"Night shift\""), "{text}");
    fixture.plan_with(&csv, with("2", "2")).expect("so many");
    fixture.plan_with(&csv, with("100%", "100%")).expect("all of them");
}

#[test]
fn a_plan_shows_each_number_beside_its_limit() {
    let fixture = Fixture::with_lobby_of(37);
    let csv = all_but(2, 37);
    let plan = fixture.plan(&csv).expect("a plan");
    let table = plan.to_table();
    let line = "  limits: 0 of any number to add, 2 of at most 8 to remove\n";
    assert!(table.contains(&format!("0 to add, 2 to remove, 38 stay\n{line}")), "{table}");
    assert!(
        table.contains("Limits of all together: 0 of any number to add, 2 of at most 8 to remove\n"),
        "{table}"
    );
    let limited = PlanOptions {
        allow_mass_removal: true,
        max_additions: Some("10%".parse().expect("a share")),
        max_removals: Some("3".parse().expect("a number")),
        ..PlanOptions::default()
    };
    let plan = fixture.plan_with(&csv, limited).expect("a plan");
    assert!(
        plan.to_table().contains("0 of at most 4 to add, 2 of at most 3 to remove"),
        "{}",
        plan.to_table()
    );
    let group = plan.groups().next().expect("one").to_json();
    for expected in ["\"adds\":0", "\"most_adds\":4", "\"removes\":2", "\"most_removes\":3"] {
        assert!(group.contains(expected), "{group}");
    }
    let free = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    assert_eq!(fixture.plan_with(&csv, free).expect("a plan").most_removes(), None);
}

#[test]
fn who_has_no_user_in_the_system_yet_does_not_keep_a_group_from_being_empty() {
    let fixture = Fixture::new();
    let noor = Sandbox::USER_IDENTITY_WITHOUT_USER;
    let csv = format!("user_identity_id,group\n{noor},Night shift\n");
    let error = fixture.plan(&csv).expect_err("Daniel would go, and Noor may come");
    assert!(error.to_string().contains("would be left empty; it has 1 members"), "{error}");
    let allowed = PlanOptions { allow_emptying: true, ..PlanOptions::default() };
    let plan = fixture.plan_with(&csv, allowed).expect("allowed");
    assert_eq!((plan.adds(), plan.removes()), (1, 1));
}

#[test]
fn a_group_that_the_roster_does_not_name_is_emptied_only_when_named() {
    let fixture = Fixture::new();
    let csv = format!("acs_user_id,acs_access_group_id\n{BJORN},{LOBBY}\n{ADA},{LOBBY}\n");
    let empties = |name: &str| PlanOptions { empties: vec![name.to_owned()], ..PlanOptions::default() };
    let plan = fixture.plan_with(&csv, empties("Night shift")).expect("named");
    let night = plan.groups().find(|group| group.acs_access_group_id() == NIGHT).expect("planned");
    assert_eq!(night.removes().count(), 1);
    for (name, expected) in
        [("Lobby and lifts", "which the roster names too"), ("Nigt shift", "did you mean \"Night shift\"?")]
    {
        let error = fixture.plan_with(&csv, empties(name)).expect_err(name);
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
    let fixture = Fixture::of(seed);
    let mut csv = "acs_user_id,group\n".to_owned();
    for (group, people) in ["Engineering", "Lobby and lifts"].into_iter().zip(people.chunks(6)) {
        for user in &people[..3] {
            let _ = writeln!(csv, "{user},{group}");
        }
    }
    let error = fixture.plan(&csv).expect_err("half of all");
    assert_eq!(error.status(), Status::Guard);
    let text = error.to_string();
    assert!(text.contains("all 2 groups together would lose 6 of their 12 memberships"), "{text}");
    assert!(text.ends_with("; nothing was changed"), "{text}");
    let allowed = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    assert_eq!(fixture.plan_with(&csv, allowed).expect("allowed").removes(), 6);
}

#[test]
fn an_exchange_of_everybody_is_no_emptying() {
    let fixture = Fixture::new();
    let csv = format!("acs_user_id,acs_access_group_id\n{DANIEL},{LOBBY}\n");
    assert_eq!(fixture.plan(&csv).expect("one comes, three go").removes(), 3);
}

#[test]
fn emptying_a_group_of_many_needs_both_permissions() {
    let fixture = Fixture::with_lobby_of(4);
    let csv = "name,group\nBjörn Okafor,Engineering\n";
    let empties = || PlanOptions { empties: vec!["Lobby and lifts".to_owned()], ..PlanOptions::default() };
    let error = fixture.plan_with(csv, empties()).expect_err("seven people");
    assert!(error.to_string().contains("would lose 7 of its 7 members"), "{error}");
    assert!(!error.to_string().contains("allow_emptying"), "{error}");
    let allowed = PlanOptions { allow_mass_removal: true, ..empties() };
    assert_eq!(fixture.plan_with(csv, allowed).expect("both").removes(), 7);
}
