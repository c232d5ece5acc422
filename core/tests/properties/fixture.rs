//! A sandbox with a few people in three groups, and a client that is quick to give up.

use std::collections::BTreeSet;
use std::time::Duration;

use seam_acs_core::{Client, Error, ItemOutcome, Operation, Options, Report, Response};
use seam_acs_sandbox::{Fault, Sandbox, SandboxOptions, Seed, Switch};

pub(crate) const PEOPLE: usize = 8;
pub(crate) const GROUPS: [&str; 3] =
    [Sandbox::GROUP, "44444444-4444-4444-4444-000000000002", "44444444-4444-4444-4444-000000000003"];
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// For each group the people who are in it.
pub(crate) type Membership = [BTreeSet<usize>; 3];

pub(crate) struct Fixture {
    sandbox: Sandbox,
    pub(crate) client: Client,
    people: Vec<String>,
}

impl Fixture {
    pub(crate) fn new(before: &Membership, faults: &[Fault]) -> Fixture {
        let mut seed = Seed::default().with_more_users(PEOPLE);
        let people: Vec<String> = seed.users.iter().skip(6).map(|user| user.acs_user_id.clone()).collect();
        for (group, members) in seed.groups.iter_mut().zip(before) {
            group.members = members.iter().map(|person| people[*person].clone()).collect();
        }
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(Some(0)));
        faults.iter().cloned().for_each(|fault| sandbox.fault(fault));
        let mut options = Options::new();
        for (name, value) in [
            ("api_key", sandbox.api_key().as_str()),
            ("endpoint", sandbox.url()),
            // One attempt alone leaves the faults in the report; three are to get past them.
            ("max_attempts", if faults.len().is_multiple_of(2) { "1" } else { "3" }),
            ("attempt_timeout_ms", "5000"),
        ] {
            options.set(name, value).expect("a valid option");
        }
        let client = Client::new(&options).expect("a client");
        Fixture { sandbox, client, people }
    }

    pub(crate) fn person(&self, number: usize) -> &str {
        &self.people[number]
    }

    pub(crate) fn members(&self) -> Membership {
        GROUPS.map(|group| {
            let members = self.sandbox.members(group);
            (0..PEOPLE).filter(|person| members.contains(&self.people[*person])).collect()
        })
    }

    /// Nothing fails any more, for a client that tries again: a connection that the last fault closes may still be
    /// closing when the next request goes out on it.
    pub(crate) fn calm_down(&mut self) {
        self.sandbox.clear();
        let mut patient = Options::new();
        patient.set("max_attempts", "4").expect("a valid option");
        self.client = self.client.with(&patient).expect("a client");
    }

    /// How many requests came in.
    pub(crate) fn requests(&self) -> usize {
        self.sandbox.requests().len()
    }

    /// Fails unless the outcomes, one after another, lead from the members before to those of now.
    pub(crate) fn assert_agrees(&self, before: &Membership, report: &Report) {
        let now = self.members();
        for (group, id) in GROUPS.iter().enumerate() {
            for (person, name) in self.people.iter().enumerate() {
                let items = report.iter().filter(|item| {
                    item.change.acs_access_group_id == *id && item.change.user.parts().1 == name
                });
                let mut possible = BTreeSet::from([before[group].contains(&person)]);
                let mut story = Vec::new();
                for item in items {
                    let wanted = item.change.action == seam_acs_core::Action::Add;
                    match item.outcome {
                        ItemOutcome::Applied | ItemOutcome::AlreadySo | ItemOutcome::RecordedEarlier => {
                            possible = BTreeSet::from([wanted]);
                        }
                        ItemOutcome::Unknown => _ = possible.insert(wanted),
                        ItemOutcome::Failed | ItemOutcome::NotAttempted | ItemOutcome::HeldBack => {}
                    }
                    story.push((item.change.action, item.outcome, item.error.map(ToString::to_string)));
                }
                let is_member = now[group].contains(&person);
                assert!(possible.contains(&is_member), "{name} in {id} is {is_member} after {story:#?}");
            }
        }
    }
}

pub(crate) fn ended(operation: &Operation) -> Result<Response, Error> {
    assert!(operation.wait(Some(LONG)), "it ends in time");
    operation.result()
}

/// Whether every change of a report is as asked.
pub(crate) fn is_complete(report: &Report) -> bool {
    report.iter().all(|item| item.outcome.is_as_asked())
}
