//! Outputs that are closed, full or not to be written: what was done decides the exit code.

use std::fs::File;
use std::process::{Command, Stdio};

use seam_acs_sandbox::Sandbox;

use crate::command::{Ended, GROUP, PERSON, Place};
use crate::rosters::staff;

/// The program in a shell where no file can be longer than half a megabyte.
fn with_short_files(place: &Place, words: &str) -> Ended {
    in_shell_after(place, "trap '' XFSZ; ulimit -f 512;", words, "")
}

/// The program in a shell, with its outputs as the redirections say.
pub(crate) fn in_shell(place: &Place, words: &str, redirections: &str) -> Ended {
    in_shell_after(place, "", words, redirections)
}

fn in_shell_after(place: &Place, before: &str, words: &str, redirections: &str) -> Ended {
    let mut command = Command::new("sh");
    let script = format!("{before} exec \"$0\" {words} {redirections}");
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

#[test]
fn a_report_that_cannot_be_opened_ends_the_command_before_anything_is_sent() {
    let place = Place::new();
    let staff = staff(&place);
    for words in [
        vec!["sync", &staff, "--report", "/nowhere/report.csv"],
        vec!["apply", &staff, "--action", "add", "--report", "/nowhere/report.csv"],
        vec!["sync", &staff, "--report", "."],
        vec!["plan", &staff, "--save", "/nowhere/plan"],
    ] {
        let done = place.run(&words).ends_with(2);
        assert!(done.err.contains("cannot be written"), "{done:?}");
    }
    assert!(place.sandbox.requests().is_empty());
}

#[test]
fn a_report_may_be_no_other_file_of_the_command() {
    let place = Place::new();
    let staff = staff(&place);
    let content = place.read("staff.csv");
    std::os::unix::fs::symlink(&staff, place.path("link.csv")).unwrap();
    for (report, words) in [
        ("staff.csv", vec![]),
        ("./staff.csv", vec![]),
        ("link.csv", vec![]),
        ("new.journal", vec!["--journal", "./new.journal"]),
        ("audit", vec!["--audit-log", "audit"]),
    ] {
        let words = [vec!["sync", &staff, "--report", report], words].concat();
        let done = place.run(&words).ends_with(2);
        assert!(done.err.contains("--report names the same file as"), "{done:?}");
        assert_eq!(place.read("staff.csv"), content);
    }
    place.run(&["plan", &staff, "--save", "plan"]).ends_with(0);
    place.run(&["sync", "--plan", "plan", "--report", "plan"]).ends_with(2);
    place.run(&["plan", &staff, "--save", &staff]).ends_with(2);
    assert!(!place.has_newcomer());
    assert_eq!(place.files(), ["link.csv", "plan", "staff.csv"]);
}

#[test]
fn the_work_decides_where_report_and_answer_cannot_be_written() {
    let place = Place::new();
    staff(&place);
    let done = in_shell(&place, "sync staff.csv --report /dev/full", ">/dev/full").ends_with(0);
    assert!(done.err.contains("the report /dev/full could not be written: No space left"), "{done:?}");
    assert!(done.err.contains("the answer could not be written: No space left"), "{done:?}");
    assert_eq!(place.members(), [Sandbox::USER]);
    place.sandbox.reset();
    place.sandbox.fault(
        seam_acs_sandbox::Fault::on("/acs/users/add_to_access_group")
            .dropped(seam_acs_sandbox::DropAt::BeforeApplying, seam_acs_sandbox::Ending::Close)
            .always(),
    );
    let words = "sync staff.csv --additive --timeout 1 --report /dev/full";
    for redirections in ["", ">/dev/full", ">&-", ">/dev/full 2>/dev/full", ">&- 2>&-"] {
        in_shell(&place, words, redirections).ends_with(6);
    }
}

#[test]
fn a_report_is_whole_or_the_one_before() {
    let place = Place::new();
    let staff = staff(&place);
    place.file("report.csv", "the one before");
    // Refused before anything is sent: what was there stays.
    place.run(&["sync", &staff, "--max-additions", "0", "--report", "report.csv"]).ends_with(7);
    assert_eq!(place.read("report.csv"), "the one before");
    place.run(&["sync", &staff, "--report", "report.csv"]).ends_with(0);
    assert!(place.read("report.csv").starts_with("action,"));
    assert_eq!(place.files(), ["report.csv", "staff.csv"]);
}

#[test]
fn a_link_is_written_through_and_a_pipe_is_written_into() {
    let place = Place::new();
    staff(&place);
    place.file("real.csv", "");
    std::os::unix::fs::symlink("real.csv", place.path("link.csv")).unwrap();
    place.run(&["sync", "staff.csv", "--report", "link.csv"]).ends_with(0);
    assert!(place.read("real.csv").starts_with("action,"));
    assert!(place.path("link.csv").is_symlink());
    let done = in_shell(&place, "sync staff.csv --report /dev/stdout --quiet", "| cat").ends_with(0);
    assert!(done.out.contains("action,acs_user_id"), "{done:?}");
}

#[test]
fn a_report_into_a_pipe_that_nobody_reads_is_refused_before_anything_is_sent() {
    let place = Place::new();
    let staff = staff(&place);
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().unwrap().success());
    let done = place.run(&["sync", &staff, "--report", "pipe"]).ends_with(2);
    assert!(
        done.err.contains("--report cannot be written: pipe: it is a pipe that nobody reads"),
        "{done:?}"
    );
    let journal = place.run(&["sync", &staff, "--journal", "pipe"]).ends_with(2);
    assert!(journal.err.contains("pipe is not a file"), "{journal:?}");
    assert!(!place.has_newcomer());
}

#[test]
fn a_journal_or_an_audit_log_that_cannot_be_written_lets_nothing_be_sent() {
    let place = Place::new();
    let staff = staff(&place);
    place.file("note", "not a journal");
    for journal in ["/nowhere/journal", "note", "staff.csv"] {
        let done = place.run(&["sync", &staff, "--journal", journal]).ends_with(2);
        assert!(done.err.contains("--journal"), "{done:?}");
    }
    assert_eq!(place.read("note"), "not a journal");
    // A file that is as long as a file may be.
    place.file("audit", &"\n".repeat(1 << 20));
    let done = with_short_files(&place, &format!("add {PERSON} {GROUP} --audit-log audit")).ends_with(7);
    assert!(done.err.contains("audit"), "{done:?}");
    with_short_files(&place, &format!("sync {staff} --audit-log audit --report report.csv")).ends_with(6);
    assert_eq!(place.read("report.csv").matches(",failed,").count(), 2);
    assert!(!place.has_newcomer());
}
