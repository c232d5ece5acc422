//! The demonstration program says what state it left, whatever fails in between.

use seam_acs_c_tests::{Dress, Failure, Program};
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox};

const ADD: &str = "/acs/users/add_to_access_group";
const REMOVE: &str = "/acs/users/remove_from_access_group";

fn assign(sandbox: &Sandbox, dress: Dress) -> Result<(i32, String), Failure> {
    let arguments = ["--endpoint", sandbox.url(), "--user", Sandbox::USER, "--group", Sandbox::GROUP];
    Program::example("assign", dress)?.play(&arguments, &[("SEAM_API_KEY", &sandbox.api_key())])
}

#[test]
fn add_that_is_refused_leaves_the_person_outside_and_says_so() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().status(403));
    let (code, words) = assign(&sandbox, Dress::Plain)?;
    assert_eq!(code, 5, "{words}");
    assert!(words.contains("FORBIDDEN (-5002)"), "{words}");
    assert!(words.contains("State left: Ada Lindqvist is not in Engineering, as before."), "{words}");
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    Ok(())
}

#[test]
fn add_that_gets_no_answer_is_not_undone_blindly_and_its_doubt_is_told() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(ADD).always().dropped(DropAt::BeforeApplying, Ending::Close));
    let (code, words) = assign(&sandbox, Dress::Plain)?;
    assert_eq!(code, 8, "{words}");
    assert!(words.contains("State left: Ada Lindqvist may or may not be in Engineering."), "{words}");
    assert!(!sandbox.requests().iter().any(|request| request.path == REMOVE), "the opposite change was sent");
    Ok(())
}

#[test]
fn removal_that_fails_says_that_the_person_may_still_be_inside() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(REMOVE).always().status(403));
    let (code, words) = assign(&sandbox, Dress::Plain)?;
    assert_eq!(code, 5, "{words}");
    assert!(
        words.contains("State left: Ada Lindqvist may still be in Engineering. Take them out by hand."),
        "{words}"
    );
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    Ok(())
}

#[test]
fn reading_that_fails_after_the_add_still_takes_the_person_out() -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on("/acs/users/list_accessible_entrances").after(1).always().status(403));
    let (code, words) = assign(&sandbox, Dress::Plain)?;
    assert_eq!(code, 5, "{words}");
    assert_eq!(words.matches("Recorded by Seam").count(), 2, "{words}");
    assert!(
        words.contains("State left: Ada Lindqvist is recorded as not in Engineering, as before;"),
        "{words}"
    );
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    Ok(())
}

#[test]
fn wrong_arguments_show_how_it_is_used() -> Result<(), Failure> {
    let program = Program::example("assign", Dress::Plain)?;
    for arguments in
        [&["--user", "u"][..], &["--user"], &["--user", "u", "--group", "g", "--colour", "red"], &[]]
    {
        let (code, words) = program.play(arguments, &[])?;
        assert_eq!(code, 2, "{words}");
        assert!(words.starts_with("usage: "), "{words}");
    }
    Ok(())
}

#[test]
fn both_examples_end_well_under_valgrind_and_with_sanitizers() -> Result<(), Failure> {
    for dress in [Dress::Valgrind, Dress::Sanitized] {
        let sandbox = Sandbox::start_default()?;
        let (code, words) = assign(&sandbox, dress)?;
        assert_eq!(code, 0, "{words}");
        let environment = [("SEAM_API_KEY", &*sandbox.api_key()), ("SEAM_ENDPOINT", sandbox.url())];
        let (code, words) = Program::example("quick_start", dress)?.play(&[], &environment)?;
        assert_eq!((code, words.as_str()), (0, "Recorded by Seam; the access system follows.\n"));
        assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    }
    Ok(())
}
