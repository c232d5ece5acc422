//! A sandbox with many people in few groups, and a client for it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use seam_acs_core::{Action, Changes, Client, ItemOutcome, Options, Report, User};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed, Switch};

pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(240);

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) people: Vec<String>,
    pub(crate) groups: Vec<String>,
}

impl Fixture {
    pub(crate) fn new(people: usize) -> Fixture {
        Self::with(people, &[])
    }

    pub(crate) fn with(people: usize, options: &[(&str, &str)]) -> Fixture {
        let (seed, ids, groups) = crowd(people);
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(Some(0)));
        let client = Client::new(&options_for(sandbox.url(), options)).expect("a client");
        Fixture { sandbox, client, people: ids, groups }
    }

    /// Everybody into every group.
    pub(crate) fn everybody(&self, action: Action) -> Changes {
        everybody(&self.people, &self.groups, action)
    }

    /// Fails unless each outcome is what the server has.
    pub(crate) fn assert_agrees(&self, report: &Report) {
        let members: Vec<HashSet<String>> =
            self.groups.iter().map(|group| self.sandbox.members(group).into_iter().collect()).collect();
        assert_true(report, |user, group| {
            let place = self.groups.iter().position(|known| known == group).expect("known");
            members[place].contains(user)
        });
    }
}

/// Fails unless each outcome is what the server has: whether a user is in a group.
pub(crate) fn assert_true(report: &Report, is_member: impl Fn(&str, &str) -> bool) {
    for (index, item) in report.iter().enumerate() {
        let is_member = is_member(item.change.user.parts().1, item.change.acs_access_group_id);
        let as_asked = is_member == (item.change.action == Action::Add);
        match item.outcome {
            ItemOutcome::Applied | ItemOutcome::AlreadySo | ItemOutcome::RecordedEarlier => {
                assert!(as_asked, "{index}: {item:?}");
            }
            ItemOutcome::Failed | ItemOutcome::NotAttempted | ItemOutcome::HeldBack => {
                assert!(!as_asked, "{index}: {item:?}");
            }
            ItemOutcome::Unknown => {}
        }
    }
}

/// A seed with so many people more, their ids, and three groups.
pub(crate) fn crowd(people: usize) -> (Seed, Vec<String>, Vec<String>) {
    let seed = Seed::default();
    let known = seed.users.len();
    let seed = seed.with_more_users(people);
    let ids = seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
    let groups = seed.groups.iter().take(3).map(|group| group.acs_access_group_id.clone()).collect();
    (seed, ids, groups)
}

/// Everybody into every group, or out of it.
pub(crate) fn everybody(people: &[String], groups: &[String], action: Action) -> Changes {
    let mut changes = Changes::new();
    for person in people {
        for group in groups {
            changes.push(action, User::Acs(person), group).expect("valid");
        }
    }
    changes
}

pub(crate) fn options_for(url: &str, more: &[(&str, &str)]) -> Options {
    let mut options = Options::new();
    let api_key = Seed::default().api_key;
    let own = [("api_key", api_key.as_str()), ("endpoint", url)];
    for (name, value) in own.into_iter().chain(more.iter().copied()) {
        options.set(name, value).expect("a valid option");
    }
    options
}

/// Fails the test if `condition` does not come true.
pub(crate) fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LONG, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
