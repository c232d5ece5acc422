//! The program that people start.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed};
use serde_json::json;

use crate::client::{ADD, Connection, GROUP, USER, pair};

const PROGRAM: &str = env!("CARGO_BIN_EXE_seam-acs-sandbox");

#[test]
fn the_program_prints_its_address_first_then_all_that_one_needs_and_ends_with_its_input() {
    let mut child = Command::new(PROGRAM)
        .args(["--until-stdin-closes", "--push-delay=never", "--latency", "0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    let address = first.trim_end().strip_prefix("seam-acs-sandbox listening on http://127.0.0.1:").unwrap();
    assert!(address.parse::<u16>().unwrap() > 0);
    drop(child.stdin.take());
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success());
    for expected in ["seam_testkey", "seam_at_", "Ada Lindqvist", "Engineering", "Server room", "2035-01-01"]
    {
        assert!(rest.contains(expected), "{expected} is missing in:\n{rest}");
    }
    assert!(rest.lines().count() < 40, "it fits one screen");
}

#[test]
fn a_wrong_option_is_explained_and_nothing_starts() {
    for arguments in [&["--prot", "1"][..], &["--port"], &["--port", "x"], &["--seed", "/nowhere.json"]] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("seam-acs-sandbox: "));
    }
}

/// The program with a record, and the address that it listens on.
fn recording(file: &Path) -> (Child, String) {
    let mut child = Command::new(PROGRAM)
        .args(["--until-stdin-closes", "--record"])
        .arg(file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let address = first.trim_end().rsplit(' ').next().unwrap().to_owned();
    (child, address)
}

#[test]
fn what_was_recorded_outlives_a_kill_and_the_next_sandbox_goes_on_from_it() {
    let file = std::env::temp_dir().join(format!("seam-acs-sandbox-record-{}", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let (mut child, address) = recording(&file);
    let mut connection = Connection::with(&address, Seed::default().api_key);
    assert_eq!(connection.post(ADD, &pair()).status, 200);
    // Answered, so it is in the file; nobody told the sandbox to end.
    child.kill().unwrap();
    child.wait().unwrap();
    let line =
        format!("{{\"acs_user_id\":\"{USER}\",\"acs_access_group_id\":\"{GROUP}\",\"member\":true}}\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), line);
    let (mut child, address) = recording(&file);
    let mut connection = Connection::with(&address, Seed::default().api_key);
    assert!(
        connection.get("/_sandbox/state").json()["groups"][0]["members"]
            .as_array()
            .unwrap()
            .contains(&USER.into())
    );
    assert_eq!(connection.post("/_sandbox/reset", &json!({})).status, 200);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "");
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn a_change_that_cannot_be_noted_is_not_recorded() {
    let options = SandboxOptions { record: Some("/dev/full".into()), ..Default::default() };
    let sandbox = Sandbox::start(options).unwrap();
    assert_eq!(Connection::to(&sandbox).post(ADD, &pair()).status, 500);
    assert!(!sandbox.is_member(USER, GROUP));
}
