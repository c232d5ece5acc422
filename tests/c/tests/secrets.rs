//! What is left of a key in a process that is done with the library.

use std::os::unix::fs::PermissionsExt as _;

use seam_acs_c_tests::{Dress, Failure, Library, Program, Secret, TlsDoor};
use seam_acs_secret_search::{Echo, Search};

#[test]
fn no_copy_of_the_key_is_left_after_the_last_client() -> Result<(), Failure> {
    let library = Library::build()?;
    let secret = Secret::make(&library, "plain")?;
    let sandbox = secret.sandbox()?;
    secret.is_wiped_by(&library, sandbox.url(), "")
}

#[test]
fn no_copy_of_the_key_is_left_after_the_last_client_over_tls() -> Result<(), Failure> {
    let library = Library::build()?;
    let secret = Secret::make(&library, "tls")?;
    let sandbox = secret.sandbox()?;
    let door = TlsDoor::open(sandbox.url(), library.folder())?;
    secret.is_wiped_by(&library, door.url(), &door.ca_file().to_string_lossy())
}

#[test]
fn server_that_repeats_the_key_gets_it_into_no_error_log_or_audit_line() -> Result<(), Failure> {
    let key = "seam_Nf4Jw8Qz2Xt6Bk1Lm9Pr7Vc3";
    let echo = Echo::start("http://127.0.0.1:1")?;
    let log = Library::build()?.folder().join(format!("leaks-{}.log", std::process::id()));
    let answers = Echo::ANSWERS.to_string();
    let program = Program::compile("leaks", Dress::Plain)?;
    let (code, said) = program.play(&[echo.url(), key, "", &log.to_string_lossy(), &answers], &[])?;
    assert_eq!(code, 0, "{said}");
    assert_eq!(echo.asked(), 3 * Echo::ANSWERS);
    let logged = std::fs::read(&log)?;
    std::fs::remove_file(&log)?;
    assert!(said.contains("[secret]") && !logged.is_empty(), "{said}");
    for (what, bytes) in [("what was said", said.as_bytes()), ("the log", &logged)] {
        let found: Vec<_> = Search::new(key).find(bytes).collect();
        assert!(found.is_empty(), "{found:?} in {what}");
    }
    Ok(())
}

#[test]
fn the_machines_proxy_is_heard_where_the_environment_is_asked_for() -> Result<(), Failure> {
    let program = Program::compile("environment", Dress::Plain)?;
    let nobody_listens = [("HTTPS_PROXY", "http://127.0.0.1:9")];
    for (way, trust_env, expected) in
        [("new", "", "DNS"), ("new", "true", "PROXY"), ("env", "", "PROXY"), ("env", "false", "DNS")]
    {
        let (code, said) = program.play(&[way, trust_env, expected], &nobody_listens)?;
        assert_eq!(code, 0, "{way} {trust_env}: {said}");
    }
    Ok(())
}

/// Only root can make a program that has another group's rights; for others there is nothing to see here.
#[test]
fn program_with_more_rights_than_its_caller_reads_no_variable() -> Result<(), Failure> {
    let variables = [("SEAM_API_KEY", "seam_of_the_caller"), ("SEAM_ENDPOINT", "https://of.the.caller")];
    let program = Program::compile("privileged", Dress::Plain)?;
    assert_eq!(program.play(&["OK"], &variables)?, (0, String::new()));
    let nobody = 65534;
    let program = program.copied("privileged-with-more-rights")?;
    if std::os::unix::fs::chown(program.file(), None, Some(nobody)).is_ok() {
        std::fs::set_permissions(program.file(), std::fs::Permissions::from_mode(0o2755))?;
        assert_eq!(program.play(&["OPTIONS"], &variables)?, (0, String::new()));
        // One that takes another group while it runs.
        let program = Program::compile("privileged", Dress::Plain)?;
        assert_eq!(program.play(&["OPTIONS", "65534"], &variables)?, (0, String::new()));
    }
    Ok(())
}
