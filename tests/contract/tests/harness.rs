//! The contract's harness lets nothing through.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::process::Command;

use seam_acs_contract::{Candidate, Case, Language, Operations, all, repository, run};

/// What is said of a runner that is this shell script.
fn tried(script: &str) -> Vec<String> {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    let mut said = Vec::new();
    let candidate = Candidate { command, language: Language::Json, lacks: Vec::new() };
    let good = run(candidate, |line| said.push(line.to_owned())).unwrap();
    assert!(!good, "{said:?}");
    said
}

#[test]
fn every_case_is_understood_and_has_a_name_of_its_own() {
    let operations = Operations::read(&repository()).unwrap();
    let cases = all(&repository().join("tests/contract/cases"), &operations).unwrap();
    assert!(cases.len() > 90, "{} cases", cases.len());
}

#[test]
fn a_member_that_nobody_knows_is_an_error() {
    let case = |member: &str| {
        format!(
            r#"{{"name": "n", "server": {{}}, "call": {{"method": "check"}}, "expect": {{"status": "OK"{member}}}}}"#
        )
    };
    serde_json::from_str::<Case>(&case("")).unwrap();
    let error = serde_json::from_str::<Case>(&case(r#", "http_code": 1"#)).unwrap_err().to_string();
    assert!(error.contains("http_code"), "{error}");
}

#[test]
fn a_runner_that_ends_early_fails_every_case() {
    let said = tried("exit 0");
    assert!(said.iter().all(|line| line.starts_with("not ok ")), "{said:?}");
}

#[test]
fn an_answer_to_another_case_fails() {
    let said = tried(r#"while read -r line; do echo '{"name": "another", "status": "OK", "code": 0}'; done"#);
    assert!(said.iter().all(|line| line.contains("another case")), "{said:?}");
}

#[test]
fn a_runner_that_calls_everything_a_success_fails() {
    let script = r#"sed -u 's/.*"name":"\([a-z0-9_]*\)".*/{"name":"\1","status":"OK","code":0}/'"#;
    let said = tried(script);
    let wrong = |line: &&String| line.starts_with("not ok ");
    assert!(said.iter().filter(wrong).count() > 90, "{said:?}");
}

#[test]
fn an_answer_that_nobody_asked_for_fails() {
    let said = tried("while read -r line; do echo '{}'; done; echo '{}'");
    assert!(said.last().unwrap().contains("nobody asked"), "{said:?}");
}
