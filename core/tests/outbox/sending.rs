//! What is delivered, and when.

use std::time::{Duration, Instant};

use seam_acs_core::{Action, DeliverOptions, Error, OutboxChange, Status, User};
use seam_acs_sandbox::{DropAt, Ending, Fault, Sandbox, SandboxOptions, Seed};

use crate::fixture::{ADD, Folder, REMOVE, add, begin, client, deliver, keep, remove, states, wait_for};

#[test]
fn what_was_kept_without_a_network_is_delivered_when_it_is_there() {
    let folder = Folder::new();
    let outbox = folder.open();
    keep(&outbox, add());
    let sandbox = Sandbox::start_default().unwrap();
    let told = deliver(&outbox, &client(&sandbox, &[]));
    assert_eq!(told.get("delivered").unwrap(), "1");
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    assert_eq!(states(&outbox), ["recorded"]);
}

#[test]
fn of_an_addition_and_a_removal_the_removal_alone_is_sent() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    keep(&outbox, add());
    keep(&outbox, remove());
    deliver(&outbox, &client(&sandbox, &[]));
    let sent = sandbox.requests();
    assert!(!sent.iter().any(|request| request.path == ADD), "the addition was sent");
    assert_eq!(sent.iter().filter(|request| request.path == REMOVE).count(), 1);
    assert_eq!(states(&outbox), ["superseded", "recorded"]);
}

#[test]
fn the_audit_log_names_who_asked_for_a_change_else_whom_the_client_names() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    let audit = folder.0.join("audit.jsonl");
    let client = client(&sandbox, &[("audit_log", audit.to_str().unwrap()), ("actor", "panel 7")]);
    keep(&outbox, remove().asked_by("front desk", "lost badge").unwrap());
    deliver(&outbox, &client);
    keep(&outbox, add());
    deliver(&outbox, &client);
    let text = std::fs::read_to_string(&audit).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let named = |line: serde_json::Value| (line["actor"].clone(), line["reason"].clone());
    let intents: Vec<_> = lines.filter(|line| line["event"] == "intent").map(named).collect();
    assert_eq!(
        intents,
        [("front desk".into(), "lost badge".into()), ("panel 7".into(), serde_json::Value::Null)]
    );
}

#[test]
fn an_addition_that_expired_is_not_sent_and_the_removal_underneath_is() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    keep(&outbox, remove());
    keep(&outbox, add().good_for(1).unwrap());
    // An age is told by the kernel's clock, which no test can turn.
    std::thread::sleep(Duration::from_millis(1100));
    deliver(&outbox, &client(&sandbox, &[]));
    assert!(!sandbox.requests().iter().any(|request| request.path == ADD));
    assert_eq!(states(&outbox), ["recorded", "expired"]);
}

#[test]
fn an_addition_is_not_sent_again_after_it_has_expired() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let (outbox, client) = (folder.open(), client(&sandbox, &[]));
    sandbox.fault(Fault::on(ADD).status(503).applied(false).always());
    keep(&outbox, add().good_for(2).unwrap());
    let expires = Instant::now() + Duration::from_secs(2);
    let delivery = begin(&outbox, &client, false);
    assert!(sandbox.wait_for_requests(ADD, 2, Duration::from_secs(20)));
    wait_for("the end of its attempts", || Instant::now() > expires && states(&outbox) != ["under_way"]);
    delivery.cancel();
    assert!(delivery.wait(Some(Duration::from_secs(20))));
    let last = sandbox.requests().into_iter().rfind(|request| request.path == ADD).unwrap();
    assert!(last.started < expires, "{:?} after it had expired", last.started.duration_since(expires));
}

#[test]
fn removals_go_first() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    let other =
        OutboxChange::new(Action::Remove, User::Acs("33333333-3333-3333-3333-000000000002"), Sandbox::GROUP);
    keep(&outbox, add());
    keep(&outbox, other.unwrap());
    deliver(&outbox, &client(&sandbox, &[("max_concurrency", "1")]));
    let order: Vec<String> = sandbox
        .requests()
        .into_iter()
        .map(|request| request.path)
        .filter(|path| path == ADD || path == REMOVE)
        .collect();
    assert_eq!(order, [REMOVE, ADD]);
}

#[test]
fn what_seam_refuses_is_kept_with_the_reason_and_can_be_asked_for_again() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let (outbox, client) = (folder.open(), client(&sandbox, &[]));
    sandbox.fault(Fault::on(REMOVE).status(404));
    let id = keep(&outbox, remove());
    deliver(&outbox, &client);
    let refused = outbox.list(r#"{"state": "refused"}"#).unwrap();
    assert!(refused.get(0).unwrap().get("error").unwrap().contains(Sandbox::GROUP));
    assert_eq!(outbox.status().unwrap().get("refused_removes").unwrap(), "1");
    outbox.retry(&id, None).unwrap();
    deliver(&outbox, &client);
    assert_eq!(states(&outbox), ["recorded"]);
}

#[test]
fn a_key_that_is_not_accepted_pauses_and_another_one_of_the_workspace_goes_on() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    keep(&outbox, remove());
    let wrong = client(&sandbox, &[("api_key", "seam_testkey_of_nobody")]);
    let paused = begin(&outbox, &wrong, false);
    wait_for("the pause", || outbox.status().unwrap().get("paused_because").is_some());
    paused.cancel();
    assert!(paused.wait(Some(Duration::from_secs(20))));
    drop(paused);
    deliver(&outbox, &client(&sandbox, &[]));
    assert_eq!(outbox.status().unwrap().get("paused_because"), None);
    assert_eq!(states(&outbox), ["recorded"]);
}

#[test]
fn credentials_of_another_workspace_are_refused() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    keep(&outbox, remove());
    deliver(&outbox, &client(&sandbox, &[]));
    let other = Sandbox::start(SandboxOptions {
        seed: Seed { workspace_id: "another-workspace".into(), ..Default::default() },
        ..SandboxOptions::default()
    })
    .unwrap();
    let stranger = client(&other, &[]);
    let refused = begin(&outbox, &stranger, true);
    assert!(refused.wait(Some(Duration::from_secs(20))));
    let error = refused.result().unwrap_err();
    assert_eq!(error.status(), Status::Guard, "{error}");
}

#[test]
fn one_process_delivers_at_a_time() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let (outbox, client) = (folder.open(), client(&sandbox, &[]));
    let first = begin(&outbox, &client, false);
    let refused = folder.open().begin_deliver(&client, &DeliverOptions::default());
    assert!(matches!(refused, Err(Error::State(_))));
    first.cancel();
    assert!(first.wait(Some(Duration::from_secs(20))));
}

#[test]
fn what_is_asked_for_while_it_is_delivered_is_sent_at_once_also_by_another_handle() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let (outbox, client) = (folder.open(), client(&sandbox, &[]));
    let delivery = begin(&outbox, &client, false);
    keep(&outbox, add());
    wait_for("the addition", || sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    keep(&folder.open(), remove());
    wait_for("the removal", || !sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
    delivery.cancel();
    assert!(delivery.wait(Some(Duration::from_secs(20))));
}

#[test]
fn a_removal_does_not_wait_for_an_addition_that_is_held() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let (outbox, client) = (folder.open(), client(&sandbox, &[]));
    sandbox.fault(Fault::on(ADD).hold().applied(false));
    let delivery = begin(&outbox, &client, false);
    keep(&outbox, add());
    assert!(sandbox.wait_for_requests(ADD, 1, Duration::from_secs(20)));
    keep(&outbox, remove());
    // Long before the held request is given up.
    assert!(sandbox.wait_for_requests(REMOVE, 1, Duration::from_secs(3)));
    delivery.cancel();
    assert!(delivery.wait(Some(Duration::from_secs(20))));
}

#[test]
fn a_change_whose_answers_are_lost_is_sent_until_one_comes() {
    let (folder, sandbox) = (Folder::new(), Sandbox::start_default().unwrap());
    let outbox = folder.open();
    sandbox.fault(Fault::on(REMOVE).dropped(DropAt::AfterApplying, Ending::Reset).times(3));
    keep(&outbox, remove());
    deliver(&outbox, &client(&sandbox, &[("max_attempts", "1")]));
    assert_eq!(states(&outbox), ["recorded"]);
    assert!(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn no_addition_expires_because_it_is_asked_for_while_the_deliverer_plans() {
    const PEOPLE: usize = 300;
    let seed = Seed::default();
    let known = seed.users.len();
    let seed = seed.with_more_users(PEOPLE);
    let users: Vec<String> = seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).unwrap();
    let folder = Folder::new();
    let outbox = folder.open();
    let client = client(&sandbox, &[]);
    let delivery = begin(&outbox, &client, false);
    for user in &users {
        keep(&outbox, OutboxChange::new(Action::Add, User::Acs(user), Sandbox::GROUP).unwrap());
    }
    wait_for("all have ended", || {
        states(&outbox).iter().all(|state| state != "waiting" && state != "under_way")
    });
    let states = states(&outbox);
    assert!(states.iter().all(|state| state == "recorded"), "{states:?}");
    delivery.cancel();
}
