//! Outputs that are closed, full or not to be written: what was done decides the exit code.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::command::{Ended, GROUP, PERSON, Place};

/// The program in a shell, with its outputs as the redirections say.
pub(crate) fn in_shell(place: &Place, words: &str, redirections: &str) -> Ended {
    let mut command = Command::new("sh");
    let script = format!("exec \"$0\" {words} {redirections}");
    command.args(["-c", &script, crate::command::PROGRAM]).env_clear().current_dir(place.folder());
    let given = place.command(&[]);
    command.envs(given.get_envs().filter_map(|(name, value)| Some((name, value?))));
    Ended::of(command.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn a_change_whose_answer_cannot_be_written_is_a_change() {
    let place = Place::new();
    let done =
        in_shell(&place, "add \"ADA.lindqvist@harbour.example\" Engineering", ">/dev/full").ends_with(0);
    assert!(place.has_newcomer());
    assert_eq!(
        done.err,
        "seam-acs: the answer could not be written: No space left on device (os error 28)\n"
    );
    let done = in_shell(&place, "remove ADA.lindqvist@harbour.example Engineering", ">&-").ends_with(0);
    assert_eq!((place.has_newcomer(), done.out.as_str()), (false, ""));
    in_shell(&place, "add ADA.lindqvist@harbour.example Engineering", ">/dev/full 2>/dev/full").ends_with(0);
    assert!(place.has_newcomer());
    in_shell(&place, "remove ADA.lindqvist@harbour.example Engineering", ">&- 2>&- <&-").ends_with(0);
    assert!(!place.has_newcomer());
}

#[test]
fn a_change_whose_reader_has_gone_is_a_change() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = place.command(&["add", PERSON, GROUP]);
    let done = Ended::of(child.stdout(writer).output().unwrap()).ends_with(0);
    assert!(done.err.contains("the answer could not be written: Broken pipe"), "{done:?}");
    assert!(place.has_newcomer());
}

#[test]
fn a_doubt_stays_a_doubt_where_nothing_can_be_written() {
    let place = Place::new();
    place.sandbox.fault(
        seam_acs_sandbox::Fault::on("/acs/users/add_to_access_group")
            .dropped(seam_acs_sandbox::DropAt::BeforeApplying, seam_acs_sandbox::Ending::Close)
            .always(),
    );
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.command(&["add", PERSON, GROUP, "--timeout", "1"]);
    let done = Ended::of(command.stdout(full.try_clone().unwrap()).stderr(full).output().unwrap());
    assert_eq!(done.code, Some(8), "{done:?}");
}

#[test]
fn a_reader_who_has_seen_enough_of_the_help_causes_no_complaint() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let done = Ended::of(place.command(&["add", "--help"]).stdout(writer).output().unwrap());
    assert_eq!(done.err, "");
}
