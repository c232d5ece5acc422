//! Two runtimes without any code of ours call the C ABI, in programs that fit on a screen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_e2e::{built, python, repository};
use seam_acs_sandbox::Sandbox;
use std::process::Command;

fn plays_the_guide(mut runtime: Command, script: &str) {
    let script = repository().join("tests/e2e/embed").join(script);
    let lines = std::fs::read_to_string(&script).unwrap().lines().count();
    assert!(lines < 50, "{} has {lines} lines", script.display());

    let sandbox = Sandbox::start_default().unwrap();
    runtime
        .arg(&script)
        .arg(built())
        .env("SEAM_API_KEY", sandbox.api_key())
        .env("SEAM_ENDPOINT", sandbox.url());
    runtime.env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
    let output = runtime.output().unwrap_or_else(|error| panic!("{runtime:?}: {error}"));
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    assert!(told.contains("add: recorded") && told.contains("remove: recorded"), "{told}");
    assert!(told.contains("-5003 NOT_FOUND "), "{told}");

    let changes: Vec<String> = sandbox.requests().into_iter().map(|request| request.path).collect();
    let (add, remove) = ("/acs/users/add_to_access_group", "/acs/users/remove_from_access_group");
    assert_eq!(changes, [add, remove, add]);
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn python_calls_the_library_with_ctypes_alone() {
    plays_the_guide(python(), "guide_ctypes.py");
}

#[test]
fn node_calls_the_library_with_koffi_alone() {
    plays_the_guide(Command::new("node"), "guide_koffi.mjs");
}
