//! A sandbox with many people in few groups, and a client for it.

use std::time::{Duration, Instant};

use seam_acs_core::{Action, Changes, Client, ItemOutcome, Options, Report, User};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed, Switch, User as Person};

pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(60);

pub(crate) struct Town {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    pub(crate) people: Vec<String>,
    pub(crate) groups: Vec<String>,
}

impl Town {
    pub(crate) fn new(people: usize) -> Town {
        Self::with(people, &[])
    }

    pub(crate) fn with(people: usize, options: &[(&str, &str)]) -> Town {
        let mut seed = Seed::default();
        let like = seed.users[0].clone();
        let ids: Vec<String> =
            (0..people).map(|number| format!("33333333-3333-3333-4444-{number:012}")).collect();
        seed.users.extend(ids.iter().map(|id| Person {
            acs_user_id: id.clone(),
            full_name: format!("Person {id}"),
            user_identity_id: None,
            ..like.clone()
        }));
        let groups = seed.groups.iter().take(3).map(|group| group.acs_access_group_id.clone()).collect();
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(Some(0)));
        let client = Client::new(&options_for(&sandbox, options)).expect("a client");
        Town { sandbox, client, people: ids, groups }
    }

    /// Everybody into every group.
    pub(crate) fn everybody(&self, action: Action) -> Changes {
        let mut changes = Changes::new();
        for person in &self.people {
            for group in &self.groups {
                changes.push(action, User::Acs(person), group).expect("valid");
            }
        }
        changes
    }

    /// Fails unless each outcome is what the server has.
    pub(crate) fn assert_agrees(&self, report: &Report) {
        let members: Vec<Vec<String>> = self.groups.iter().map(|group| self.sandbox.members(group)).collect();
        for (index, item) in report.iter().enumerate() {
            let group =
                self.groups.iter().position(|group| group == item.change.acs_access_group_id).expect("known");
            let is_member = members[group].iter().any(|member| member == item.change.user.parts().1);
            let as_asked = is_member == (item.change.action == Action::Add);
            match item.outcome {
                ItemOutcome::Applied | ItemOutcome::AlreadySo => assert!(as_asked, "{index}: {item:?}"),
                ItemOutcome::Failed | ItemOutcome::NotAttempted => assert!(!as_asked, "{index}: {item:?}"),
                ItemOutcome::Unknown => {}
            }
        }
    }
}

pub(crate) fn options_for(sandbox: &Sandbox, more: &[(&str, &str)]) -> Options {
    let mut options = Options::new();
    let own = [("api_key", sandbox.api_key()), ("endpoint", sandbox.url().to_owned())];
    let own = own.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in own.chain(more.iter().copied()) {
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
