//! Tables of changes that are looked up and applied in one go.

use seam_acs_core::{Action, ApplyOptions, Operation, Report, ResolveOptions, Roster, Status};
use seam_acs_sandbox::Fault;

use crate::fixture::{ADA, BJORN, ENGINEERING, Fixture, LOBBY, NIGHT, ended};

fn begin(fixture: &Fixture, text: &str, options: &str) -> Operation {
    let table = Roster::parse(text.as_bytes()).expect("a table");
    let (resolve, apply) = ResolveOptions::with_apply_from_json(options).expect("options");
    fixture.client.begin_apply_table(table, resolve, &apply).expect("begun")
}

fn apply(fixture: &Fixture, text: &str, options: &str) -> Report {
    let operation = begin(fixture, text, options);
    ended(&operation).expect("all of it").report().expect("a report").clone()
}

#[test]
fn names_and_addresses_are_looked_up_and_their_changes_made() {
    let fixture = Fixture::new();
    let text = "action,email,group\nadd,Ada.Lindqvist@harbour.example,Engineering\n\
                remove,bjorn.okafor@harbour.example,Engineering\n";
    let operation = begin(&fixture, text, "");
    let report = ended(&operation).expect("all of it").report().expect("a report").clone();
    assert_eq!(report.totals().applied, 2);
    assert_eq!(report.get(1).expect("the second").change.user.parts().1, BJORN);
    assert_eq!(fixture.members(ENGINEERING), [ADA]);
    let progress = operation.progress();
    assert_eq!((progress.done, progress.failed, progress.total), (2, 0, Some(2)));
}

#[test]
fn ids_alone_are_applied_without_a_read() {
    let fixture = Fixture::new();
    let text = format!("acs_user_id,acs_access_group_id\n{ADA},{NIGHT}\n{BJORN},{NIGHT}\n");
    let report = apply(&fixture, &text, r#"{"action": "add"}"#);
    assert_eq!(report.totals().applied, 2);
    assert_eq!(fixture.sandbox.requests().len(), 2);
}

#[test]
fn one_unknown_name_keeps_every_change_from_being_made() {
    let fixture = Fixture::new();
    let text = "name\nAda Lindqvist\nNobody\n";
    let operation = begin(&fixture, text, r#"{"group": "Engineering", "action": "add"}"#);
    let error = ended(&operation).expect_err("nobody is nobody");
    assert_eq!(error.status(), Status::InvalidArgument);
    assert!(error.to_string().contains("line 3") && error.to_string().contains("Nobody"), "{error}");
    assert!(operation.report().is_none());
    assert_eq!(fixture.changes_sent(), 0);
}

#[test]
fn what_is_worth_another_try_is_a_table_again() {
    let fixture = Fixture::new();
    fixture.sandbox.fault(Fault::on("*").user(ADA).status(503).always());
    let text = format!(
        r#"[{{"action": "add", "acs_user_id": "{ADA}", "acs_access_group_id": "{NIGHT}"}},
            {{"action": "add", "acs_user_id": "{BJORN}", "acs_access_group_id": "{NIGHT}"}}]"#
    );
    let table = Roster::parse(text.as_bytes()).expect("a table");
    let client = &fixture.client;
    let operation =
        client.begin_apply_table(table, ResolveOptions::default(), &ApplyOptions::default()).expect("begun");
    assert_eq!(ended(&operation).expect_err("one is refused").status(), Status::Partial);
    let again = operation.report().expect("a report").to_retry();
    let read = Roster::parse(again.to_json().as_bytes()).expect("a table");
    assert_eq!((again.len(), read.len()), (1, 1));
    fixture.sandbox.clear();
    let report = apply(&fixture, &again.to_json(), "{}");
    assert_eq!(report.get(0).expect("the one").change.user.parts().1, ADA);
    assert!(fixture.members(NIGHT).contains(&ADA.to_owned()));
}

#[test]
fn rows_without_an_action_are_refused_before_anything_is_read() {
    let fixture = Fixture::new();
    let table = Roster::parse(format!("name,group\nAda Lindqvist,{LOBBY}\n").as_bytes()).expect("a table");
    let options = ResolveOptions { action: None::<Action>, ..ResolveOptions::default() };
    let error = fixture.client.begin_apply_table(table, options, &ApplyOptions::default());
    assert!(error.expect_err("to do what?").to_string().contains("no action"));
    assert!(fixture.sandbox.requests().is_empty());
}
