//! Which people a roster means.

use seam_acs_core::{Changes, PlanOptions, ResolveOptions, Roster, Status, User};
use seam_acs_sandbox::{Sandbox, Seed};

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, ESZTER, FEMI, Fixture, NIGHT, ended, ids};

#[test]
fn people_are_found_by_address_name_and_identity_on_every_page() {
    let fixture = Fixture::of(Seed::default().with_more_users(1200));
    let by_email = fixture.plan("email,group\n BJORN.Okafor@Harbour.Example ,Engineering\n").expect("found");
    assert_eq!(by_email.stays(), 1);
    let by_name =
        fixture.plan("name,group\nPerson 1200,Night shift\nDaniel Weiss,Night shift\n").expect("found");
    assert_eq!((by_name.adds(), by_name.stays()), (1, 1));
    assert!(
        fixture.sandbox.requests().iter().filter(|request| request.path == "/acs/users/list").count() > 4
    );
    let identity = Sandbox::USER_IDENTITY;
    let by_identity = fixture
        .plan(&format!("user_identity_id,group\n{identity},Lobby and lifts\n{identity},Engineering\n"));
    let plan = by_identity.expect("found");
    assert_eq!(plan.groups().map(|group| ids(group.adds())).collect::<Vec<_>>(), [vec![], vec![ADA]]);
}

#[test]
fn an_identity_without_a_user_in_the_system_is_added_as_an_identity() {
    let fixture = Fixture::new();
    let noor = Sandbox::USER_IDENTITY_WITHOUT_USER;
    let plan = fixture
        .plan(&format!("[{{\"user_identity_id\":\"{noor}\",\"group\":\"Night shift\"}},{{\"acs_user_id\":\"{DANIEL}\",\"group\":\"Night shift\"}}]"))
        .expect("a plan");
    let changes = plan.changes().expect("few");
    assert_eq!(changes.get(0).expect("one").user, User::Identity(noor));
    assert!(plan.to_table().contains("Seam links or creates a user"), "{}", plan.to_table());
    fixture.sync(&plan).0.expect("applied");
    assert_eq!(fixture.members(NIGHT).len(), 2);
    // The new user is known by the identity, so the plan that was applied is no different from what is.
    let (again, report) = fixture.sync(&plan);
    again.expect("nothing left to do");
    assert_eq!(report.expect("a report").totals().already_so, 1);
}

#[test]
fn an_identity_that_was_merged_into_another_is_the_same_person() {
    const OLD: &str = "66666666-6666-6666-6666-00000000001d";
    let mut seed = Seed::default();
    for identity in &mut seed.user_identities {
        if identity.user_identity_id == Sandbox::USER_IDENTITY {
            identity.merged_ids.push(OLD.to_owned());
        }
    }
    let fixture = Fixture::of(seed);
    // The second server leads from the old id to the identity, and not to its users.
    for users_are_found_by_the_old_id in [true, false] {
        if !users_are_found_by_the_old_id {
            fixture.sandbox.fault(seam_acs_sandbox::Fault::on("/acs/users/get").status(404).always());
        }
        let plan = fixture.plan(&format!("user_identity_id,group\n{OLD},Lobby and lifts\n")).expect("found");
        let lobby = plan.groups().next().expect("planned");
        assert_eq!((lobby.adds().count(), ids(lobby.stays())), (0, vec![ADA]));
        assert_eq!(ids(lobby.removes()), [BJORN, CHIARA]);
    }
}

#[test]
fn an_identity_that_was_merged_and_has_no_user_is_added_by_its_id_of_now() {
    const OLD: &str = "66666666-6666-6666-6666-00000000003d";
    let noor = Sandbox::USER_IDENTITY_WITHOUT_USER;
    let mut seed = Seed::default();
    for identity in &mut seed.user_identities {
        if identity.user_identity_id == noor {
            identity.merged_ids.push(OLD.to_owned());
        }
    }
    let fixture = Fixture::of(seed);
    let json = format!(
        "[{{\"user_identity_id\":\"{OLD}\",\"group\":\"Night shift\"}},\
         {{\"user_identity_id\":\"{noor}\",\"group\":\"Night shift\"}},\
         {{\"acs_user_id\":\"{DANIEL}\",\"group\":\"Night shift\"}}]"
    );
    let plan = fixture.plan(&json).expect("found");
    assert_eq!(ids(plan.groups().next().expect("planned").adds()), [noor]);
}

#[test]
fn an_identity_that_nobody_knows_is_a_problem_of_its_row_and_takes_nobody_out() {
    let fixture = Fixture::new();
    let unknown = ["66666666-6666-6666-6666-00000000dead", "66666666-6666-6666-6666-00000000beef"];
    let csv = format!(
        "user_identity_id,group\n{},Lobby and lifts\n{},Lobby and lifts\n{},Lobby and lifts\n",
        unknown[0],
        Sandbox::USER_IDENTITY,
        unknown[1]
    );
    let error = fixture.plan(&csv).expect_err("two of three are wrong");
    assert_eq!(error.status(), Status::InvalidArgument);
    let text = error.to_string();
    for (line, id) in [(2, unknown[0]), (4, unknown[1])] {
        let expected = format!("line {line}: nobody has the user_identity_id \"{id}\"");
        assert!(text.contains(&expected), "{text}");
    }
    assert!(!text.contains("line 3"), "{text}");
}

#[test]
fn identities_that_the_users_of_the_system_explain_are_not_asked_for() {
    let fixture = Fixture::new();
    let (known, noor) = (Sandbox::USER_IDENTITY, Sandbox::USER_IDENTITY_WITHOUT_USER);
    let csv = format!("user_identity_id,group\n{known},Lobby and lifts\n{noor},Lobby and lifts\n");
    fixture.plan(&csv).expect("both are known");
    let asked = |path: &str| {
        let requests = fixture.sandbox.requests();
        requests.iter().filter(|request| request.path == path).map(|one| one.body.clone()).collect::<String>()
    };
    for path in ["/acs/users/get", "/user_identities/get"] {
        assert!(asked(path).contains(noor) && !asked(path).contains(known), "{path}: {}", asked(path));
    }
}

#[test]
fn a_plan_whose_identities_cannot_be_read_is_no_plan() {
    for path in ["/acs/users/get", "/user_identities/get"] {
        let fixture = Fixture::new();
        fixture.sandbox.fault(seam_acs_sandbox::Fault::on(path).status(403).always());
        let noor = Sandbox::USER_IDENTITY_WITHOUT_USER;
        let error = fixture.plan(&format!("user_identity_id,group\n{noor},Engineering\n"));
        assert_eq!(error.expect_err(path).status(), Status::Forbidden);
    }
}

#[test]
fn every_unknown_user_and_group_is_named_with_its_line_before_anything_is_changed() {
    let fixture = Fixture::new();
    let csv = "email,group\nnobody@harbour.example,Engineering\nbjorn.okafor@harbour.example,Engineering\n\
               eszter.nagy@harbour.example,Engineering\nada.lindqvist@harbour.example,Enginering\n";
    let error = fixture.plan(csv).expect_err("three of four are wrong");
    assert_eq!(error.status(), Status::InvalidArgument);
    let text = error.to_string();
    for expected in [
        "line 2: no user of the group's system 11111111-1111-1111-1111-111111111111 has the e-mail \"nobody@harbour.example\"",
        "line 4: no user of the group's system",
        "line 5: there is no access group \"Enginering\"; did you mean \"Engineering\"?",
    ] {
        assert!(text.contains(expected), "{text}");
    }
    assert!(!text.contains("line 3"), "{text}");
}

#[test]
fn a_user_of_another_system_is_unknown_to_the_group() {
    let fixture = Fixture::new();
    let alone = fixture.plan(&format!("acs_user_id,group\n{ESZTER},Engineering\n")).expect_err("elsewhere");
    assert!(alone.to_string().starts_with("roster line 2: no user of the group's system"), "{alone}");
    let csv = format!("acs_user_id,group\n{ESZTER},Engineering\n{ESZTER},Warehouse staff\n");
    let text = fixture.plan(&csv).expect_err("only one is right").to_string();
    assert!(!text.contains("line 3"), "{text}");
    assert!(text.contains("; it belongs to the system 11111111-1111-1111-1111-000000000002"), "{text}");
}

#[test]
fn several_matches_are_an_error_with_the_candidates() {
    let mut seed = Seed::default();
    seed.users[2].full_name = "Ada Lindqvist".to_owned();
    seed.users[2].email_address = Some("ADA.lindqvist@harbour.example".to_owned());
    let fixture = Fixture::of(seed);
    for csv in [
        "name,group\nAda Lindqvist,Engineering\n",
        "email,group\nada.lindqvist@harbour.example,Engineering\n",
    ] {
        let text = fixture.plan(csv).expect_err("two of them").to_string();
        assert!(text.contains("line 2: several users have the"), "{text}");
        assert!(text.contains(ADA) && text.contains(CHIARA), "{text}");
    }
}

#[test]
fn people_of_several_systems_are_told_apart_by_their_group() {
    let mut seed = Seed::default();
    // Femi works in both buildings, and both have a group of the same name.
    seed.users[1].email_address = Some("femi.adeyemi@harbour.example".to_owned());
    seed.groups[3].name = "Engineering".to_owned();
    let fixture = Fixture::of(seed);
    let ambiguous =
        fixture.plan("email,group\nfemi.adeyemi@harbour.example,Engineering\n").expect_err("two groups");
    assert!(ambiguous.to_string().contains("several access groups are named \"Engineering\""), "{ambiguous}");
    let csv = "email,group,system\nfemi.adeyemi@harbour.example,Engineering,Warehouse North\n\
               eszter.nagy@harbour.example,Engineering,Warehouse North\n\
               femi.adeyemi@harbour.example,Engineering,11111111-1111-1111-1111-111111111111\n";
    let plan = fixture.plan(csv).expect("told apart");
    let groups: Vec<_> = plan.groups().collect();
    assert_eq!((ids(groups[0].adds()), ids(groups[0].stays())), (vec![FEMI], vec![ESZTER]));
    assert_eq!((ids(groups[1].adds()), ids(groups[1].stays())), (vec![], vec![BJORN]));
    let unknown = fixture.plan("email,group,system\nx@y,Engineering,Nowhere\n").expect_err("no such system");
    assert!(unknown.to_string().contains("there is no access system \"Nowhere\""), "{unknown}");
}

#[test]
fn a_system_beside_the_roster_is_that_of_every_group_and_row_that_names_none() {
    let mut seed = Seed::default();
    seed.users[1].email_address = Some("femi.adeyemi@harbour.example".to_owned());
    seed.groups[3].name = "Engineering".to_owned();
    let fixture = Fixture::of(seed);
    let in_the_warehouse =
        || PlanOptions { system: Some("Warehouse North".to_owned()), ..PlanOptions::default() };
    let planned = |csv: &str, options: PlanOptions| fixture.plan_with(csv, options);
    let both =
        "email,group\nfemi.adeyemi@harbour.example,Engineering\neszter.nagy@harbour.example,Engineering\n";
    let plan = planned(both, in_the_warehouse()).expect("one group");
    let group = plan.groups().next().expect("one");
    assert_eq!((ids(group.adds()), ids(group.stays())), (vec![FEMI], vec![ESZTER]));
    // A row's own system counts; the group beside the roster is of the system beside it.
    let csv = "email,system\nfemi.adeyemi@harbour.example,\neszter.nagy@harbour.example,Warehouse North\n";
    let for_group = PlanOptions { group: Some("Engineering".to_owned()), ..in_the_warehouse() };
    let plan = planned(csv, for_group).expect("one group");
    assert_eq!(plan.groups().map(|group| ids(group.adds())).collect::<Vec<_>>(), [[FEMI]]);
    let elsewhere =
        "email,group,system\nfemi.adeyemi@harbour.example,Engineering,11111111-1111-1111-1111-111111111111\n";
    let plan = planned(elsewhere, in_the_warehouse()).expect("the other group");
    assert!(plan.groups().all(|group| ids(group.stays()) == [BJORN]));
    let options = PlanOptions { system: Some("Nowhere".to_owned()), ..PlanOptions::default() };
    let unknown = planned(both, options).expect_err("no such system").to_string();
    assert!(unknown.contains("there is no access system \"Nowhere\""), "{unknown}");
}

/// Rows of ids alone are read after all: a group of another system would open doors elsewhere.
#[test]
fn ids_of_groups_are_those_of_the_system_beside_the_list() {
    let fixture = Fixture::new();
    let csv = format!("acs_user_id,acs_access_group_id,action\n{ESZTER},{NIGHT},add\n");
    let resolved = |system: &str| {
        let roster = Roster::parse(csv.as_bytes()).expect("a list");
        let options = ResolveOptions { system: Some(system.to_owned()), ..ResolveOptions::default() };
        ended(&fixture.client.begin_resolve(roster, options).expect("begun"))
    };
    let found = resolved("11111111-1111-1111-1111-111111111111").expect("its system");
    assert_eq!(found.changes().map(Changes::len), Some(1));
    let elsewhere = resolved("Warehouse North").expect_err("of another system").to_string();
    assert!(elsewhere.contains("in the system \"Warehouse North\""), "{elsewhere}");
}

#[test]
fn a_member_from_another_system_is_known_to_the_group() {
    let fixture = Fixture::new();
    fixture.sandbox.put_membership(ESZTER, NIGHT, true);
    let csv = format!("acs_user_id,group\n{ESZTER},Night shift\n{ESZTER},Warehouse staff\n");
    let plan = fixture.plan(&csv).expect("a member of both");
    assert_eq!(plan.groups().map(|group| ids(group.stays())).collect::<Vec<_>>(), [[ESZTER], [ESZTER]]);
}
