//! Order, merging, pace and ends of a list.

use std::time::Duration;

use seam_acs_core::{Action, ApplyOptions, Changes, ItemOutcome, Status, User};
use seam_acs_sandbox::{Fault, Switch};

use crate::fixture::{ADD, Fixture, LONG, REMOVE, wait_until};

#[test]
fn every_change_is_made_and_reported_in_the_order_of_the_list() {
    let fixture = Fixture::new(100);
    let changes = fixture.everybody(Action::Add);
    let operation = fixture.client.begin_apply(changes.clone(), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let report = operation.result().expect("all of it").report().expect("a report").clone();
    assert_eq!(report.totals().applied, 300);
    assert!(report.iter().map(|item| item.change).eq(changes.iter()));
    assert!(report.iter().all(|item| item.request_id.is_some() && item.attempts == 1));
    fixture.assert_agrees(&report);
    let progress = operation.progress();
    assert_eq!((progress.done, progress.failed, progress.total), (300, 0, Some(300)));
}

#[test]
fn changes_of_one_pair_keep_their_order_and_equal_neighbours_go_as_one() {
    let fixture = Fixture::new(20);
    let mut changes = Changes::new();
    for action in [Action::Add, Action::Add, Action::Remove, Action::Add, Action::Remove, Action::Remove] {
        for person in &fixture.people {
            changes.push(action, User::Acs(person), &fixture.groups[0]).expect("valid");
        }
    }
    let operation = fixture.client.begin_apply(changes, &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let report = operation.report().expect("a report");
    assert_eq!(report.totals().applied, 120);
    for person in 0..20 {
        let request =
            |round: usize| report.get(round * 20 + person).and_then(|item| item.request_id).expect("an id");
        assert_eq!(request(0), request(1), "a merged change has the outcome of the one that was sent");
        assert_eq!(request(4), request(5));
    }
    for person in &fixture.people {
        let requests = fixture.sandbox.requests();
        let paths: Vec<_> = requests
            .iter()
            .filter(|request| request.body.contains(person))
            .map(|request| request.path.as_str())
            .collect();
        assert_eq!(paths, [ADD, REMOVE, ADD, REMOVE]);
    }
    assert!(fixture.people.iter().all(|person| !fixture.sandbox.is_member(person, &fixture.groups[0])));
}

#[test]
fn what_fails_makes_the_whole_a_partial_failure_with_a_report() {
    let fixture = Fixture::new(10);
    let mut changes = fixture.everybody(Action::Add);
    changes
        .push(Action::Add, User::Acs("33333333-3333-3333-3333-00000000dead"), &fixture.groups[0])
        .expect("valid");
    let operation = fixture.client.begin_apply(changes, &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let error = operation.result().expect_err("partial");
    assert_eq!(error.status(), Status::Partial);
    assert!(error.to_string().contains("30 recorded, 1 failed"), "{error}");
    let report = operation.report().expect("a report");
    assert_eq!(
        report.get(30).expect("the last").error.map(seam_acs_core::Error::status),
        Some(Status::NotFound)
    );
    assert!(report.to_retry().is_empty(), "an unknown user stays unknown");
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("JSON");
    assert_eq!(
        (&json["totals"]["failed"], &json["items"][30]["error"]["name"]),
        (&1.into(), &"NOT_FOUND".into())
    );
}

/// The proof is the server's log, not our own counter.
#[test]
fn concurrency_grows_while_the_server_keeps_up_and_shrinks_when_it_pushes_back() {
    let fixture = Fixture::new(400);
    fixture.sandbox.set(Switch::LatencyMs(20));
    fixture.sandbox.fault(Fault::on("*").after(600).status(429).times(20));
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().expect("all of it");
    let requests = fixture.sandbox.requests();
    let under_way_at = |index: usize| {
        let now = requests[index].started;
        let earlier = requests[..index].iter().rev().take(200);
        1 + earlier.filter(|request| request.ended.is_none_or(|ended| ended > now)).count()
    };
    let most = |range: std::ops::Range<usize>| range.map(under_way_at).max().unwrap_or(0);
    assert!(most(0..8) <= 8, "it begins with 8");
    let before = most(300..600);
    assert!((40..=64).contains(&before), "it has grown to {before}");
    let after = most(690..720);
    assert!(after <= before / 2 + 2, "it has shrunk from {before} to {after}");
}

#[test]
fn retry_after_pauses_the_whole_run() {
    let fixture = Fixture::new(100);
    fixture.sandbox.fault(Fault::on("*").after(50).status(429).retry_after("1"));
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().expect("all of it");
    let requests = fixture.sandbox.requests();
    let pushed_back =
        requests.iter().find(|request| request.status == Some(429)).and_then(|request| request.ended);
    let pushed_back = pushed_back.expect("one was");
    let soon = Duration::from_millis(100)..Duration::from_millis(950);
    let during = requests
        .iter()
        .filter(|request| soon.contains(&request.started.saturating_duration_since(pushed_back)));
    assert_eq!(during.count(), 0, "nobody sends while the run is paused");
}

/// More than a change may take is no reason to fail it.
#[test]
fn retry_after_longer_than_the_deadline_of_a_change_costs_no_change_its_outcome() {
    let fixture = Fixture::with(20, &[("timeout_ms", "1000")]);
    fixture.sandbox.fault(Fault::on(ADD).after(10).times(8).status(429).retry_after("3"));
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.result().expect("all of it");
    assert!(operation.progress().elapsed >= Duration::from_secs(3));
}

#[test]
fn a_pause_longer_than_max_pause_ends_the_run() {
    let fixture = Fixture::with(200, &[("max_pause_ms", "2000"), ("max_attempts", "1")]);
    fixture.sandbox.fault(Fault::on(ADD).after(10).always().status(429).retry_after("3600"));
    assert_stops_early(&fixture, "max_pause", 64);
}

#[test]
fn a_run_whose_credentials_are_not_accepted_sends_nothing_more() {
    let fixture = Fixture::new(200);
    fixture.sandbox.fault(Fault::on(ADD).after(10).always().status(401));
    assert_stops_early(&fixture, "the credentials were not accepted", 64);
}

#[test]
fn a_run_that_is_not_allowed_three_changes_for_one_reason_sends_nothing_more() {
    let fixture = Fixture::new(200);
    fixture.sandbox.fault(Fault::on(ADD).after(10).always().status(403));
    assert_stops_early(&fixture, "not allowed for the same reason", 66);
}

/// All but what was under way is not attempted, and is to be tried again.
fn assert_stops_early(fixture: &Fixture, reason: &str, most_refused: usize) {
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let error = operation.result().expect_err("not all");
    assert_eq!(error.status(), Status::Partial);
    assert!(error.to_string().contains(reason), "{error}");
    let report = operation.report().expect("a report");
    let totals = report.totals();
    assert!(totals.failed <= most_refused && totals.applied >= 10, "{totals}");
    assert_eq!(totals.not_attempted, 600 - totals.failed - totals.applied, "{totals}");
    assert!(report.to_retry().len() >= totals.not_attempted);
    let sent = fixture.sandbox.requests().iter().filter(|request| request.path == ADD).count();
    assert_eq!(sent, totals.failed + totals.applied);
    fixture.assert_agrees(&report);
}

#[test]
fn cancelling_stops_new_requests_at_once_and_tells_the_truth_about_the_rest() {
    let fixture = Fixture::new(667);
    fixture.sandbox.set(Switch::LatencyMs(20));
    let operation =
        fixture.client.begin_apply(fixture.everybody(Action::Add), &ApplyOptions::default()).expect("begun");
    wait_until("some are made", || operation.progress().done > 900);
    operation.cancel();
    assert!(operation.wait(Some(LONG)));
    let error = operation.result().expect_err("not all");
    assert_eq!(error.status(), Status::Partial);
    assert!(error.to_string().contains("cancelled"), "{error}");
    let report = operation.report().expect("a report");
    let totals = report.totals();
    assert!(totals.applied > 900 && totals.outcome_unknown > 0 && totals.not_attempted > 100, "{totals}");
    assert!(totals.outcome_unknown <= 64);
    // What was abandoned may still arrive; then nothing changes any more.
    let sent = || fixture.sandbox.requests().len();
    wait_until("the server is quiet", || {
        let before = sent();
        std::thread::sleep(Duration::from_millis(100));
        sent() == before
    });
    fixture.assert_agrees(&report);
    assert_eq!(report.to_retry().len(), totals.outcome_unknown + totals.not_attempted);
}

#[test]
fn a_deadline_bounds_the_whole_list() {
    let fixture = Fixture::new(200);
    fixture.sandbox.set(Switch::LatencyMs(50));
    let options = ApplyOptions {
        deadline: Some(Duration::from_millis(200)),
        fixed: Some(2),
        ..ApplyOptions::default()
    };
    let operation = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert!(operation.result().expect_err("not all").to_string().contains("the deadline passed"));
    assert!(operation.report().expect("a report").totals().not_attempted > 500);
}

#[test]
fn a_fixed_concurrency_is_kept() {
    let fixture = Fixture::new(40);
    fixture.sandbox.set(Switch::LatencyMs(5));
    let options = ApplyOptions { fixed: Some(3), ..ApplyOptions::default() };
    let operation = fixture.client.begin_apply(fixture.everybody(Action::Add), &options).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let requests = fixture.sandbox.requests();
    for (index, request) in requests.iter().enumerate() {
        let under_way =
            requests[..index].iter().filter(|other| other.ended.is_none_or(|ended| ended > request.started));
        assert!(under_way.count() < 3);
    }
    for options in
        [ApplyOptions { ceiling: Some(0), ..options.clone() }, ApplyOptions { fixed: Some(1025), ..options }]
    {
        assert_eq!(
            fixture.client.begin_apply(Changes::new(), &options).expect_err("out of range").status(),
            Status::InvalidArgument
        );
    }
}

#[test]
fn an_empty_list_is_done() {
    let fixture = Fixture::new(0);
    let operation = fixture.client.begin_apply(Changes::new(), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert!(operation.result().expect("nothing to do").report().expect("a report").is_empty());
}

#[test]
fn each_change_has_the_whole_time_of_an_attempt_whenever_the_one_before_it_began() {
    let fixture = Fixture::with(4, &[("max_attempts", "1"), ("attempt_timeout_ms", "1500")]);
    let group = &fixture.groups[0];
    let mut changes = Changes::new();
    for person in &fixture.people {
        changes.push(Action::Add, User::Acs(person), group).expect("valid");
    }
    // Three answers that take most of an attempt each, and none to the fourth.
    fixture.sandbox.fault(Fault::on(ADD).delay_ms(1000).times(3));
    fixture.sandbox.fault(Fault::on(ADD).hold().always());
    let one_by_one = ApplyOptions { fixed: Some(1), ..ApplyOptions::default() };
    let operation = fixture.client.begin_apply(changes, &one_by_one).expect("begun");
    assert!(operation.wait(Some(LONG)));
    let report = operation.report().expect("a report");
    let outcomes: Vec<_> = report.iter().map(|item| item.outcome).collect();
    let applied = ItemOutcome::Applied;
    assert_eq!(outcomes, [applied, applied, applied, ItemOutcome::Unknown]);
    let last = report.get(3).expect("the fourth").duration;
    assert!(last >= Duration::from_millis(1500), "given up after {last:?}");
    assert!(last < Duration::from_secs(10), "given up after {last:?}");
    fixture.sandbox.release();
}
