//! Ctrl-C, SIGTERM and SIGHUP at each stage: the first one ends the work with the truth, the second one at once.

use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use seam_acs_sandbox::{Fault, Sandbox};

use crate::command::{Ended, GROUP, PERSON, Place};

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
        let done = Ended::of(child.wait_with_output().unwrap()).ends_with(3);
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
        let done = Ended::of(child.wait_with_output().unwrap()).ends_with(8);
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
    send(&child, Signal::HUP);
    place.sandbox.release();
    Ended::of(child.wait_with_output().unwrap()).ends_with(0);
}

#[test]
fn a_second_signal_ends_the_process_at_once() {
    let place = Place::new();
    held(&place, "/acs/users/add_to_access_group");
    let mut child = place.start(&["add", PERSON, GROUP, "--timeout", "3600"]);
    assert!(place.sandbox.wait_for_held(1, LIMIT));
    kill_process(Pid::from_child(&child), Signal::STOP).unwrap();
    for signal in [Signal::INT, Signal::TERM] {
        send(&child, signal);
    }
    kill_process(Pid::from_child(&child), Signal::CONT).unwrap();
    let status = child.wait().unwrap();
    // Both came before the command could do a thing: one asked it to stop, the other one killed it.
    assert!(matches!(status.signal(), Some(2 | 15)), "{status:?}");
}
