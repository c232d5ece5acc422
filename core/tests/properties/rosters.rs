//! Plan and sync: any roster on any membership.

use std::collections::BTreeSet;
use std::fmt::Write;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use seam_acs_core::{ApplyOptions, Error, Mode, Order, Plan, PlanOptions, Roster, SyncOptions};

use crate::cases;
use crate::fixture::{Fixture, GROUPS, Membership, PEOPLE, ended, is_complete};
use crate::trouble::troubles;

/// What the roster says of each group, where it names it.
type Wanted = [Option<BTreeSet<usize>>; 3];

fn people() -> impl Strategy<Value = BTreeSet<usize>> {
    btree_set(0..PEOPLE, 0..=PEOPLE)
}

fn membership() -> impl Strategy<Value = Membership> {
    [people(), people(), people()]
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let named = || option::of(btree_set(0..PEOPLE, 1..=PEOPLE));
    [named(), named(), named()]
}

fn options() -> impl Strategy<Value = PlanOptions> {
    (any::<bool>(), any::<bool>()).prop_map(|(additive, removes_first)| PlanOptions {
        mode: if additive { Mode::Additive } else { Mode::Exact },
        order: if removes_first { Order::RemovesFirst } else { Order::AddsFirst },
        allow_mass_removal: true,
        // Nobody is in some of the rosters.
        allow_emptying: true,
        ..PlanOptions::default()
    })
}

/// The roster as CSV, its rows in the order of some numbers, some of them twice.
fn csv(fixture: &Fixture, wanted: &Wanted, shuffle: &[usize]) -> String {
    let rows = wanted
        .iter()
        .enumerate()
        .flat_map(|(group, people)| people.iter().flatten().map(move |person| (GROUPS[group], *person)));
    let mut rows: Vec<(&str, usize)> = rows.collect();
    for (from, to) in (0..rows.len()).zip(shuffle) {
        let to = to % rows.len();
        rows.swap(from, to);
    }
    let twice = rows.len() / 4;
    rows.extend_from_within(..twice);
    let mut text = "acs_access_group_id,acs_user_id\n".to_owned();
    for (group, person) in rows {
        let _ = writeln!(text, "{group},{}", fixture.person(person));
    }
    text
}

fn plan(fixture: &Fixture, csv: &str, options: &PlanOptions) -> Result<Plan, Error> {
    let roster = Roster::parse(csv.as_bytes()).expect("a roster");
    let answer = ended(&fixture.client.begin_plan(roster, options.clone())?)?;
    Ok(answer.plan().expect("a plan").clone())
}

fn expected(before: &Membership, wanted: &Wanted, mode: Mode) -> Membership {
    let mut after = before.clone();
    for (members, wanted) in after.iter_mut().zip(wanted) {
        match (wanted, mode) {
            (None, _) => {}
            (Some(wanted), Mode::Exact) => members.clone_from(wanted),
            (Some(wanted), Mode::Additive) => members.extend(wanted),
        }
    }
    after
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn a_sync_ends_in_the_state_that_it_reports(
        before in membership(),
        wanted in wanted(),
        options in options(),
        shuffle in vec(any::<usize>(), 24),
        faults in troubles(),
    ) {
        let mut fixture = Fixture::new(&before, &faults);
        let csv = csv(&fixture, &wanted, &shuffle);
        if let Ok(plan) = plan(&fixture, &csv, &options) {
            sync(&fixture, &before, &plan);
        } else {
            prop_assert_eq!(fixture.members(), before.clone(), "planning changes nothing");
        }
        // Whatever was left undone is done by the next run, and groups that the roster does not name stay.
        fixture.calm_down();
        let rest = plan(&fixture, &csv, &options).expect("a plan");
        ended(&fixture.client.begin_sync(&rest, ApplyOptions::default()).expect("begun")).expect("all of it");
        prop_assert_eq!(fixture.members(), expected(&before, &wanted, options.mode));
        let nothing = plan(&fixture, &csv, &options).expect("a plan");
        prop_assert_eq!((nothing.adds(), nothing.removes()), (0, 0));
    }
}

fn sync(fixture: &Fixture, before: &Membership, plan: &Plan) {
    let plan = Plan::from_json(&plan.to_json()).expect("its own text");
    let allowed = SyncOptions { allow_mass_removal: true, allow_emptying: true, ..SyncOptions::default() };
    let operation = fixture.client.begin_sync(&plan, &allowed).expect("begun");
    let result = ended(&operation);
    let Some(report) = operation.report() else {
        assert!(result.is_err(), "a success without a report");
        assert_eq!(&fixture.members(), before, "nothing is changed without a report");
        return;
    };
    assert_eq!(report.len(), plan.adds() + plan.removes());
    assert_eq!(result.is_ok(), is_complete(&report), "{result:?}");
    fixture.assert_agrees(before, &report);
}
