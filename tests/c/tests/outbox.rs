//! The example of the outbox: a change is kept while nothing is there to send it to, and another process delivers it.

use seam_acs_c_tests::{Dress, Failure, Program};
use seam_acs_sandbox::Sandbox;

#[test]
fn a_change_that_one_process_keeps_is_delivered_by_another() -> Result<(), Failure> {
    let program = Program::example("outbox", Dress::Plain)?;
    let folder = std::env::temp_dir().join(format!("seam-acs-outbox-example-{}", std::process::id()));
    let folder = folder.to_string_lossy();
    for action in ["remove", "add"] {
        let (code, words) = program.play(&[&folder, action, Sandbox::USER, Sandbox::GROUP], &[])?;
        assert_eq!((code, words.as_str()), (0, "Kept; not sent yet.\n"));
    }
    let (code, words) = program.play(&[&folder, "deliver"], &[])?;
    assert_eq!(code, 2, "without credentials: {words}");

    let sandbox = Sandbox::start_default()?;
    let environment = [("SEAM_API_KEY", &*sandbox.api_key()), ("SEAM_ENDPOINT", sandbox.url())];
    let (code, words) = program.play(&[&folder, "deliver"], &environment)?;
    let user = Sandbox::USER;
    assert_eq!((code, words), (0, format!("remove {user}: superseded\nadd {user}: recorded\n")));
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    Ok(std::fs::remove_dir_all(&*folder)?)
}
