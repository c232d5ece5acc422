//! Ctrl-C, SIGTERM and SIGHUP at each stage: the first one ends the work with the truth, the second one at once.

use std::process::Child;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use seam_acs_sandbox::{Fault, Sandbox, Switch};

use crate::command::{Ended, GROUP, PERSON, Place};
use crate::rosters::many;

pub(crate) const SIGNALS: [Signal; 3] = [Signal::INT, Signal::TERM, Signal::HUP];
const LIMIT: Duration = Duration::from_secs(60);

pub(crate) fn send(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

fn held(place: &Place, path: &str) {
    place.sandbox.fault(Fault::on(path).hold().always());
}

#[test]
fn a_signal_while_names_are_looked_up_ends_with_three_and_nothing_is_sent() {
    for signal in SIGNALS {
        let place = Place::new();
        held(&place, "/acs/access_groups/list");
        let child = place.start(&["add", PERSON, GROUP]);
        assert!(place.sandbox.wait_for_held(1, LIMIT));
        send(&child, signal);
        let done = Ended::after(child).ends_with(3);
        assert!(done.err.contains("cancelled"), "{done:?}");
        place.sandbox.release();
        assert!(!place.has_newcomer());
        assert!(
            place.sandbox.requests().iter().all(|request| request.path != "/acs/users/add_to_access_group")
        );
    }
}

#[test]
fn a_signal_while_a_change_is_under_way_ends_with_the_doubt() {
    for signal in SIGNALS {
        let place = Place::new();
        held(&place, "/acs/users/add_to_access_group");
        let child = place.start(&["add", PERSON, GROUP, "--json"]);
        assert!(place.sandbox.wait_for_held(1, LIMIT));
        send(&child, signal);
        let done = Ended::after(child).ends_with(8);
        assert_eq!(done.error()["outcome_unknown"], true);
        assert!(
            place.sandbox.is_member(Sandbox::USER, Sandbox::GROUP),
            "the sandbox records before it answers"
        );
    }
}

#[test]
fn a_signal_that_was_ignored_at_the_begin_stays_ignored() {
    let place = Place::new();
    held(&place, "/acs/users/add_to_access_group");
    let mut command = std::process::Command::new("sh");
    command.args([
        "-c",
        "trap '' HUP; exec \"$0\" add \"$1\" \"$2\"",
        crate::command::PROGRAM,
        PERSON,
        GROUP,
    ]);
    let given = place.command(&[]);
    command.env_clear().envs(given.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    assert!(place.sandbox.wait_for_held(1, LIMIT));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
    let bit = |signal: Signal| 1 << (signal.as_raw() - 1);
    let caught = u64::from_str_radix(caught, 16).unwrap();
    assert_eq!((caught & bit(Signal::HUP), caught & bit(Signal::TERM)), (0, bit(Signal::TERM)));
    send(&child, Signal::HUP);
    place.sandbox.release();
    Ended::after(child).ends_with(0);
}

#[test]
fn a_second_signal_ends_the_process_at_once() {
    let place = Place::new();
    held(&place, "/acs/users/add_to_access_group");
    let child = place.start(&["add", PERSON, GROUP, "--timeout", "3600"]);
    assert!(place.sandbox.wait_for_held(1, LIMIT));
    kill_process(Pid::from_child(&child), Signal::STOP).unwrap();
    for signal in [Signal::INT, Signal::TERM] {
        send(&child, signal);
    }
    kill_process(Pid::from_child(&child), Signal::CONT).unwrap();
    // Both came before the command could do a thing: one asked it to stop, the other one killed it.
    let done = Ended::after(child);
    assert!(matches!(done.signal, Some(2 | 15)), "{done:?}");
}

#[test]
fn a_signal_while_a_plan_is_made_changes_nothing_and_leaves_the_report_alone() {
    for signal in SIGNALS {
        let (place, table) = many(20);
        place.file("report.csv", "the one before");
        held(&place, "/acs/access_groups/list_users");
        let child = place.start(&["sync", &table, "--allow-mass-removal", "--report", "report.csv"]);
        assert!(place.sandbox.wait_for_held(1, LIMIT));
        send(&child, signal);
        let done = Ended::after(child).ends_with(3);
        assert!(done.err.contains("cancelled"), "{done:?}");
        assert_eq!(place.read("report.csv"), "the one before");
        assert_eq!(place.files(), ["many.csv", "report.csv"]);
        assert_eq!(place.members().len(), 10);
    }
}

#[test]
fn a_signal_while_a_list_is_made_ends_with_report_summary_and_journal() {
    for signal in SIGNALS {
        let (place, table) = many(60);
        place.sandbox.fault(Fault::on("/acs/users/a*").hold().after(10).always());
        let words =
            ["sync", &table, "--additive", "--ceiling", "4", "--report", "report.csv", "--journal", "j"];
        let child = place.start(&words);
        assert!(place.sandbox.wait_for_held(4, LIMIT));
        // All that were not held are answered before any signal.
        assert!(place.sandbox.wait_for_requests("/acs/users/add_to_access_group", 14, LIMIT));
        send(&child, signal);
        let done = Ended::after(child).ends_with(6);
        assert!(done.out.contains("30 changes: 10 recorded by Seam"), "{done:?}");
        assert!(done.out.contains("4 in doubt, 16 not attempted"), "{done:?}");
        assert_eq!(place.read("report.csv").matches(",applied,").count(), 10);
        assert_eq!(place.read("report.csv").matches(",outcome_unknown,").count(), 4);
        place.sandbox.release();
        place.sandbox.clear();
        // The journal tells the next run what may still arrive, and it ends as asked.
        let words = ["sync", &table, "--additive", "--report", "report.csv", "--journal", "j"];
        place.run(&words).ends_with(0);
        assert_eq!(place.members().len(), 60);
    }
}

#[test]
fn a_signal_while_the_table_is_read_stops_before_anything_is_asked() {
    for signal in SIGNALS {
        let place = Place::new();
        let mut command = place.command(&["sync", "-"]);
        let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // More than a pipe holds, so that the command is known to read.
        std::io::Write::write_all(&mut input, &b"email,group\n".repeat(20_000)).unwrap();
        send(&child, signal);
        let done = Ended::after(child).ends_with(3);
        assert!(done.err.contains("nothing was changed"), "{done:?}");
        assert!(place.sandbox.requests().is_empty());
        drop(input);
    }
}

#[test]
fn a_signal_while_a_change_is_waited_for_tells_the_change_and_ends_with_nine() {
    for signal in SIGNALS {
        let place = Place::new();
        place.sandbox.set(Switch::PushDelayMs(None));
        let child = place.start(&["add", PERSON, GROUP, "--wait", "0", "--json"]);
        // The change itself looks at the user twice at most.
        assert!(place.sandbox.wait_for_requests("/acs/users/get", 4, LIMIT));
        send(&child, signal);
        let done = Ended::after(child).ends_with(9);
        assert_eq!(done.json()["ensured"]["result"], "changed");
        assert!(place.has_newcomer());
    }
}

#[test]
fn a_signal_while_waiting_for_the_access_system_ends_with_three() {
    for signal in SIGNALS {
        let place = Place::new();
        place.sandbox.set(Switch::PushDelayMs(None));
        place.run(&["add", PERSON, GROUP]).ends_with(0);
        held(&place, "/acs/users/get");
        let child = place.start(&["wait", PERSON, GROUP, "--for", "0"]);
        assert!(place.sandbox.wait_for_held(1, LIMIT));
        send(&child, signal);
        Ended::after(child).ends_with(3);
    }
}
