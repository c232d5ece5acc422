//! Faults in the middle of a list, by ten different dice.

use seam_acs_core::{Action, ApplyOptions, ItemOutcome, Report};
use seam_acs_sandbox::{DropAt, Ending, Fault, ListsShow, Switch};

use crate::fixture::{Fixture, LONG};

/// Of each hundred changes 5 meet a 429, 2 a 503, 2 a connection that is dropped after the request was read.
fn plant_faults(fixture: &Fixture, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut asked = "1";
    for person in &fixture.people {
        for group in &fixture.groups {
            let fault = Fault::on("*").user(person).group(group);
            let at = if dice.bool() { DropAt::AfterApplying } else { DropAt::BeforeApplying };
            match dice.u32(0..100) {
                0..5 => {
                    // Each pauses the whole run: one of them for long enough to be seen.
                    let seconds = std::mem::replace(&mut asked, "0");
                    fixture.sandbox.fault(fault.status(429).retry_after(seconds));
                }
                5..7 => fixture.sandbox.fault(fault.status(503)),
                7..9 => fixture.sandbox.fault(fault.dropped(at, Ending::Reset)),
                _ => {}
            }
        }
    }
}

/// What Seam does with a change that is so already, and what its lists show, is not known.
fn stand_in_one_of_many_positions(fixture: &Fixture, seed: u64) {
    fixture.sandbox.set(Switch::AddOfMember(if seed % 4 < 2 { 200 } else { 409 }));
    fixture.sandbox.set(Switch::RemoveOfNonMember([200, 404, 409][(seed % 3) as usize]));
    fixture.sandbox.set(Switch::ListsShow(if seed < 5 { ListsShow::Wanted } else { ListsShow::Applied }));
}

fn apply(fixture: &Fixture, action: Action) -> Report {
    let operation =
        fixture.client.begin_apply(fixture.everybody(action), &ApplyOptions::default()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    operation.report().expect("a report")
}

#[test]
fn outcomes_agree_with_the_server_for_ten_seeds() {
    std::thread::scope(|scope| {
        for seed in 0..10 {
            scope.spawn(move || {
                let fixture = Fixture::new(667);
                fixture.sandbox.set(Switch::LatencyMs(20));
                let action = if seed % 2 == 0 { Action::Add } else { Action::Remove };
                if action == Action::Remove {
                    assert_eq!(apply(&fixture, Action::Add).totals().applied, 2001);
                }
                plant_faults(&fixture, seed);
                stand_in_one_of_many_positions(&fixture, seed);
                let report = apply(&fixture, action);
                fixture.assert_agrees(&report);
                let totals = report.totals();
                assert_eq!(totals.applied, 2001, "seed {seed}: every fault passes: {totals}");
            });
        }
    });
}

#[test]
fn faults_that_do_not_pass_are_told_truly() {
    let fixture = Fixture::with(100, &[("max_attempts", "1")]);
    plant_faults(&fixture, 7);
    let report = apply(&fixture, Action::Add);
    fixture.assert_agrees(&report);
    let totals = report.totals();
    assert!(totals.failed > 0 && totals.outcome_unknown > 0 && totals.applied > 200, "{totals}");
    let failed: Vec<_> = report.iter().filter(|item| item.outcome == ItemOutcome::Failed).collect();
    assert!(failed.iter().all(|item| item.error.is_some_and(|error| error.http_status() == Some(429))));
}
