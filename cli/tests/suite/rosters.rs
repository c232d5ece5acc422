//! `apply`, `plan` and `sync`: what they change, say, keep and end with.

use std::os::unix::fs::PermissionsExt;

use seam_acs_sandbox::{Fault, Sandbox};

use crate::changing::with_a_group_of_the_same_name;
use crate::command::{GROUP, PERSON, Place};

const NOWHERE: &str = "44444444-4444-4444-4444-000000000000";

/// A table that wants the newcomer in the group, and nobody else.
pub(crate) fn staff(place: &Place) -> String {
    place.file("staff.csv", &format!("E-Mail;email;group\nx;{PERSON};{GROUP}\n"))
}

#[test]
fn sync_plans_guards_and_applies() {
    let place = Place::new();
    let before = place.members();
    let staff = staff(&place);
    let done = place.run(&["sync", &staff, "--dry-run"]).ends_with(0);
    assert!(done.out.contains("+ Ada Lindqvist") && done.out.contains("- Björn Okafor"), "{done:?}");
    assert!(done.out.contains("Harbour House") && done.out.contains("1 of at most 5 to remove"), "{done:?}");
    assert!(
        done.err.contains("Columns that were not used: E-Mail") && done.err.contains("dry run"),
        "{done:?}"
    );
    assert_eq!(place.members(), before);
    let done = place.run(&["sync", &staff, "--report", "report.csv"]).ends_with(0);
    assert!(done.out.contains("2 changes: 2 recorded by Seam"), "{done:?}");
    assert_eq!(place.members(), [Sandbox::USER]);
    assert_eq!(place.read("report.csv").matches(",applied,").count(), 2);
    assert_eq!(place.path("report.csv").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let nobody = place.file("nobody.csv", "email\n");
    let done = place.run(&["sync", &nobody, "--group", GROUP]).ends_with(7);
    assert!(
        done.err.contains("--allow-emptying allows it") && done.out.contains("- Ada Lindqvist"),
        "{done:?}"
    );
    let done = place.run(&["plan", &nobody, "--group", GROUP, "--json"]).ends_with(7);
    assert_eq!(done.json()["groups"][0]["remove"].as_array().unwrap().len(), 1);
    assert_eq!(done.error()["name"], "GUARD");
    assert_eq!(place.members(), [Sandbox::USER]);
}

#[test]
fn the_system_is_that_of_the_whole_table() {
    let place = with_a_group_of_the_same_name();
    let [here, there] = [0, 1].map(|number| place.sandbox.seed().systems[number].name.clone());
    let staff = staff(&place);
    for command in [&["plan", &staff][..], &["sync", &staff], &["apply", &staff, "--action", "add"]] {
        let done = place.run(command).ends_with(2);
        assert!(done.err.contains("several access groups are named \"Engineering\""), "{done:?}");
    }
    let done = place.run(&["plan", &staff, "--system", &here, "--json"]).ends_with(0);
    assert_eq!(done.json()["groups"][0]["acs_access_group_id"], Sandbox::GROUP);
    let done = place.run(&["sync", &staff, "--system", &there]).ends_with(2);
    assert!(done.err.contains("no user of the group's system"), "{done:?}");
    let done = place.run(&["apply", &staff, "--action", "add", "--system", &here]).ends_with(0);
    assert!(done.out.contains("1 recorded by Seam") && place.has_newcomer(), "{done:?}");
    place.run(&["plan", &staff, "--system", &here, "--save", "plan.json"]).ends_with(0);
    let done = place.run(&["sync", "--plan", "plan.json", "--system", &here]).ends_with(2);
    assert!(done.err.contains("--plan takes a plan"), "{done:?}");
}

#[test]
fn a_saved_plan_is_synced_later_and_only_where_it_is_said_to_be_one() {
    let place = Place::new();
    let table = format!("email,group\n{PERSON},{GROUP}\n");
    place.run_with(&["plan", "-", "--additive", "--save", "plan.json"], &table).ends_with(0);
    assert_eq!(place.path("plan.json").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    place.run(&["sync", "plan.json"]).ends_with(2);
    let done = place.run(&["sync", "--plan", "plan.json", "--group", "Night shift"]).ends_with(2);
    assert!(done.err.contains("--group contradicts the plan"), "{done:?}");
    let done = place.run(&["sync", "--plan", "plan.json", "--only", "a=b"]).ends_with(2);
    assert!(done.err.contains("--plan takes a plan"), "{done:?}");
    let done = place.run(&["sync", "--plan", "plan.json", "--dry-run"]).ends_with(0);
    assert!(done.out.contains("+ Ada Lindqvist") && done.err.contains("dry run"), "{done:?}");
    assert!(!place.has_newcomer());
    let done = place.run(&["sync", "--plan", "plan.json", "--json"]).ends_with(0);
    assert_eq!(done.json()["totals"]["applied"], 1);
    assert!(place.has_newcomer());
    place.run(&["sync", "staff.csv", "--plan", "plan.json"]).ends_with(2);
    place.run(&["sync"]).ends_with(2);
}

#[test]
fn a_table_that_begins_like_a_plan_is_a_table() {
    let place = Place::new();
    let line = format!(r#"{{"email": "{PERSON}", "group": "{GROUP}"}}"#);
    let table = place.file("staff.jsonl", &format!("{line}\n"));
    place.run(&["sync", &table, "--additive"]).ends_with(0);
    assert!(place.has_newcomer());
}

#[test]
fn plan_says_with_its_exit_code_whether_changes_are_pending() {
    let place = Place::new();
    let staff = staff(&place);
    place.run(&["plan", &staff]).ends_with(0);
    place.run(&["plan", &staff, "--exit-code"]).ends_with(9);
    place.run(&["sync", &staff]).ends_with(0);
    place.run(&["plan", &staff, "--exit-code"]).ends_with(0);
}

#[test]
fn apply_ends_with_six_and_names_what_was_not_made() {
    let place = Place::new();
    let changes = place.file(
        "changes.csv",
        &format!(
            "acs_user_id,acs_access_group_id,action\n{user},{group},add\n{user},{NOWHERE},add\n",
            user = Sandbox::USER,
            group = Sandbox::GROUP
        ),
    );
    let done = place.run(&["apply", &changes]).ends_with(6);
    assert!(
        done.out.contains(&format!("change 2 (add {} {NOWHERE}, line 3) failed: ", Sandbox::USER)),
        "{done:?}"
    );
    assert!(done.out.contains("1 recorded by Seam, 0 already so, 1 failed"), "{done:?}");
    let done = place.run(&["apply", &changes, "--json"]).ends_with(6);
    assert_eq!(done.json()["totals"]["failed"], 1);
    assert_eq!(done.error()["name"], "PARTIAL");
    assert!(place.has_newcomer());
    place.sandbox.fault(Fault::on("/acs/users/add_to_access_group").status(403).always());
    let named = place.file("named.csv", &format!("email,group,action\n{PERSON},{GROUP},add\n"));
    let done = place.run(&["apply", &named]).ends_with(6);
    assert!(done.out.contains("(add Ada Lindqvist "), "{done:?}");
    assert!(done.out.contains(&format!(" Engineering {}, line 2) failed", Sandbox::GROUP)), "{done:?}");
}

#[test]
fn apply_takes_group_and_action_beside_the_table() {
    let place = Place::new();
    place
        .run_with(&["apply", "-", "--group", GROUP, "--action", "add"], &format!("email\n{PERSON}\n"))
        .ends_with(0);
    assert!(place.has_newcomer());
}

#[test]
fn retry_makes_the_changes_of_a_report_again_that_are_not_as_asked() {
    for report in ["report.csv", "report.json"] {
        let place = Place::new();
        place.sandbox.fault(Fault::on("/acs/users/add_to_access_group").status(403));
        let other = place.sandbox.seed().users[1].acs_user_id.clone();
        let (user, group) = (Sandbox::USER, Sandbox::GROUP);
        let changes = place.file(
            "changes.csv",
            &format!("acs_user_id,acs_access_group_id,action\n{user},{group},add\n{other},{group},remove\n"),
        );
        place.run(&["apply", &changes, "--report", report]).ends_with(6);
        let done = place.run(&["apply", "--retry", report, "--report", "again.csv"]).ends_with(0);
        assert!(done.out.starts_with("1 changes: 1 recorded by Seam"), "{done:?}");
        assert_eq!(done.err, "");
        assert_eq!(place.members(), [Sandbox::USER]);
        let done = place.run(&["apply", "--retry", report, "--report", report]).ends_with(2);
        assert!(done.err.contains("--retry"), "{done:?}");
    }
}

#[test]
fn a_table_is_read_as_the_flags_say() {
    let place = Place::new();
    let table = place.file(
        "export.csv",
        &format!("Staff of today\n\nMail;Rooms;State\n{PERSON};{GROUP}|Night shift;active\nx@y.example;{GROUP};gone\n"),
    );
    let done = place.run(&[
        "plan",
        &table,
        "--header-line",
        "3",
        "--columns",
        "email=Mail",
        "--columns",
        "group=Rooms",
        "--group-separator",
        "|",
        "--only",
        "State=On leave",
        "--only",
        "State=Active",
        "--additive",
        "--json",
    ]);
    let groups = done.ends_with(0).json()["groups"].clone();
    assert_eq!(groups.as_array().unwrap().len(), 2);
    let done = place.run(&["plan", &table, "--header-line", "3", "--columns", "mial=Mail"]).ends_with(2);
    assert!(done.err.contains("invalid options: --columns: there is no column"), "{done:?}");
    let words = ["plan", &table, "--header-line", "3", "--columns", "email=Mail", "--only", "Stat=x"];
    let done = place.run(&words).ends_with(2);
    assert!(done.err.contains(", which --only names"), "{done:?}");
    let unknown = place.file("unknown.csv", &format!("email,group\n{PERSON},{GROUP}\nx@y.example,{GROUP}\n"));
    let done = place.run(&["sync", &unknown, "--additive"]).ends_with(2);
    assert!(done.err.contains("x@y.example"), "{done:?}");
    let done = place.run(&["sync", &unknown, "--additive", "--skip-unknown"]).ends_with(6);
    assert!(done.out.contains("1 rows left out") && done.out.contains("x@y.example"), "{done:?}");
    assert!(place.has_newcomer());
}

#[test]
fn problems_of_a_table_stand_one_a_line_and_as_a_list_in_json() {
    let place = Place::new();
    let table = place.file("bad.csv", "email,group\nnobody@x.example,Engineering\nx@x.example,Enginering\n");
    let done = place.run(&["plan", &table]).ends_with(2);
    let lines: Vec<&str> = done.err.lines().collect();
    assert_eq!(lines.len(), 3, "{done:?}");
    assert!(
        lines.iter().any(|line| line.contains("line 3: ") && line.contains("did you mean \"Engineering\"?"))
    );
    let problems = place.run(&["plan", &table, "--json"]).ends_with(2).error()["problems"].clone();
    assert_eq!(problems.as_array().unwrap().len(), 2);
}

#[test]
fn limits_name_the_flags() {
    let place = Place::new();
    let staff = staff(&place);
    let done = place.run(&["sync", &staff, "--max-removals", "0"]).ends_with(7);
    assert!(done.err.contains("--max-removals is 0"), "{done:?}");
    let done = place.run(&["sync", &staff, "--max-additions", "0%"]).ends_with(7);
    assert!(done.err.contains("--max-additions is 0%"), "{done:?}");
    for words in [["--max-removals", "ten"], ["--ceiling", "0"], ["--max-pause", "0"]] {
        let done = place.run(&["sync", &staff, words[0], words[1]]).ends_with(2);
        assert!(done.err.contains(words[0]), "{done:?}");
    }
    assert!(!place.has_newcomer());
}

#[test]
fn dangerous_options_are_not_abbreviated() {
    let place = Place::new();
    let staff = staff(&place);
    for word in ["--allow-mass", "--allow-empty", "--additiv", "--rem", "--ye"] {
        place.run(&["sync", &staff, word]).ends_with(2);
    }
    assert!(place.sandbox.requests().is_empty());
}

#[test]
fn a_journal_is_gone_on_from() {
    let place = Place::new();
    place.sandbox.fault(Fault::on("/acs/users/remove_from_access_group").status(403));
    let staff = staff(&place);
    place.run(&["sync", &staff, "--journal", "staff.journal"]).ends_with(6);
    assert!(place.has_newcomer());
    place.run(&["sync", &staff, "--journal", "staff.journal"]).ends_with(0);
    assert_eq!(place.members(), [Sandbox::USER]);
}

#[test]
fn a_longer_pause_than_allowed_ends_the_run() {
    let place = Place::new();
    place.sandbox.fault(Fault::on("/acs/users/a*").status(429).retry_after("3000").always());
    let staff = staff(&place);
    let done = place.run(&["sync", &staff, "--additive", "--max-pause", "1"]).ends_with(6);
    assert!(done.out.contains("0 recorded by Seam"), "{done:?}");
}

#[test]
fn formulas_in_reports_are_text_unless_raw_is_said() {
    let place = Place::with(|seed| seed.users[0].full_name = "=cmd()".to_owned());
    let staff = staff(&place);
    place.run(&["sync", &staff, "--report", "report.csv"]).ends_with(0);
    assert!(place.read("report.csv").contains(",\"'=cmd()\","), "{}", place.read("report.csv"));
    place.sandbox.reset();
    place.run(&["sync", &staff, "--report", "raw.csv", "--raw"]).ends_with(0);
    assert!(place.read("raw.csv").contains(",=cmd(),"), "{}", place.read("raw.csv"));
}

#[test]
fn nothing_but_the_answer_is_printed_without_a_terminal() {
    let place = Place::new();
    let table = place.file("changes.csv", &format!("email,group,action\n{PERSON},{GROUP},add\n"));
    let done = place.run(&["apply", &table]).ends_with(0);
    assert_eq!(done.err, "");
    assert!(!done.out.contains(['\u{1b}', '\r']), "{done:?}");
    let staff = staff(&place);
    assert_eq!(place.run(&["sync", &staff, "--quiet"]).ends_with(0).err, "");
}

/// Many people, the first half of them in the group, and a table that wants the second half there.
pub(crate) fn many(count: usize) -> (Place, String) {
    let place = Place::with(|seed| {
        let first = seed.users[1].clone();
        let person = |number: usize| {
            let mut person = first.clone();
            person.acs_user_id = format!("33333333-3333-3333-3333-{number:012}");
            person.full_name = format!("Person {number}");
            person.email_address = Some(format!("person{number}@harbour.example"));
            person.user_identity_id = None;
            person
        };
        seed.users = (1000..1000 + count).map(person).collect();
        seed.user_identities.clear();
        seed.groups.truncate(1);
        let members = seed.users.iter().take(count / 2).map(|person| person.acs_user_id.clone());
        seed.groups[0].members = members.collect();
    });
    let line = |number: usize| format!("person{number}@harbour.example,{GROUP}");
    let wanted: Vec<String> = (1000 + count / 2..1000 + count).map(line).collect();
    let table = place.file("many.csv", &format!("email,group\n{}\n", wanted.join("\n")));
    (place, table)
}
