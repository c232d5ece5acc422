//! Plans that are saved and applied later.

use seam_acs_core::{ApplyOptions, Client, Options, Plan, Status};

use crate::building::{ADA, BJORN, Building, CHIARA, DANIEL, LOBBY, client_of, ended, ids};

fn swap(building: &Building) -> Plan {
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{LOBBY}\n{BJORN},{LOBBY}\n{DANIEL},{LOBBY}\n");
    building.plan(&csv).expect("Daniel comes, Chiara goes")
}

#[test]
fn a_plan_comes_back_from_json_as_it_was() {
    let building = Building::new();
    let plan = swap(&building);
    let text = plan.to_json();
    assert!(!text.contains(&building.sandbox.api_key()), "no credential is saved");
    let again = Plan::from_json(&text).expect("its own text");
    assert_eq!(again.to_json(), text);
    assert_eq!(again.to_table(), plan.to_table());
    let group = again.groups().next().expect("one");
    assert_eq!((ids(group.adds()), ids(group.removes())), (vec![DANIEL], vec![CHIARA]));
    building.sync(&again).0.expect("applied");
    assert_eq!(building.members(LOBBY), [ADA, BJORN, DANIEL]);
}

#[test]
fn text_that_was_changed_is_no_plan() {
    let building = Building::new();
    let text = swap(&building).to_json();
    for other in [
        text.replace(DANIEL, CHIARA),
        text.replace("\"allow_mass_removal\":false", "\"allow_mass_removal\":true"),
        text.replace("\"mode\"", "\"more\":1,\"mode\""),
        text.replace("seam-acs/1", "seam-acs/9"),
        text[..text.len() - 1].to_owned(),
        String::new(),
        "{}".to_owned(),
    ] {
        let error = Plan::from_json(&other).expect_err(&other);
        assert_eq!(error.status(), Status::InvalidArgument, "{error}");
    }
}

#[test]
fn a_plan_is_refused_elsewhere() {
    let (building, other) = (Building::new(), Building::new());
    let plan = swap(&building);
    let with_other_key = client_of(&building.sandbox, "seam_another_key");
    for client in [&other.client, &with_other_key] {
        let error = client.begin_sync(&plan, &ApplyOptions::default()).expect_err("made elsewhere");
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().starts_with("the plan was made for http://127.0.0.1:"), "{error}");
        assert!(!error.to_string().contains("seam_another_key"), "{error}");
    }
}

#[test]
fn a_plan_of_an_access_token_belongs_to_its_workspace() {
    let building = Building::new();
    let mut options = Options::new();
    let (token, workspace) = (building.sandbox.personal_access_token(), building.sandbox.workspace_id());
    for (name, value) in [
        ("personal_access_token", token.as_str()),
        ("workspace_id", &workspace),
        ("endpoint", building.sandbox.url()),
    ] {
        options.set(name, value).expect(name);
    }
    let client = Client::new(&options).expect("a client");
    let Building { sandbox, client: with_key } = building;
    let building = Building { sandbox, client };
    let plan = swap(&building);
    assert!(plan.to_json().contains(&format!("\"workspace_id\":\"{workspace}\"")), "{}", plan.to_json());
    assert!(!plan.to_json().contains("key_fingerprint"), "a token may be renewed");
    building.sync(&plan).0.expect("applied");
    let error =
        with_key.begin_sync(&plan, &ApplyOptions::default()).expect_err("a key does not tell its workspace");
    assert_eq!(error.status(), Status::Guard);
}

#[test]
fn a_plan_is_refused_when_members_changed_in_a_way_that_it_would_not() {
    for (user, member, expected) in [
        (BJORN, false, format!("{BJORN} is a member no longer")),
        (
            "33333333-3333-3333-3333-100000000001",
            true,
            "33333333-3333-3333-3333-100000000001 is a member now".to_owned(),
        ),
    ] {
        let building = Building::of(seam_acs_sandbox::Seed::default().with_more_users(1));
        let plan = swap(&building);
        building.sandbox.put_membership(user, LOBBY, member);
        let (outcome, _) = building.sync(&plan);
        let error = outcome.expect_err("stale");
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(building.changes_sent(), 0);
    }
}

#[test]
fn a_plan_that_was_applied_in_part_can_be_applied_again() {
    let building = Building::new();
    let plan = Plan::from_json(&swap(&building).to_json()).expect("its own text");
    building.sandbox.put_membership(DANIEL, LOBBY, true);
    let (outcome, report) = building.sync(&plan);
    outcome.expect("the rest");
    let totals = report.expect("a report").totals();
    assert_eq!((totals.applied, totals.already_so), (1, 1));
    assert_eq!(building.changes_sent(), 1);
    assert_eq!(building.members(LOBBY), [ADA, BJORN, DANIEL]);
    let (outcome, report) = building.sync(&plan);
    outcome.expect("nothing left");
    assert_eq!(report.expect("a report").totals().already_so, 2);
    assert_eq!(building.changes_sent(), 1);
}

#[test]
fn a_sync_that_is_taken_up_again_goes_on_from_its_journal() {
    let building = Building::new();
    let plan = swap(&building);
    let folder = std::env::temp_dir().join(format!("seam-acs-roster-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let options = ApplyOptions { journal: Some(folder.join("journal")), ..ApplyOptions::default() };
    building.sandbox.fault(seam_acs_sandbox::Fault::on("/acs/users/remove_from_access_group").status(403));
    let operation = building.client.begin_sync(&plan, &options).expect("begun");
    assert_eq!(ended(&operation).expect_err("one is refused").status(), Status::Partial);
    drop(operation);
    let operation = building.client.begin_sync(&plan, &options).expect("begun again");
    ended(&operation).expect("the rest");
    let totals = operation.report().expect("a report").totals();
    assert_eq!((totals.applied, totals.already_so), (1, 1), "what a read shows is not this run's");
    std::fs::remove_dir_all(folder).expect("removed");
}
