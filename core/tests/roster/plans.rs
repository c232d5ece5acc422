//! What a plan says.

use seam_acs_core::{Action, Mode, Order, PlanOptions, Roster, RosterGroup, RosterUser, Status};

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, ENGINEERING, Fixture, LOBBY, NIGHT, ended, ids};

#[test]
fn a_plan_says_who_is_added_who_is_taken_out_and_who_stays() {
    let fixture = Fixture::new();
    let csv =
        format!("acs_user_id,acs_access_group_id\n{BJORN},{LOBBY}\n{DANIEL},{LOBBY}\n{BJORN},{LOBBY}\n");
    let plan = fixture.plan(&csv).expect("a plan");
    let groups: Vec<_> = plan.groups().collect();
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].name(), groups[0].acs_access_group_id()), ("Lobby and lifts", LOBBY));
    assert_eq!(ids(groups[0].adds()), [DANIEL]);
    assert_eq!(ids(groups[0].removes()), [ADA, CHIARA]);
    assert_eq!(ids(groups[0].stays()), [BJORN]);
    assert_eq!((plan.adds(), plan.removes(), plan.stays()), (1, 2, 1));
    assert_eq!(fixture.changes_sent(), 0);
    assert_eq!(fixture.members(LOBBY), [ADA, BJORN, CHIARA]);
}

#[test]
fn an_additive_plan_takes_nobody_out() {
    let fixture = Fixture::new();
    let csv = format!("acs_user_id,group\n{DANIEL},Lobby and lifts\n");
    let options = PlanOptions { mode: Mode::Additive, ..PlanOptions::default() };
    let plan = fixture.plan_with(&csv, options).expect("a plan");
    assert_eq!((plan.adds(), plan.removes(), plan.stays()), (1, 0, 3));
}

#[test]
fn a_group_that_the_roster_does_not_name_is_never_touched() {
    let fixture = Fixture::new();
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{ENGINEERING}\n{BJORN},{ENGINEERING}\n");
    let plan = fixture.plan(&csv).expect("a plan");
    assert_eq!(plan.groups().map(|group| group.acs_access_group_id()).collect::<Vec<_>>(), [ENGINEERING]);
}

#[test]
fn several_groups_are_one_plan_in_the_order_asked_for() {
    let fixture = Fixture::new();
    let csv = format!(
        "acs_user_id,acs_access_group_id\n{DANIEL},{LOBBY}\n{ADA},{LOBBY}\n{CHIARA},{LOBBY}\n{ADA},{NIGHT}\n"
    );
    let order = |order| {
        let plan = fixture.plan_with(&csv, PlanOptions { order, ..PlanOptions::default() }).expect("a plan");
        let changes = plan.changes().expect("few");
        let change = |change: seam_acs_core::Change<'_>| (change.action, change.user.parts().1.to_owned());
        changes.iter().map(change).collect::<Vec<_>>()
    };
    let adds = [(Action::Add, DANIEL.to_owned()), (Action::Add, ADA.to_owned())];
    let removes = [(Action::Remove, BJORN.to_owned()), (Action::Remove, DANIEL.to_owned())];
    assert_eq!(order(Order::AddsFirst), [adds.clone(), removes.clone()].concat());
    assert_eq!(order(Order::RemovesFirst), [removes, adds].concat());
}

#[test]
fn a_roster_without_groups_is_for_the_group_beside_it() {
    let fixture = Fixture::new();
    let for_lobby = || PlanOptions { group: Some("Lobby and lifts".to_owned()), ..PlanOptions::default() };
    let csv = format!("acs_user_id\n{BJORN}\n{DANIEL}\n{ADA}\n");
    let plan = fixture.plan_with(&csv, for_lobby()).expect("a plan");
    assert_eq!((plan.adds(), plan.removes(), plan.stays()), (1, 1, 2));

    let error = fixture.plan(&csv).expect_err("no group");
    assert!(error.to_string().contains("line 2: names no access group"), "{error}");
    let with_group = format!("acs_user_id,group\n{BJORN},Night shift\n");
    let error = fixture.plan_with(&with_group, for_lobby()).expect_err("two groups");
    assert!(
        error.to_string().contains("line 2: names the access group \"Night shift\", although"),
        "{error}"
    );
    let elsewhere = PlanOptions { group: Some("Lobby".to_owned()), ..PlanOptions::default() };
    let error = fixture.plan_with(&csv, elsewhere).expect_err("no such group");
    assert!(error.to_string().contains("there is no access group \"Lobby\""), "{error}");
}

#[test]
fn a_roster_is_made_from_pairs_too() {
    let fixture = Fixture::new();
    let pairs = [
        (RosterUser::Email("ada.lindqvist@harbour.example"), RosterGroup::Name("Engineering")),
        (RosterUser::Name("Björn Okafor"), RosterGroup::AcsAccessGroupId(ENGINEERING)),
    ];
    let roster = Roster::from_pairs(pairs).expect("a roster");
    let answer =
        ended(&fixture.client.begin_plan(roster, PlanOptions::default()).expect("begun")).expect("a plan");
    let plan = answer.plan().expect("a plan");
    assert_eq!((plan.adds(), plan.removes(), plan.stays()), (1, 0, 1));
}

#[test]
fn a_roster_with_removals_is_a_list_of_changes_and_no_plan() {
    let fixture = Fixture::new();
    let error = fixture.plan("name,group,action\nAda Lindqvist,Engineering,remove\n").expect_err("refused");
    assert_eq!(error.status(), Status::InvalidArgument);
    assert!(error.to_string().starts_with("roster line 2: has the action remove"), "{error}");
    fixture.plan("name,group,action\nBjörn Okafor,Engineering,add\n").expect("additions are a roster");
}

#[test]
fn the_table_shows_names_and_obeys_no_control_character() {
    let mut seed = seam_acs_sandbox::Seed::default();
    seed.users[3].full_name = "Dan\u{1b}[31miel".to_owned();
    let fixture = Fixture::of(seed);
    let csv = format!(
        "acs_user_id,group\n{DANIEL},Lobby and lifts\n{BJORN},Lobby and lifts\n{ADA},Lobby and lifts\n"
    );
    let table = fixture.plan(&csv).expect("a plan").to_table();
    assert!(
        table.contains(&format!("Lobby and lifts ({LOBBY}): 1 to add, 1 to remove, 2 stay\n")),
        "{table}"
    );
    assert!(table.contains(&format!("  + Dan\u{fffd}[31miel  {DANIEL}\n")), "{table}");
    assert!(table.contains(&format!("  - Chiara Ruiz  {CHIARA}\n")), "{table}");
    assert!(table.ends_with("In all: 1 to add, 1 to remove, 2 stay; additions first\n"), "{table}");
}

#[test]
fn a_plan_whose_reads_fail_is_no_plan() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("/acs/access_groups/list_users").status(403).always());
    let error = fixture.plan("name,group\nBjörn Okafor,Engineering\n").expect_err("not readable");
    assert_eq!(error.status(), Status::Forbidden);
}

#[test]
fn a_plan_never_stands_on_a_part_of_the_members() {
    let first = format!(r#"{{"acs_users":[{{"acs_user_id":"{BJORN}"}}"#);
    for (rest, reason) in [
        (r#",{"acs_user_id":"#, "EOF"),
        (r#",{"user_identity_id":"i"}],"ok":true}"#, "a user without acs_user_id"),
        (r#"],"ok":true,"acs_users":[]}"#, "the list is there twice"),
        (r#"],"ok":false}"#, "\"ok\": false"),
    ] {
        let fixture = Fixture::new();
        let fault = seam_acs_sandbox::Fault::on("/acs/access_groups/list_users");
        fixture.sandbox.fault(fault.body(200, "application/json", &format!("{first}{rest}")).always());
        let error = fixture.plan("name,group\nBjörn Okafor,Engineering\n").expect_err(rest);
        assert_eq!(error.status(), Status::UnexpectedResponse, "{error}");
        let text = error.to_string();
        assert!(text.starts_with("list users of group") && text.contains(reason), "{text}");
    }
}

#[test]
fn a_plan_that_is_cancelled_ends_at_once() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("/acs/access_groups/list_users").hold().always());
    let roster = Roster::parse(b"name,group\nDaniel Weiss,Engineering\n").expect("a roster");
    let operation = fixture.client.begin_plan(roster, PlanOptions::default()).expect("begun");
    assert!(fixture.sandbox.wait_for_held(1, std::time::Duration::from_secs(20)), "it reads the members");
    operation.cancel();
    assert_eq!(ended(&operation).expect_err("cancelled").status(), Status::Cancelled);
}

#[test]
fn columns_that_mean_nothing_are_listed_and_change_nothing() {
    let fixture = Fixture::new();
    let csv = "Department;E-Mail Address;EMAIL;Group\nR&D;x;bjorn.okafor@harbour.example;Engineering\n";
    assert_eq!(
        Roster::parse(csv.as_bytes()).expect("a roster").ignored_columns(),
        ["Department", "E-Mail Address"]
    );
    let plan = fixture.plan(csv).expect("a plan");
    assert_eq!((plan.adds(), plan.removes(), plan.stays()), (0, 0, 1));
}
