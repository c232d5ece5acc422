//! Lists of changes, with and without a journal, and plans.

use std::time::Duration;

use std::path::PathBuf;

use seam_acs_core::{Action, ApplyOptions, Changes, Mode, Operation, Plan, PlanOptions, Roster, User};

use crate::fixture::{ADD, Fixture, GROUP, LATE, LONG, REMOVE, USER, outcomes, timed};

const OTHER_GROUP: &str = "44444444-4444-4444-4444-000000000002";

fn add_and_remove() -> Changes {
    let mut changes = Changes::new();
    changes.push(Action::Add, User::Acs(USER), GROUP).expect("valid");
    changes.push(Action::Remove, User::Acs(USER), GROUP).expect("valid");
    changes
}

#[test]
fn a_list_that_adds_and_removes_a_pair_ends_with_the_user_out() {
    let fixture = Fixture::new(&[]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    let operation = fixture.client.begin_apply(add_and_remove(), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report")), ["applied", "applied"]);
    assert!(!fixture.is_member());
}

#[test]
fn a_change_that_waits_for_a_mark_keeps_no_other_pair_waiting() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    let mut changes = add_and_remove();
    for user in fixture.sandbox.seed().users.iter().filter(|user| user.acs_user_id != USER) {
        changes.push(Action::Add, User::Acs(&user.acs_user_id), OTHER_GROUP).expect("valid");
    }
    let others = changes.len() - 2;
    // One at a time, so that a worker that waits would hold up all of them.
    let one_by_one = ApplyOptions { fixed: Some(1), ..ApplyOptions::default() };
    let operation = fixture.client.begin_apply(changes, &one_by_one).expect("begun");
    let ((), took) = timed(|| {
        while operation.progress().done < others as u64 {
            assert!(!operation.wait(Some(Duration::from_millis(20))), "not before the others are done");
        }
    });
    assert!(took < Duration::from_secs(15), "{took:?}");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report"))[..2], ["outcome_unknown", "applied"]);
    assert!(!fixture.is_member());
}

#[test]
fn a_run_has_the_time_that_a_mark_takes_besides_the_deadline_of_each_change() {
    let fixture = Fixture::new(&[("max_attempts", "1"), ("timeout_ms", "2000")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    let operation = fixture.client.begin_apply(add_and_remove(), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report")), ["outcome_unknown", "applied"]);
    assert!(!fixture.is_member());
    assert_eq!(fixture.moments(REMOVE).len(), 2);
}

/// A process that is killed takes its marks with it; the journal keeps them for the next one.
#[test]
fn a_run_that_goes_on_after_a_kill_knows_what_may_still_arrive() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    let journal = journal_file("killed");
    let mut child = start_adding(&fixture, &journal);
    assert!(fixture.sandbox.wait_for_held(1, LONG), "it is at work");
    child.kill().expect("killed");
    child.wait().expect("ended");
    // The next list of this journal is another one, and takes out whom the first may have put in.
    let mut changes = Changes::new();
    changes.push(Action::Remove, User::Acs(USER), GROUP).expect("valid");
    let options = ApplyOptions { journal: Some(journal.clone()), ..ApplyOptions::default() };
    let operation = fixture.client.begin_apply(changes, &options).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report")), ["applied"]);
    assert!(!fixture.is_member(), "the add of the killed process arrived");
    assert_eq!(fixture.moments(REMOVE).len(), 2);
    std::fs::remove_file(journal).expect("removed");
}

/// The same with a plan that finds everything as it is to be.
#[test]
fn a_plan_with_nothing_to_do_takes_out_whom_a_late_request_would_put_in() {
    let fixture = Fixture::new(&[("max_attempts", "1")]);
    fixture.arrives_late(ADD, Some(USER), LATE);
    assert!(fixture.client.run(crate::fixture::add()).expect_err("no answer").outcome_unknown());
    let plan = plan_of_nobody_new(&fixture);
    assert_eq!((plan.adds(), plan.removes()), (0, 0));
    let operation = fixture.client.begin_sync(&plan, ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation.report().expect("a report")), ["applied"]);
    assert!(!fixture.is_member());
}

/// Who is in the group now is who is to be in it.
fn plan_of_nobody_new(fixture: &Fixture) -> Plan {
    let members = fixture.sandbox.members(GROUP).join("\n");
    let roster = Roster::parse(format!("acs_user_id\n{members}\n").as_bytes()).expect("a roster");
    let options = PlanOptions { group: Some(GROUP.to_owned()), mode: Mode::Exact, ..PlanOptions::default() };
    let planning: Operation = fixture.client.begin_plan(roster, options).expect("begun");
    assert!(planning.wait(Some(LONG)));
    planning.plan().expect("a plan")
}

/// A process that adds the user, with no answer, and is to be killed.
fn start_adding(fixture: &Fixture, journal: &PathBuf) -> std::process::Child {
    use std::io::Write as _;
    fixture.arrives_late(ADD, Some(USER), LATE);
    let mut program = std::env::current_exe().expect("this binary");
    program.pop();
    program.set_file_name("examples");
    let mut child = std::process::Command::new(program.join("apply_with_journal"))
        .arg(journal)
        .env("SEAM_API_KEY", fixture.sandbox.api_key())
        .env("SEAM_ENDPOINT", fixture.sandbox.url())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("built with the tests");
    let line = format!("add {USER} {GROUP}\n");
    child.stdin.take().expect("piped").write_all(line.as_bytes()).expect("taken");
    child
}

fn journal_file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("seam-acs-late-{name}-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}
