//! Apply: any list of changes, with a person's changes one after another, cancelled or not.

use std::time::Duration;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use seam_acs_core::{Action, ApplyOptions, Changes, User};
use seam_acs_sandbox::Fault;

use crate::cases;
use crate::fixture::{Fixture, GROUPS, Membership, ended, is_complete};
use crate::trouble::troubles;

/// Few people and groups, so that most changes have others of their pair before them.
const BUSY: usize = 3;

fn membership() -> impl Strategy<Value = Membership> {
    let people = || btree_set(0..BUSY, 0..=BUSY);
    [people(), people(), people()]
}

fn changes() -> impl Strategy<Value = Vec<(bool, usize, usize)>> {
    vec((any::<bool>(), 0..BUSY, 0..GROUPS.len()), 0..24)
}

/// What is known about how it is sent.
#[derive(Clone, Debug)]
struct Way {
    fixed: Option<u32>,
    cancelled_after: Option<usize>,
}

fn way() -> impl Strategy<Value = Way> {
    (option::of(1..9_u32), option::weighted(0.3, 0..12_usize))
        .prop_map(|(fixed, cancelled_after)| Way { fixed, cancelled_after })
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_list_ends_in_the_state_that_it_reports(
        before in membership(),
        list in changes(),
        way in way(),
        faults in troubles(),
    ) {
        apply(&before, &list, &way, &faults);
    }
}

fn apply(before: &Membership, list: &[(bool, usize, usize)], way: &Way, faults: &[Fault]) {
    let fixture = Fixture::new(before, faults);
    let mut changes = Changes::new();
    for (add, person, group) in list {
        let action = if *add { Action::Add } else { Action::Remove };
        changes.push(action, User::Acs(fixture.person(*person)), GROUPS[*group]).expect("valid");
    }
    let options = ApplyOptions {
        fixed: way.fixed,
        // A change in doubt keeps the next one of its pair waiting for half a minute.
        deadline: Some(Duration::from_secs(3)),
        ..ApplyOptions::default()
    };
    let operation = fixture.client.begin_apply(changes, &options).expect("begun");
    if let Some(requests) = way.cancelled_after {
        while fixture.requests() < requests && !operation.wait(Some(Duration::from_millis(1))) {}
        operation.cancel();
    }
    let result = ended(&operation);
    let report = operation.report().expect("a report");
    assert_eq!(report.len(), list.len());
    assert_eq!(result.is_ok(), is_complete(&report), "{result:?}");
    assert!(!faults.is_empty() || way.cancelled_after.is_some() || result.is_ok(), "{result:?}");
    fixture.assert_agrees(before, &report);
}
