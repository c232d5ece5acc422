//! Rosters and memberships made by chance: whatever they are, the groups become what the roster says.

use std::collections::BTreeSet;
use std::fmt::Write;

use seam_acs_core::{ApplyOptions, Mode, Order, Plan, PlanOptions, SyncOptions};
use seam_acs_sandbox::{Seed, Switch};

use crate::fixture::{ENGINEERING, Fixture, LOBBY, NIGHT, ended};

const GROUPS: [&str; 3] = [ENGINEERING, LOBBY, NIGHT];
const PEOPLE: usize = 30;

/// A building with people in groups, and a roster as CSV with what it says of each group, both by chance.
struct Chance {
    fixture: Fixture,
    csv: String,
    wanted: Vec<BTreeSet<String>>,
    before: Vec<BTreeSet<String>>,
    options: PlanOptions,
}

impl Chance {
    fn with_seed(number: u64) -> Chance {
        let mut random = fastrand::Rng::with_seed(number);
        let mut seed = Seed::default().with_more_users(PEOPLE);
        let people: Vec<String> = seed.users.iter().skip(6).map(|user| user.acs_user_id.clone()).collect();
        let mut some = || -> BTreeSet<String> {
            let share = random.f64();
            people.iter().filter(|_| random.f64() < share).cloned().collect()
        };
        let before: Vec<BTreeSet<String>> = GROUPS.map(|_| some()).into();
        let wanted: Vec<BTreeSet<String>> = GROUPS.map(|_| some()).into();
        for (group, members) in seed.groups.iter_mut().zip(&before) {
            group.members = members.iter().cloned().collect();
        }
        let mut rows: Vec<(&str, &str)> = GROUPS
            .iter()
            .zip(&wanted)
            .flat_map(|(group, users)| users.iter().map(|user| (*group, user.as_str())))
            .collect();
        random.shuffle(&mut rows);
        let mut csv = "acs_access_group_id,acs_user_id\n".to_owned();
        for (group, user) in rows {
            let _ = writeln!(csv, "{group},{user}");
        }
        let options = PlanOptions {
            mode: if random.bool() { Mode::Exact } else { Mode::Additive },
            order: if random.bool() { Order::AddsFirst } else { Order::RemovesFirst },
            allow_mass_removal: true,
            ..PlanOptions::default()
        };
        Chance { fixture: Fixture::of(seed), csv, wanted, before, options }
    }

    fn plan(&self) -> Plan {
        self.fixture.plan_with(&self.csv, self.options.clone()).expect("a plan")
    }

    /// Fails unless each group is what the roster says; a group that it does not name is as before.
    fn assert_done(&self, number: u64) {
        for ((group, wanted), before) in GROUPS.iter().zip(&self.wanted).zip(&self.before) {
            let expected: BTreeSet<String> = match self.options.mode {
                _ if wanted.is_empty() => before.clone(),
                Mode::Exact => wanted.clone(),
                Mode::Additive => wanted.union(before).cloned().collect(),
            };
            let members: BTreeSet<String> = self.fixture.members(group).into_iter().collect();
            assert_eq!(members, expected, "seed {number}, group {group}");
        }
    }
}

#[test]
fn the_groups_become_what_the_roster_says() {
    for number in 0..12 {
        let chance = Chance::with_seed(number);
        let plan = Plan::from_json(&chance.plan().to_json()).expect("its own text");
        let allowed = SyncOptions { allow_mass_removal: true, ..SyncOptions::default() };
        ended(&chance.fixture.client.begin_sync(&plan, &allowed).expect("begun")).expect("all of it");
        chance.assert_done(number);
        let again = chance.plan();
        assert_eq!((again.adds(), again.removes()), (0, 0), "seed {number}: nothing is left to do");
    }
}

#[test]
fn a_sync_that_was_cancelled_in_the_middle_can_be_run_again() {
    for number in 100..106 {
        let chance = Chance::with_seed(number);
        let plan = chance.plan();
        chance.fixture.sandbox.set(Switch::LatencyMs(2));
        let options = ApplyOptions { fixed: Some(2), ..ApplyOptions::default() };
        let operation = chance.fixture.client.begin_sync(&plan, &options).expect("begun");
        let half = usize::midpoint(plan.adds(), plan.removes());
        while chance.fixture.changes_sent() < half
            && !operation.wait(Some(std::time::Duration::from_millis(1)))
        {}
        operation.cancel();
        // What it ended as depends on how far it was.
        let _ = ended(&operation);
        chance.fixture.sync(&plan).0.expect("the rest");
        chance.assert_done(number);
    }
}
