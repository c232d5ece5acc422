//! The program that people start.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

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
