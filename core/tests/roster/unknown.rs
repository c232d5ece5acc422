//! People whom nobody knows, or whom several names fit: what is said of them, and leaving their rows out.

use seam_acs_core::{ApplyOptions, Plan, PlanOptions, ResolveOptions, Roster, Status};
use seam_acs_sandbox::Seed;
use serde_json::Value;

use crate::fixture::{ADA, BJORN, CHIARA, ENGINEERING, Fixture, ended, ids};

const ROSTER: &str = "email,group\nada.lindqvist@harbour.example,Engineering\n\
                      new.starter@harbour.example,Engineering\nchiara.ruiz@harbour.example,Engineering\n";

fn skipping() -> PlanOptions {
    PlanOptions { skip_unknown: true, ..PlanOptions::default() }
}

#[test]
fn one_new_starter_does_not_keep_the_leavers_inside() {
    let fixture = Fixture::new();
    assert_eq!(fixture.plan(ROSTER).expect_err("nobody knows one").status(), Status::InvalidArgument);
    let plan = fixture.plan_with(ROSTER, skipping()).expect("a plan");
    let group = plan.groups().next().expect("Engineering");
    assert_eq!((ids(group.adds()), ids(group.removes())), (vec![ADA, CHIARA], vec![BJORN]));
    let [left_out] = plan.left_out().rows() else { panic!("one row") };
    assert_eq!((left_out.row, left_out.value.as_str()), (Some(3), "new.starter@harbour.example"));
    assert!(plan.to_table().contains("line 3: no user"), "{}", plan.to_table());

    let (outcome, report) = fixture.sync(&plan);
    let error = outcome.expect_err("not all of it");
    assert_eq!(error.status(), Status::Partial);
    assert!(
        error.to_string().contains("3 recorded, 1 left out, because no such user exists (line 3:"),
        "{error}"
    );
    let report = report.expect("a report");
    assert_eq!((report.totals().applied, report.left_out().len()), (3, 1));
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(json["left_out"][0]["row"], 3);
    assert_eq!(fixture.members(ENGINEERING), [ADA, CHIARA]);
}

#[test]
fn a_saved_plan_knows_the_rows_that_were_left_out() {
    let fixture = Fixture::new();
    let plan = fixture.plan_with(ROSTER, skipping()).expect("a plan");
    let taken_back = Plan::from_json(&plan.to_json()).expect("its own text");
    assert_eq!(taken_back.left_out().rows(), plan.left_out().rows());
    let (outcome, report) = fixture.sync(&taken_back);
    assert_eq!(outcome.expect_err("not all of it").status(), Status::Partial);
    assert_eq!(report.expect("a report").left_out().len(), 1);
}

#[test]
fn a_list_of_changes_is_made_without_the_rows_of_unknown_people() {
    let fixture = Fixture::new();
    let table = "name,group,action\nNobody,Engineering,add\nBjörn Okafor,Engineering,remove\n";
    let table = Roster::parse(table.as_bytes()).expect("a table");
    let options = ResolveOptions { skip_unknown: true, ..ResolveOptions::default() };
    let operation =
        fixture.client.begin_apply_table(table, options, &ApplyOptions::default()).expect("begun");
    assert_eq!(ended(&operation).expect_err("not all of it").status(), Status::Partial);
    let report = operation.report().expect("a report");
    assert_eq!((report.len(), report.left_out().rows()[0].row), (1, Some(2)));
    assert!(fixture.members(ENGINEERING).is_empty());
}

#[test]
fn a_list_of_nobody_but_unknown_people_is_no_success() {
    let fixture = Fixture::new();
    let table = Roster::parse(b"name,group,action\nNobody,Engineering,add\n").expect("a table");
    let options = ResolveOptions { skip_unknown: true, ..ResolveOptions::default() };
    let operation =
        fixture.client.begin_apply_table(table, options, &ApplyOptions::default()).expect("begun");
    let error = ended(&operation).expect_err("nothing was done");
    assert!(error.to_string().contains("1 left out, because no such user exists"), "{error}");
}

#[test]
fn only_people_are_left_out_and_never_groups_or_ambiguous_names() {
    let mut seed = Seed::default();
    seed.users[2].full_name = "Ada Lindqvist".to_owned();
    let fixture = Fixture::of(seed);
    for (text, said) in [
        ("name,group\nAda Lindqvist,Engineering\n", "several users"),
        ("name,group\nBjörn Okafor,Enginering\n", "did you mean \"Engineering\"?"),
        (
            "acs_user_id,group\n33333333-3333-3333-3333-000000000005,Engineering\n\
             33333333-3333-3333-3333-000000000005,Warehouse staff\n",
            "it belongs to the system",
        ),
    ] {
        let error = fixture.plan_with(text, skipping()).expect_err(text).to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[test]
fn each_problem_has_its_row_column_value_and_what_may_be_meant() {
    let fixture = Fixture::new();
    let text = "email,group\nada.lindqvst@harbour.example,Engineering\nbjorn.okafor@harbour.example,Enginering\n\
                bjorn.okafor@harbour.example,Engineering\n";
    let error = fixture.plan(text).expect_err("two are wrong");
    let json: Value = serde_json::from_str(&error.to_json()).expect("JSON");
    let facts = |problem: &Value| {
        let fact = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        (problem["row"].as_u64(), fact("column"), fact("value"), fact("nearest"))
    };
    let problems: Vec<_> = json["problems"].as_array().expect("a list").iter().map(facts).collect();
    let expected = [
        (Some(3), "group", "Enginering", "Engineering"),
        (Some(2), "email", "ada.lindqvst@harbour.example", "ada.lindqvist@harbour.example"),
    ];
    assert_eq!(problems.len(), 2);
    for (row, column, value, nearest) in expected {
        let expected = (row, column.to_owned(), value.to_owned(), nearest.to_owned());
        assert!(problems.contains(&expected), "{problems:?}");
    }
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    assert!(lines.len() == 2 && lines[1].starts_with("line "), "{lines:?}");
}

#[test]
fn every_row_that_cannot_be_read_is_told_at_once() {
    let text = "email,group,action\n,Lobby,add\na@b,,add\na@b,Lobby,drop\na@b,Lobby,add\n";
    let error = Roster::parse(text.as_bytes()).expect_err("three are wrong");
    let rows: Vec<_> =
        error.problems().iter().map(|problem| (problem.row, problem.column.as_str())).collect();
    assert_eq!(rows, [(Some(2), "email"), (Some(3), "group"), (Some(4), "action")]);
}

#[test]
fn candidates_are_shown_with_system_address_and_id() {
    let mut seed = Seed::default();
    seed.users[2].full_name = "Ada Lindqvist".to_owned();
    seed.groups[3].name = "Engineering".to_owned();
    let fixture = Fixture::of(seed);
    let error =
        fixture.plan("name,group\nAda Lindqvist,Night shift\nAda Lindqvist,Engineering\n").expect_err("two");
    let problems = error.problems();
    let people = problems.iter().find(|problem| problem.column == "name").expect("people");
    let told: Vec<_> = people.candidates.iter().map(|one| (one.id.as_str(), one.email.as_str())).collect();
    assert_eq!(told, [(ADA, "ada.lindqvist@harbour.example"), (CHIARA, "chiara.ruiz@harbour.example")]);
    assert!(people.candidates.iter().all(|one| one.system.starts_with("11111111")), "{people:?}");
    let groups = problems.iter().find(|problem| problem.column == "group").expect("groups");
    assert_eq!(groups.candidates.len(), 2);
    assert!(groups.candidates.iter().any(|one| one.system.starts_with("Warehouse North 1111")), "{groups:?}");
    assert!(error.to_string().contains("chiara.ruiz@harbour.example"), "{error}");
}

#[test]
fn a_report_says_who_and_where_beside_the_ids_and_from_which_line() {
    let fixture = Fixture::new();
    let plan = fixture.plan("name,group\n\nAda Lindqvist,Engineering\n").expect("a plan");
    assert!(!plan.is_empty());
    let report = fixture.sync(&plan).1.expect("a report");
    let (added, removed) = (report.get(0).expect("Ada"), report.get(1).expect("Björn"));
    assert_eq!(
        (added.name, added.email, added.group),
        ("Ada Lindqvist", "ada.lindqvist@harbour.example", "Engineering")
    );
    assert_eq!((added.line, removed.line), (Some(3), None));
    assert_eq!((removed.name, removed.email), ("Björn Okafor", "bjorn.okafor@harbour.example"));
    assert!(!added.system.is_empty() && !added.system.starts_with("11111111"), "{}", added.system);
    let csv = report.to_csv();
    let first = csv.lines().nth(1).expect("a row");
    assert!(first.contains("Ada Lindqvist,ada.lindqvist@harbour.example,Engineering,"), "{csv}");
    let json: Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!((&json["items"][0]["line"], &json["items"][1]["line"]), (&Value::from(3), &Value::Null));
    assert!(fixture.plan("name,group\nAda Lindqvist,Engineering\n").expect("a plan").is_empty());
}

#[test]
fn names_of_200_kilobytes_are_neither_compared_nor_told_at_length() {
    let mut seed = Seed::default();
    let long = "Engineering ".repeat(17_000);
    seed.groups[2].name.clone_from(&long);
    seed.users[2].full_name.clone_from(&long);
    let fixture = Fixture::of(seed);
    let rows: Vec<String> = (0..100).map(|number| format!("Ada Lindqvist,Enginering {number}")).collect();
    let begun = std::time::Instant::now();
    let error = fixture.plan(&format!("name,group\n{}", rows.join("\n"))).expect_err("no such groups");
    let options = PlanOptions { group: Some(long[..1_000].to_owned()), ..PlanOptions::default() };
    let given = fixture.plan_with("name\nAda Lindqvist\n", options).expect_err("no such group");
    let taken = begun.elapsed();
    assert!(taken < std::time::Duration::from_secs(5), "{taken:?}");
    for error in [error, given] {
        assert!(error.to_string().len() <= 4_096, "{error}");
    }
}
