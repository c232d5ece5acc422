//! A server, or what stands in its place, that does not do what it should.

use std::thread;
use std::time::Duration;

use seam_acs_core::Status;
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, Switch};

use crate::fixture::{Folder, REMOVE, add, begin, client, deliver, keep, remove, states, wait_for};

const PORTAL: &str = "<html><body>Welcome. Accept the terms to go online.</body></html>";

/// Each is over after two requests.
fn passing_faults() -> Vec<Fault> {
    let on = || Fault::on(REMOVE).applied(false).times(2);
    vec![
        on().status(500),
        on().status(502),
        on().status(503),
        on().status(429).retry_after("1"),
        on().body(404, "text/html", PORTAL),
        on().body(200, "text/html", PORTAL),
        on().body(200, "application/json", "{}"),
        on().body(200, "application/json", r#"{"ok": false}"#),
        on().status(302).header("location", "http://portal.invalid/"),
        on().dropped(DropAt::BeforeApplying, Ending::Reset),
        Fault::on(REMOVE).dropped(DropAt::AfterApplying, Ending::Reset).times(2),
    ]
}

#[test]
fn a_server_that_fails_for_a_while_is_outlasted_and_a_portal_confirms_nothing() {
    thread::scope(|scope| {
        for fault in passing_faults() {
            scope.spawn(move || {
                let what = format!("{fault:?}");
                let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
                sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, true);
                sandbox.fault(fault);
                let outbox = folder.open();
                keep(&outbox, remove());
                deliver(&outbox, &client(&sandbox, &[("max_attempts", "1")]));
                assert_eq!(states(&outbox), ["recorded"], "{what}");
                assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "{what}");
            });
        }
    });
}

#[test]
fn while_the_key_is_not_accepted_all_is_kept_and_the_next_key_of_the_workspace_delivers_it() {
    thread::scope(|scope| {
        for status in [401, 403] {
            scope.spawn(move || {
                let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
                sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, true);
                sandbox.fault(Fault::on(REMOVE).status(status).applied(false).always());
                let (outbox, client) = (folder.open(), client(&sandbox, &[]));
                keep(&outbox, remove());
                let paused = begin(&outbox, &client, false);
                wait_for("the pause", || outbox.status().unwrap().get("paused_because").is_some());
                assert_eq!(states(&outbox), ["waiting"], "{status}");
                paused.cancel();
                assert!(paused.wait(Some(Duration::from_secs(20))));
                sandbox.clear();
                deliver(&outbox, &client);
                assert_eq!(states(&outbox), ["recorded"], "{status}");
                assert_eq!(outbox.status().unwrap().get("paused_because"), None);
            });
        }
    });
}

#[test]
fn a_key_of_another_workspace_sends_nothing() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    keep(&outbox, remove());
    deliver(&outbox, &client(&sandbox, &[]));
    keep(&outbox, add());
    let sent = sandbox.requests().len();
    let stranger = client(&sandbox, &[("api_key", &sandbox.api_key_of_empty_workspace())]);
    let refused = begin(&outbox, &stranger, true);
    assert!(refused.wait(Some(Duration::from_secs(20))));
    let ended = refused.result().map(drop).map_err(|error| error.status());
    let is_change = |path: &str| path.ends_with("_access_group");
    assert!(!sandbox.requests().iter().skip(sent).any(|request| is_change(&request.path)), "{ended:?}");
    assert_eq!(ended, Err(Status::Guard));
}

/// What Seam answers to a change that changes nothing is not documented.
#[test]
fn whatever_seam_answers_to_a_removal_of_somebody_who_is_not_there_it_is_never_taken_for_granted() {
    for (status, state) in [(200, "recorded"), (400, "refused"), (404, "refused"), (409, "refused")] {
        let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
        sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, false);
        sandbox.set(Switch::RemoveOfNonMember(status));
        let outbox = folder.open();
        keep(&outbox, remove());
        deliver(&outbox, &client(&sandbox, &[]));
        assert_eq!(states(&outbox), [state], "{status}");
        let alarm = outbox.status().unwrap().get("refused_removes").unwrap();
        assert_eq!(alarm, u32::from(state == "refused").to_string(), "{status}");
    }
}

#[test]
fn an_addition_of_a_member_is_recorded_or_refused_as_seam_says() {
    for (status, state) in [(200, "recorded"), (400, "refused"), (409, "refused")] {
        let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
        sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, true);
        sandbox.set(Switch::AddOfMember(status));
        let outbox = folder.open();
        keep(&outbox, add());
        deliver(&outbox, &client(&sandbox, &[]));
        assert_eq!(states(&outbox), [state], "{status}");
    }
}
