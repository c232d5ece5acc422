//! Runs that were killed and taken up again.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use seam_acs_core::{Action, ApplyOptions, Changes, ItemOutcome, Report, Status, User};
use seam_acs_sandbox::{DropAt, Ending, Fault, Switch};
use serde_json::Value;

use crate::fixture::{ADD, Fixture, LONG, wait_until};

fn journal_file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("seam-acs-{name}-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}

/// The example program, applying everybody to every group.
fn start(fixture: &Fixture, journal: &PathBuf) -> Child {
    let mut program = std::env::current_exe().expect("this binary");
    program.pop();
    program.set_file_name("examples");
    let mut child = Command::new(program.join("apply_with_journal"))
        .arg(journal)
        .env("SEAM_API_KEY", fixture.sandbox.api_key())
        .env("SEAM_ENDPOINT", fixture.sandbox.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("built with the tests");
    let mut lines = String::new();
    for change in fixture.everybody(Action::Add).iter() {
        let _ = writeln!(lines, "add {} {}", change.user.parts().1, change.acs_access_group_id);
    }
    child.stdin.take().expect("piped").write_all(lines.as_bytes()).expect("taken");
    child
}

fn as_asked(report: &Value) -> u64 {
    let totals = &report["totals"];
    ["applied", "already_so", "recorded_earlier"].iter().filter_map(|name| totals[name].as_u64()).sum()
}

#[test]
fn a_run_killed_ten_times_ends_with_a_report_that_is_the_servers_state() {
    let fixture = Fixture::new(500);
    fixture.sandbox.set(Switch::LatencyMs(20));
    let journal = journal_file("killed");
    for _ in 0..10 {
        let before = fixture.sandbox.requests().len();
        let mut child = start(&fixture, &journal);
        let more = before + fastrand::usize(20..250);
        wait_until("it is at work", || fixture.sandbox.requests().len() > more);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let made_before = fixture.groups.iter().map(|group| fixture.sandbox.members(group).len()).sum::<usize>();
    assert!(made_before > 40, "the killed runs did something: {made_before}");
    let requests_before = fixture.sandbox.requests().len();
    let output = start(&fixture, &journal).wait_with_output().expect("ended");
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(as_asked(&report), 1500, "{}", report["totals"]);
    let earlier = report["totals"]["recorded_earlier"].as_u64().expect("a number");
    assert!(earlier > 40, "what the killed runs recorded is theirs: {}", report["totals"]);
    for group in &fixture.groups {
        let members = fixture.sandbox.members(group);
        assert!(fixture.people.iter().all(|person| members.contains(person)));
    }
    // Beside the additions stand the reads that decide what was in doubt: as many as the killed runs left.
    let requests = fixture.sandbox.requests();
    let additions =
        requests.iter().skip(requests_before).filter(|request| request.path == ADD).count() as u64;
    assert!(additions <= 1500 - earlier, "what the journal has is not sent again: {additions}, {earlier}");
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn what_is_in_doubt_is_read_back_and_what_is_applied_is_skipped() {
    let fixture = Fixture::with(20, &[("max_attempts", "1")]);
    let journal = journal_file("doubt");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let lost = &fixture.people[3];
    fixture.sandbox.fault(Fault::on("*").user(lost).times(3).dropped(DropAt::AfterApplying, Ending::Reset));
    let first = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    assert!(first.wait(Some(LONG)));
    assert_eq!(first.report().expect("a report").totals().outcome_unknown, 3);
    fixture.sandbox.clear();
    let second = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    assert!(second.wait(Some(LONG)));
    let report = second.result().expect("all of it").report().expect("a report").clone();
    let totals = report.totals();
    assert_eq!((totals.recorded_earlier, totals.already_so), (57, 3), "{totals}");
    let earlier = report.iter().find(|item| item.outcome == ItemOutcome::RecordedEarlier).expect("some");
    let age = earlier.recorded_at.expect("its time").elapsed().expect("in the past");
    assert!(age < LONG, "{age:?}");
    let sent = fixture.sandbox.requests().into_iter().filter(|request| request.path == ADD).count();
    assert_eq!(sent, 0, "a read decides, and nothing is sent twice");
    std::fs::remove_file(journal).expect("removed");
}

/// The server records what the killed run sent, and its answers never arrive; the journal has no outcome of them.
#[test]
fn what_a_killed_run_may_have_sent_stays_in_doubt_until_it_is_answered() {
    let fixture = Fixture::with(200, &[("max_attempts", "1")]);
    let journal = journal_file("cut-short");
    fixture.sandbox.fault(Fault::on("*").always().hold());
    let mut child = start(&fixture, &journal);
    assert!(fixture.sandbox.wait_for_held(8, LONG), "it is at work");
    child.kill().expect("killed");
    child.wait().expect("ended");
    fixture.sandbox.clear();
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let run = || {
        let operation = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
        assert!(operation.wait(Some(LONG)));
        operation.report().expect("a report")
    };
    // Nothing is sent successfully: who was added by the run before is not called failed.
    fixture.sandbox.fault(Fault::on("*").always().status(429).retry_after("0"));
    let report = run();
    fixture.assert_agrees(&report);
    let totals = report.totals();
    assert!(totals.applied == 0 && totals.outcome_unknown >= 8 && totals.failed > 300, "{totals}");
    let doubtful = report.get(0).expect("the first");
    assert!(doubtful.error.is_some_and(seam_acs_core::Error::outcome_unknown), "{doubtful:?}");
    fixture.sandbox.clear();
    // Nor is it called not attempted when the next run does not come to it.
    let options_of_a_moment =
        ApplyOptions { deadline: Some(std::time::Duration::from_nanos(1)), ..options.clone() };
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &options_of_a_moment).expect("begun");
    assert!(operation.wait(Some(LONG)));
    fixture.assert_agrees(&operation.report().expect("a report"));
    // It was ended at its deadline from outside; the engine closes the journal when it comes to it.
    drop(operation);
    wait_until("the journal is closed", || {
        std::fs::File::open(&journal).is_ok_and(|file| file.try_lock().is_ok())
    });
    // A server that refuses to add whom it has: a read decides.
    fixture.sandbox.set(Switch::AddOfMember(409));
    let report = run();
    fixture.assert_agrees(&report);
    assert_eq!(report.totals().as_asked(), 600);
    assert!(report.totals().already_so >= 8, "{}", report.totals());
    std::fs::remove_file(journal).expect("removed");
}

/// In every position of what Seam does with a change that is so already.
#[test]
fn a_run_that_was_killed_is_taken_up_by_a_server_that_refuses_what_is_so_already() {
    let fixture = Fixture::new(300);
    fixture.sandbox.set(Switch::LatencyMs(10));
    fixture.sandbox.set(Switch::AddOfMember(409));
    let journal = journal_file("refusing");
    for _ in 0..3 {
        let more = fixture.sandbox.requests().len() + fastrand::usize(20..150);
        let mut child = start(&fixture, &journal);
        wait_until("it is at work", || fixture.sandbox.requests().len() > more);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let output = start(&fixture, &journal).wait_with_output().expect("ended");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(as_asked(&report), 900, "{}", report["totals"]);
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_journal_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let fixture = Fixture::new(5);
    for path in ["/dev/full", "/dev/zero", "/no/such/folder/journal", "/"] {
        let options = ApplyOptions { journal: Some(path.into()), ..ApplyOptions::default() };
        let error = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect_err(path);
        assert_eq!(error.status(), Status::InvalidArgument, "{path}");
    }
    assert!(fixture.sandbox.requests().is_empty());
}

/// A list, applied with a journal until it ends.
fn run(fixture: &Fixture, changes: &Changes, journal: &Path) -> Report {
    let options = ApplyOptions { journal: Some(journal.to_owned()), ..ApplyOptions::default() };
    let begun = std::cell::RefCell::new(None);
    wait_until("the journal is closed", || {
        *begun.borrow_mut() = fixture.client.begin_apply(changes.clone(), &options).ok();
        begun.borrow().is_some()
    });
    let operation = begun.into_inner().expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.report().expect("a report")
}

fn refusal(fixture: &Fixture, journal: &Path) -> String {
    let options = ApplyOptions { journal: Some(journal.to_owned()), ..ApplyOptions::default() };
    let error = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect_err("refused");
    assert_eq!(error.status(), Status::InvalidArgument, "{error}");
    error.to_string()
}

#[test]
fn a_journal_in_use_is_refused() {
    let fixture = Fixture::new(5);
    let journal = journal_file("in-use");
    fixture.sandbox.fault(Fault::on("*").always().hold());
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let first = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    let refused = refusal(&fixture, &journal);
    assert!(refused.contains("in use"), "{refused}");
    fixture.sandbox.clear();
    assert!(first.wait(Some(LONG)));
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_list_that_was_edited_goes_on_where_its_changes_are_the_same() {
    let fixture = Fixture::with(4, &[("max_attempts", "1")]);
    let journal = journal_file("edited");
    let [ada, bea, cid, dan] = [0, 1, 2, 3].map(|place| User::Acs(&fixture.people[place]));
    let group = &fixture.groups[0];
    let list = |changes: &[(Action, User<'_>)]| {
        let mut list = Changes::new();
        for (action, user) in changes {
            list.push(*action, *user, group).expect("valid");
        }
        list
    };
    fixture.sandbox.fault(Fault::on(ADD).user(&fixture.people[2]).status(403));
    let add = Action::Add;
    let first = run(&fixture, &list(&[(add, ada), (add, bea), (add, cid)]), &journal);
    assert_eq!(first.totals().applied, 2);
    // Somebody new in front, one whose action is another, and one that was refused.
    let second = run(&fixture, &list(&[(add, dan), (Action::Remove, bea), (add, cid), (add, ada)]), &journal);
    let outcomes: Vec<_> = second.iter().map(|item| item.outcome.name()).collect();
    assert_eq!(outcomes, ["applied", "applied", "applied", "recorded_earlier"]);
    let members = [0, 1, 2, 3].map(|place| fixture.sandbox.is_member(&fixture.people[place], group));
    assert_eq!(members, [true, false, true, true]);
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_journal_whose_run_ended_well_is_set_aside_and_a_new_one_begun() {
    let fixture = Fixture::new(3);
    let journal = journal_file("aside");
    let aside = journal.with_extension("jsonl.1");
    assert_eq!(run(&fixture, &fixture.everybody(Action::Add), &journal).totals().applied, 9);
    let first = std::fs::read(&journal).expect("a journal");
    for group in &fixture.groups {
        fixture.sandbox.put_membership(&fixture.people[0], group, false);
    }
    let report = run(&fixture, &fixture.everybody(Action::Add), &journal);
    assert_eq!(report.totals().applied, 9, "nothing of the first run is taken for this one's");
    fixture.assert_agrees(&report);
    assert_eq!(std::fs::read(&aside).expect("set aside"), first);
    for file in [journal, aside] {
        std::fs::remove_file(file).expect("removed");
    }
}

#[test]
fn a_file_that_is_no_journal_is_left_as_it_is() {
    let fixture = Fixture::new(2);
    let file = journal_file("no-journal");
    for text in [
        "not a journal\n",
        "no line end",
        r#"{"plan":"seam-acs/1""#,
        "seam_key_0123456789abcdef",
        "12345678 {\"plan",
    ] {
        std::fs::write(&file, text).expect("written");
        let refused = refusal(&fixture, &file);
        assert!(refused.contains("is not a journal"), "{refused}");
        assert_eq!(std::fs::read_to_string(&file).expect("still there"), text);
    }
    std::fs::remove_file(&file).expect("removed");
    let link = journal_file("link");
    std::os::unix::fs::symlink("/etc/hostname", &link).expect("a link");
    assert!(refusal(&fixture, &link).contains("is a symbolic link"));
    std::fs::remove_file(link).expect("removed");
    assert!(fixture.sandbox.requests().is_empty());
}

#[test]
fn a_journal_that_is_damaged_in_the_middle_is_refused_with_its_line() {
    let fixture = Fixture::with(3, &[("max_attempts", "1")]);
    let journal = journal_file("damaged");
    fixture.sandbox.fault(Fault::on(ADD).status(403));
    run(&fixture, &fixture.everybody(Action::Add), &journal);
    let mut text = std::fs::read(&journal).expect("a journal");
    let second_line = text.iter().position(|byte| *byte == b'\n').expect("lines") + 30;
    text[second_line] ^= 1;
    std::fs::write(&journal, &text).expect("written");
    let refused = refusal(&fixture, &journal);
    assert!(refused.contains("is damaged in line 2"), "{refused}");
    assert_eq!(std::fs::read(&journal).expect("still there"), text);
    std::fs::remove_file(journal).expect("removed");
}

/// Wherever the power was cut while the file was written, the next run takes it up and ends with what is asked.
#[test]
fn a_journal_that_was_cut_anywhere_is_taken_up() {
    let fixture = Fixture::with(2, &[("max_attempts", "1")]);
    let journal = journal_file("cut");
    fixture.sandbox.fault(Fault::on(ADD).status(403));
    run(&fixture, &fixture.everybody(Action::Add), &journal);
    let text = std::fs::read(&journal).expect("a journal");
    for length in (0..text.len()).step_by(37) {
        std::fs::write(&journal, &text[..length]).expect("cut");
        let report = run(&fixture, &fixture.everybody(Action::Add), &journal);
        assert_eq!(report.totals().as_asked(), 6, "cut at {length}");
    }
    let _ = std::fs::remove_file(journal.with_extension("jsonl.1"));
    std::fs::remove_file(journal).expect("removed");
}

/// What was under way when the process ended is in doubt, whatever else the journal says.
#[test]
fn a_line_that_was_cut_by_the_end_of_the_process_says_nothing() {
    let fixture = Fixture::new(5);
    let journal = journal_file("torn");
    run(&fixture, &fixture.everybody(Action::Add), &journal);
    let text = std::fs::read_to_string(&journal).expect("a journal");
    let (outcomes, last) = text.trim_end().rsplit_once('\n').expect("lines");
    assert!(last.contains("ended"), "{last}");
    std::fs::write(&journal, &outcomes[..outcomes.len() - 9]).expect("cut");
    let totals = run(&fixture, &fixture.everybody(Action::Add), &journal).totals();
    assert_eq!((totals.recorded_earlier, totals.already_so), (14, 1), "{totals}");
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_run_whose_process_has_forked_gives_its_journal_up_at_its_end() {
    let fixture = Fixture::new(1);
    let journal = journal_file("forked");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    fixture.sandbox.fault(Fault::on(ADD).status(403));
    fixture.sandbox.fault(Fault::on("*").always().hold());
    let first = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    assert!(fixture.sandbox.wait_for_held(1, LONG));
    // A child that has every descriptor of this process, as one that was forked and goes on without exec.
    let descriptors = std::fs::read_dir("/proc/self/fd").expect("listed").flatten();
    let ours =
        descriptors.filter(|entry| std::fs::read_link(entry.path()).is_ok_and(|target| target == journal));
    let copies: Vec<_> = ours.map(|entry| copy_of(entry.file_name().to_str().expect("a number"))).collect();
    assert!(!copies.is_empty());
    fixture.sandbox.clear();
    assert!(first.wait(Some(LONG)));
    drop(first);
    wait_until("the journal is given up", || {
        std::fs::File::open(&journal).is_ok_and(|file| file.try_lock().is_ok())
    });
    drop(copies);
    std::fs::remove_file(journal).expect("removed");
}

/// A copy of a descriptor, which shares its lock as that of a forked child does.
fn copy_of(descriptor: &str) -> std::fs::File {
    use std::os::fd::{BorrowedFd, OwnedFd};
    let number = descriptor.parse().expect("a number");
    // SAFETY: the journal is open for as long as its run is under way.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    let copy: OwnedFd = borrowed.try_clone_to_owned().expect("a copy");
    copy.into()
}
