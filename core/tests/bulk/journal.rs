//! Runs that were killed and taken up again.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use seam_acs_core::{Action, ApplyOptions, ItemOutcome, Status};
use seam_acs_sandbox::{DropAt, Ending, Fault, Switch};
use serde_json::Value;

use crate::town::{LONG, Town, wait_until};

fn journal_file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("seam-acs-{name}-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}

/// The example program, applying everybody to every group.
fn start(town: &Town, journal: &PathBuf) -> Child {
    let mut program = std::env::current_exe().expect("this binary");
    program.pop();
    program.set_file_name("examples");
    let mut child = Command::new(program.join("apply_with_journal"))
        .arg(journal)
        .env("SEAM_API_KEY", town.sandbox.api_key())
        .env("SEAM_ENDPOINT", town.sandbox.url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("built with the tests");
    let mut lines = String::new();
    for change in town.everybody(Action::Add).iter() {
        let _ = writeln!(lines, "add {} {}", change.user.parts().1, change.acs_access_group_id);
    }
    child.stdin.take().expect("piped").write_all(lines.as_bytes()).expect("taken");
    child
}

#[test]
fn a_run_killed_ten_times_ends_with_a_report_that_is_the_servers_state() {
    let town = Town::new(500);
    town.sandbox.set(Switch::LatencyMs(20));
    let journal = journal_file("killed");
    for _ in 0..10 {
        let before = town.sandbox.requests().len();
        let mut child = start(&town, &journal);
        let more = before + fastrand::usize(20..250);
        wait_until("it is at work", || town.sandbox.requests().len() > more);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let made_before = town.groups.iter().map(|group| town.sandbox.members(group).len()).sum::<usize>();
    assert!(made_before > 40, "the killed runs did something: {made_before}");
    let requests_before = town.sandbox.requests().len();
    let output = start(&town, &journal).wait_with_output().expect("ended");
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["totals"]["applied"], 1500);
    for group in &town.groups {
        let members = town.sandbox.members(group);
        assert!(town.people.iter().all(|person| members.contains(person)));
    }
    let sent_again = town.sandbox.requests().len() - requests_before;
    assert!(sent_again < 1500, "what the journal has is not sent again: {sent_again}");
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn what_is_in_doubt_is_read_back_and_what_is_applied_is_skipped() {
    let town = Town::with(20, &[("max_attempts", "1")]);
    let journal = journal_file("doubt");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let lost = &town.people[3];
    town.sandbox.fault(Fault::on("*").user(lost).times(3).dropped(DropAt::AfterApplying, Ending::Reset));
    let first = town.client.begin_apply(town.everybody(Action::Add), &options).expect("begun");
    assert!(first.wait(Some(LONG)));
    assert_eq!(first.report().expect("a report").totals().outcome_unknown, 3);
    town.sandbox.clear();
    let second = town.client.begin_apply(town.everybody(Action::Add), &options).expect("begun");
    assert!(second.wait(Some(LONG)));
    let report = second.result().expect("all of it").report().expect("a report").clone();
    assert!(report.iter().all(|item| item.outcome == ItemOutcome::Applied));
    let paths: Vec<_> = town.sandbox.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/acs/access_groups/list_users"; 3], "a read decides, and nothing is sent twice");
    std::fs::remove_file(journal).expect("removed");
}

/// The server records what the killed run sent, and its answers never arrive; the journal has no outcome of them.
#[test]
fn what_a_killed_run_may_have_sent_stays_in_doubt_until_it_is_answered() {
    let town = Town::with(200, &[("max_attempts", "1")]);
    let journal = journal_file("cut-short");
    town.sandbox.fault(Fault::on("*").always().hold());
    let mut child = start(&town, &journal);
    assert!(town.sandbox.wait_for_held(8, LONG), "it is at work");
    child.kill().expect("killed");
    child.wait().expect("ended");
    town.sandbox.clear();
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let run = || {
        let operation = town.client.begin_apply(town.everybody(Action::Add), &options).expect("begun");
        assert!(operation.wait(Some(LONG)));
        operation.report().expect("a report")
    };
    // Nothing is sent successfully: who was added by the run before is not called failed.
    town.sandbox.fault(Fault::on("*").always().status(429).retry_after("0"));
    let report = run();
    town.assert_agrees(&report);
    let totals = report.totals();
    assert!(totals.applied == 0 && totals.outcome_unknown >= 8 && totals.failed > 300, "{totals}");
    let doubtful = report.get(0).expect("the first");
    assert!(doubtful.error.is_some_and(seam_acs_core::Error::outcome_unknown), "{doubtful:?}");
    town.sandbox.clear();
    // Nor is it called not attempted when the next run does not come to it.
    let options_of_a_moment =
        ApplyOptions { deadline: Some(std::time::Duration::from_nanos(1)), ..options.clone() };
    let operation =
        town.client.begin_apply(town.everybody(Action::Add), &options_of_a_moment).expect("begun");
    assert!(operation.wait(Some(LONG)));
    town.assert_agrees(&operation.report().expect("a report"));
    // It was ended at its deadline from outside; the engine closes the journal when it comes to it.
    drop(operation);
    wait_until("the journal is closed", || {
        std::fs::File::open(&journal).is_ok_and(|file| file.try_lock().is_ok())
    });
    // A server that refuses to add whom it has: a read decides.
    town.sandbox.set(Switch::AddOfMember(409));
    let report = run();
    town.assert_agrees(&report);
    assert_eq!(report.totals().applied, 600);
    std::fs::remove_file(journal).expect("removed");
}

/// In every position of what Seam does with a change that is so already.
#[test]
fn a_run_that_was_killed_is_taken_up_by_a_server_that_refuses_what_is_so_already() {
    let town = Town::new(300);
    town.sandbox.set(Switch::LatencyMs(10));
    town.sandbox.set(Switch::AddOfMember(409));
    let journal = journal_file("refusing");
    for _ in 0..3 {
        let more = town.sandbox.requests().len() + fastrand::usize(20..150);
        let mut child = start(&town, &journal);
        wait_until("it is at work", || town.sandbox.requests().len() > more);
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let output = start(&town, &journal).wait_with_output().expect("ended");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    assert_eq!(report["totals"]["applied"], 900, "{}", report["totals"]);
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_journal_that_cannot_be_written_is_refused_before_anything_is_sent() {
    let town = Town::new(5);
    for path in ["/dev/full", "/dev/zero", "/no/such/folder/journal", "/"] {
        let options = ApplyOptions { journal: Some(path.into()), ..ApplyOptions::default() };
        let error = town.client.begin_apply(town.everybody(Action::Add), &options).expect_err(path);
        assert_eq!(error.status(), Status::InvalidArgument, "{path}");
    }
    assert!(town.sandbox.requests().is_empty());
}

#[test]
fn a_journal_of_another_list_is_refused_and_so_is_one_in_use() {
    let town = Town::new(5);
    let journal = journal_file("other");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let first = town.client.begin_apply(town.everybody(Action::Add), &options).expect("begun");
    let error = town.client.begin_apply(town.everybody(Action::Add), &options).expect_err("in use");
    assert!(error.to_string().contains("in use"), "{error}");
    assert!(first.wait(Some(LONG)));
    drop(first);
    wait_until("the journal is closed", || {
        let error =
            town.client.begin_apply(town.everybody(Action::Remove), &options).expect_err("another list");
        error.status() == Status::InvalidArgument && error.to_string().contains("another list")
    });
    std::fs::write(&journal, "not a journal\n").expect("written");
    town.client.begin_apply(town.everybody(Action::Add), &options).expect_err("no journal");
    std::fs::remove_file(journal).expect("removed");
}

#[test]
fn a_line_that_was_cut_by_the_end_of_the_process_says_nothing() {
    let town = Town::new(5);
    let journal = journal_file("cut");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let run = || {
        let operation = town.client.begin_apply(town.everybody(Action::Add), &options).expect("begun");
        assert!(operation.wait(Some(LONG)));
        operation.result().expect("all of it");
    };
    run();
    let text = std::fs::read_to_string(&journal).expect("a journal");
    let (outcomes, last) = text.trim_end().rsplit_once('\n').expect("lines");
    assert!(last.contains("ended"), "{last}");
    std::fs::write(&journal, &outcomes[..outcomes.len() - 9]).expect("cut");
    let before = town.sandbox.requests().len();
    run();
    assert_eq!(town.sandbox.requests().len(), before + 1, "only the change of the cut line is made again");
    std::fs::remove_file(journal).expect("removed");
}
