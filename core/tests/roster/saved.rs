//! Plans that are saved and applied later.

use seam_acs_core::{
    ApplyOptions, Client, Error, ItemOutcome, Mode, Options, Order, Plan, PlanOptions, Status, SyncOptions,
};

use crate::fixture::{ADA, BJORN, CHIARA, DANIEL, Fixture, LOBBY, client_of, ended, ids};

fn swap(fixture: &Fixture) -> Plan {
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{LOBBY}\n{BJORN},{LOBBY}\n{DANIEL},{LOBBY}\n");
    fixture.plan(&csv).expect("Daniel comes, Chiara goes")
}

#[test]
fn a_plan_comes_back_from_json_as_it_was() {
    let fixture = Fixture::new();
    let plan = swap(&fixture);
    let text = plan.to_json();
    assert!(!text.contains(&fixture.sandbox.api_key()), "no credential is saved");
    let again = Plan::from_json(&text).expect("its own text");
    assert_eq!(again.to_json(), text);
    assert_eq!(again.to_table(), plan.to_table());
    let group = again.groups().next().expect("one");
    assert_eq!((ids(group.adds()), ids(group.removes())), (vec![DANIEL], vec![CHIARA]));
    fixture.sync(&again).0.expect("applied");
    assert_eq!(fixture.members(LOBBY), [ADA, BJORN, DANIEL]);
}

#[test]
fn text_that_was_changed_is_no_plan() {
    let fixture = Fixture::new();
    let text = swap(&fixture).to_json();
    for other in [
        text.replace(DANIEL, CHIARA),
        text.replace("\"allow_mass_removal\":false", "\"allow_mass_removal\":true"),
        text.replace("\"mode\"", "\"more\":1,\"mode\""),
        text.replace("seam-acs/2", "seam-acs/9"),
        text.replace("seam-acs/2", "seam-acs/1"),
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
    let (fixture, other) = (Fixture::new(), Fixture::new());
    let plan = swap(&fixture);
    let with_other_key = client_of(&fixture.sandbox, "seam_another_key");
    for client in [&other.client, &with_other_key] {
        let error = client.begin_sync(&plan, ApplyOptions::default()).expect_err("made elsewhere");
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().starts_with("the plan was made for http://127.0.0.1:"), "{error}");
        assert!(!error.to_string().contains("seam_another_key"), "{error}");
    }
}

#[test]
fn a_plan_of_an_access_token_belongs_to_its_workspace() {
    let fixture = Fixture::new();
    let mut options = Options::new();
    let (token, workspace) = (fixture.sandbox.personal_access_token(), fixture.sandbox.workspace_id());
    for (name, value) in [
        ("personal_access_token", token.as_str()),
        ("workspace_id", &workspace),
        ("endpoint", fixture.sandbox.url()),
    ] {
        options.set(name, value).expect(name);
    }
    let client = Client::new(&options).expect("a client");
    let Fixture { sandbox, client: with_key } = fixture;
    let fixture = Fixture { sandbox, client };
    let plan = swap(&fixture);
    assert!(plan.to_json().contains(&format!("\"workspace_id\":\"{workspace}\"")), "{}", plan.to_json());
    assert!(!plan.to_json().contains("key_fingerprint"), "a token may be renewed");
    fixture.sync(&plan).0.expect("applied");
    let error =
        with_key.begin_sync(&plan, ApplyOptions::default()).expect_err("a key does not tell its workspace");
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
        let fixture = Fixture::of(seam_acs_sandbox::Seed::default().with_more_users(1));
        let plan = swap(&fixture);
        fixture.sandbox.put_membership(user, LOBBY, member);
        let (outcome, _) = fixture.sync(&plan);
        let error = outcome.expect_err("stale");
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().contains(&expected), "{error}");
        assert_eq!(fixture.changes_sent(), 0);
    }
}

/// A saved plan that somebody edited, with the digest that fits it again.
fn forged(text: &str, from: &str, to: &str) -> String {
    let (body, rest) = text.split_once(",\"digest\":\"").expect("a digest");
    let (_, seal) = rest.split_once("\",").expect("a seal");
    let body = body.replace(from, to);
    let digest = ring::digest::digest(&ring::digest::SHA256, format!("{body}}}").as_bytes());
    let digest = digest.as_ref().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    format!("{body},\"digest\":\"{digest}\",{seal}")
}

fn refusal(fixture: &Fixture, plan: &Plan, options: &SyncOptions) -> Error {
    match fixture.client.begin_sync(plan, options) {
        Err(error) => error,
        Ok(operation) => ended(&operation).expect_err("it should have been refused"),
    }
}

#[test]
fn a_plan_that_somebody_edited_is_refused_although_its_digest_fits() {
    let fixture = Fixture::new();
    let text = swap(&fixture).to_json();
    assert_eq!(forged(&text, "Daniel", "Daniel"), text, "the digest is made as it is here");
    for (from, to) in [
        (format!("\"remove\":[\"{CHIARA}\"]"), format!("\"remove\":[\"{ADA}\"]")),
        ("\"mode\":\"exact\"".to_owned(), "\"mode\":\"additive\"".to_owned()),
        ("Daniel Weiss".to_owned(), "Daniela Weiss".to_owned()),
        ("\"allow_mass_removal\":false".to_owned(), "\"allow_mass_removal\":true".to_owned()),
    ] {
        let plan = Plan::from_json(&forged(&text, &from, &to)).expect("it is whole");
        let error = refusal(&fixture, &plan, &SyncOptions::default());
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().contains("its seal is not that of this client"), "{error}");
    }
    let without = text.split_once(",\"seal\"").map(|(start, _)| format!("{start}}}")).expect("a seal");
    assert!(Plan::from_json(&without).expect_err("no seal").to_string().contains("has no seal"));
    assert_eq!(fixture.changes_sent(), 0);
    fixture.sync(&Plan::from_json(&text).expect("its own text")).0.expect("as it was saved");
}

fn client_with_token(fixture: &Fixture, token: &str) -> Client {
    let mut options = Options::new();
    let workspace = fixture.sandbox.workspace_id();
    for (name, value) in
        [("personal_access_token", token), ("workspace_id", &workspace), ("endpoint", fixture.sandbox.url())]
    {
        options.set(name, value).expect(name);
    }
    Client::new(&options).expect("a client")
}

#[test]
fn a_plan_that_was_saved_with_another_token_of_the_workspace_is_refused() {
    let fixture = Fixture::new();
    let token = fixture.sandbox.personal_access_token();
    let fixture = Fixture { client: client_with_token(&fixture, &token), ..fixture };
    let plan = Plan::from_json(&swap(&fixture).to_json()).expect("its own text");
    let other = client_with_token(&fixture, "seam_at_another_token");
    let error = other.begin_sync(&plan, ApplyOptions::default()).expect_err("another token");
    assert_eq!(error.status(), Status::Guard);
    assert!(error.to_string().contains("or was saved with other credentials"), "{error}");
    assert!(!format!("{error} {plan:?}").contains("seam_at"), "{error}");
    fixture.sync(&plan).0.expect("with its own");
}

#[test]
fn a_saved_plan_brings_no_permission_of_its_own() {
    let fixture = Fixture::with_lobby_of(9);
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{LOBBY}\n{BJORN},{LOBBY}\n{CHIARA},{LOBBY}\n");
    let options = PlanOptions { allow_mass_removal: true, ..PlanOptions::default() };
    let made = fixture.plan_with(&csv, options).expect("allowed");
    let plan = Plan::from_json(&made.to_json()).expect("its own text");
    let error = refusal(&fixture, &plan, &SyncOptions::default());
    assert_eq!(error.status(), Status::Guard);
    assert!(error.to_string().contains("would lose 9 of its 12 members"), "{error}");
    let allowed = || SyncOptions { allow_mass_removal: true, ..SyncOptions::default() };
    let limited = SyncOptions { max_removals: Some("8".parse().expect("a limit")), ..allowed() };
    assert!(refusal(&fixture, &plan, &limited).to_string().contains("max_removals is 8"));
    assert_eq!(fixture.changes_sent(), 0);
    ended(&fixture.client.begin_sync(&plan, allowed()).expect("allowed again")).expect("applied");
    assert_eq!(fixture.members(LOBBY), [ADA, BJORN, CHIARA]);
    // A plan that this process made has what it was made with.
    fixture.sync(&made).0.expect("nothing is left to do");
}

#[test]
fn a_name_that_changed_since_a_plan_was_saved_is_shown_and_refused() {
    for (id, expected) in [
        (LOBBY, format!("the group \"Lobby and lifts\" ({LOBBY}) is named \"Somebody else\" now")),
        (DANIEL, format!("the user \"Daniel Weiss\" ({DANIEL}) is named \"Somebody else\" now")),
        (CHIARA, format!("the user \"Chiara Ruiz\" ({CHIARA}) is named \"Somebody else\" now")),
    ] {
        let fixture = Fixture::new();
        let plan = Plan::from_json(&swap(&fixture).to_json()).expect("its own text");
        fixture.sandbox.rename(id, "Somebody else");
        for dry_run in [true, false] {
            let error = refusal(&fixture, &plan, &SyncOptions { dry_run, ..SyncOptions::default() });
            assert_eq!(error.status(), Status::Guard);
            assert!(error.to_string().contains(&expected), "{error}");
        }
        assert_eq!(fixture.changes_sent(), 0);
    }
}

#[test]
fn a_group_or_person_that_is_no_more_is_shown_and_refused() {
    let fixture = Fixture::new();
    let text = swap(&fixture).to_json();
    for (path, list, expected) in [
        (
            "/acs/access_groups/list",
            "acs_access_groups",
            format!("the group \"Lobby and lifts\" ({LOBBY}) is not there"),
        ),
        (
            "/acs/users/list",
            "acs_users",
            format!("the user \"Daniel Weiss\" ({DANIEL}) is not there any more"),
        ),
    ] {
        let nothing = format!(
            "{{\"{list}\":[],\"pagination\":{{\"has_next_page\":false,\"next_page_cursor\":null,\"next_page_url\":null}},\"ok\":true}}"
        );
        fixture.sandbox.fault(seam_acs_sandbox::Fault::on(path).body(200, "application/json", &nothing));
        let plan = Plan::from_json(&text).expect("its own text");
        let error = refusal(&fixture, &plan, &SyncOptions::default());
        assert_eq!(error.status(), Status::Guard);
        assert!(error.to_string().contains(&expected), "{error}");
    }
    assert_eq!(fixture.changes_sent(), 0);
}

#[test]
fn a_dry_run_asks_the_server_and_sends_nothing() {
    let fixture = Fixture::new();
    let journal = std::env::temp_dir().join(format!("seam-acs-dry-run-{}", std::process::id()));
    let apply = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let options = SyncOptions { dry_run: true, apply, ..SyncOptions::default() };
    let made = swap(&fixture);
    for plan in [Plan::from_json(&made.to_json()).expect("its own text"), made] {
        fixture.sandbox.put_membership(DANIEL, LOBBY, true);
        let operation = fixture.client.begin_sync(&plan, &options).expect("begun");
        let answer = ended(&operation).expect("it is still right");
        let report = operation.report().expect("a report");
        assert_eq!(answer.report().expect("the same").len(), report.len());
        let outcomes: Vec<ItemOutcome> = report.iter().map(|item| item.outcome).collect();
        assert_eq!(outcomes, [ItemOutcome::AlreadySo, ItemOutcome::NotAttempted]);
        fixture.sandbox.put_membership(ADA, LOBBY, false);
        let error = refusal(&fixture, &plan, &options);
        assert!(error.to_string().contains(&format!("{ADA} is a member no longer")), "{error}");
        fixture.sandbox.put_membership(ADA, LOBBY, true);
    }
    assert_eq!(fixture.changes_sent(), 0);
    assert!(!journal.exists(), "a dry run leaves no journal");
}

#[test]
fn an_option_that_contradicts_a_plan_is_refused() {
    let fixture = Fixture::new();
    let mut options = PlanOptions { empties: vec!["Night shift".to_owned()], ..PlanOptions::default() };
    options.allow_emptying = true;
    let csv = format!("acs_user_id,acs_access_group_id\n{ADA},{LOBBY}\n{BJORN},{LOBBY}\n");
    let plan = fixture.plan_with(&csv, options).expect("a plan");
    let none = SyncOptions::default;
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    for (field, contradicting) in [
        ("mode", SyncOptions { mode: Some(Mode::Additive), ..none() }),
        ("order", SyncOptions { order: Some(Order::RemovesFirst), ..none() }),
        ("group", SyncOptions { group: Some("Engineering".to_owned()), ..none() }),
        ("empties", SyncOptions { empties: texts(&["Engineering"]), ..none() }),
    ] {
        let error = refusal(&fixture, &plan, &contradicting);
        assert_eq!(error.status(), Status::InvalidArgument, "{error}");
        assert!(error.to_string().starts_with(&format!("{field} contradicts the plan")), "{error}");
    }
    let agreeing = SyncOptions {
        dry_run: true,
        mode: Some(Mode::Exact),
        order: Some(Order::AddsFirst),
        group: Some("Lobby and lifts".to_owned()),
        empties: texts(&["Night shift"]),
        ..none()
    };
    ended(&fixture.client.begin_sync(&plan, &agreeing).expect("it says what the plan is")).expect("right");
}

#[test]
fn a_plan_that_was_applied_in_part_can_be_applied_again() {
    let fixture = Fixture::new();
    let plan = Plan::from_json(&swap(&fixture).to_json()).expect("its own text");
    fixture.sandbox.put_membership(DANIEL, LOBBY, true);
    let (outcome, report) = fixture.sync(&plan);
    outcome.expect("the rest");
    let totals = report.expect("a report").totals();
    assert_eq!((totals.applied, totals.already_so), (1, 1));
    assert_eq!(fixture.changes_sent(), 1);
    assert_eq!(fixture.members(LOBBY), [ADA, BJORN, DANIEL]);
    let (outcome, report) = fixture.sync(&plan);
    outcome.expect("nothing left");
    assert_eq!(report.expect("a report").totals().already_so, 2);
    assert_eq!(fixture.changes_sent(), 1);
}

#[test]
fn a_sync_that_is_taken_up_again_goes_on_from_its_journal() {
    let fixture = Fixture::new();
    let plan = swap(&fixture);
    let folder = std::env::temp_dir().join(format!("seam-acs-roster-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let options = ApplyOptions { journal: Some(folder.join("journal")), ..ApplyOptions::default() };
    fixture.sandbox.fault(seam_acs_sandbox::Fault::on("/acs/users/remove_from_access_group").status(403));
    let operation = fixture.client.begin_sync(&plan, &options).expect("begun");
    assert_eq!(ended(&operation).expect_err("one is refused").status(), Status::Partial);
    drop(operation);
    let operation = fixture.client.begin_sync(&plan, &options).expect("begun again");
    ended(&operation).expect("the rest");
    let totals = operation.report().expect("a report").totals();
    assert_eq!((totals.applied, totals.already_so), (1, 1), "what a read shows is not this run's");
    std::fs::remove_dir_all(folder).expect("removed");
}
