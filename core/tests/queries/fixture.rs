//! A sandbox with a client, and queries sent to it.

use std::time::Duration;

use seam_acs_core::{Call, Client, Error, Operation, Options, Presence, Response, User, WaitOptions};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed, Switch};
use serde_json::{Map, Value, json};

pub(crate) const USER: &str = Sandbox::USER;
pub(crate) const GROUP: &str = Sandbox::GROUP;
pub(crate) const IDENTITY: &str = Sandbox::USER_IDENTITY;
pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
pub(crate) const GET_USER: &str = "/acs/users/get";
/// Longer than anything here takes, so that a test that waits for it has failed.
pub(crate) const LONG: Duration = Duration::from_secs(20);
/// Settling that never ends within a test.
pub(crate) const NEVER: Duration = Duration::from_secs(3600);

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Fixture {
    /// Pushes arrive only when the test says so.
    pub(crate) fn new() -> Fixture {
        Self::with_seed(|_| {})
    }

    pub(crate) fn with_seed(change: impl FnOnce(&mut Seed)) -> Fixture {
        let mut seed = Seed::default();
        change(&mut seed);
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(None));
        let client = client(&sandbox, &[("max_attempts", "2")]);
        Fixture { sandbox, client }
    }

    /// Records that the user is in the group or not, from the opposite.
    pub(crate) fn change(&self, presence: Presence) {
        let call = match presence {
            Presence::Present => Call::add_user_to_group(User::Acs(USER), GROUP),
            Presence::Absent => {
                self.sandbox.put_membership(USER, GROUP, true);
                Call::remove_user_from_group(User::Acs(USER), GROUP)
            }
        };
        self.client.run(call.expect("valid ids")).expect("recorded");
    }

    pub(crate) fn begin_wait(&self, presence: Presence, timeout: Duration, settle: Duration) -> Operation {
        let limits = WaitOptions { timeout, settle };
        self.client.begin_wait(User::Acs(USER), GROUP, presence, limits).expect("begun")
    }

    /// Waits for presence, with a settling time that is over at once.
    pub(crate) fn wait_now(&self, presence: Presence) -> Value {
        value(&self.begin_wait(presence, LONG, Duration::ZERO))
    }

    pub(crate) fn ensure(&self, user: User<'_>, presence: Presence) -> Result<Response, Error> {
        end(&self.client.begin_ensure(user, GROUP, presence).expect("begun"))
    }

    pub(crate) fn requests_to(&self, path: &str) -> usize {
        self.sandbox.requests().iter().filter(|request| request.path == path).count()
    }

    /// Returns when so many more requests to `path` came in.
    pub(crate) fn after_more(&self, path: &str, count: usize) {
        let wanted = self.requests_to(path) + count;
        assert!(self.sandbox.wait_for_requests(path, wanted, LONG), "{count} more requests to {path}");
    }
}

pub(crate) fn client(sandbox: &Sandbox, more: &[(&str, &str)]) -> Client {
    let mut options = Options::new();
    let key = sandbox.api_key();
    let first = [("api_key", key.as_str()), ("endpoint", sandbox.url())];
    for (name, value) in first.iter().chain(more) {
        options.set(name, value).expect("a valid option");
    }
    Client::new(&options).expect("a client")
}

pub(crate) fn end(operation: &Operation) -> Result<Response, Error> {
    assert!(operation.wait(Some(LONG)), "ends in time");
    operation.result()
}

pub(crate) fn is_pending(operation: &Operation) -> bool {
    !operation.wait(Some(Duration::ZERO))
}

/// The record that an operation ends with.
pub(crate) fn value(operation: &Operation) -> Value {
    end(operation).expect("an answer").record().expect("a record").value()
}

/// One field of every object of the list that an operation ends with.
pub(crate) fn column(operation: &Operation, field: &str) -> Vec<String> {
    let answer = end(operation).expect("an answer");
    answer.list().expect("a list").iter().map(|item| item.get(field).unwrap_or_default()).collect()
}

pub(crate) fn codes(record: &Value) -> Vec<&str> {
    let obstacles = record["obstacles"].as_array().expect("a list");
    obstacles.iter().filter_map(|obstacle| obstacle["code"].as_str()).collect()
}

/// Fields for a seed's record.
pub(crate) fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

/// The user of the guide in a seed.
pub(crate) fn ada(seed: &mut Seed) -> &mut seam_acs_sandbox::User {
    seed.users.iter_mut().find(|user| user.acs_user_id == USER).expect("Ada")
}

/// The group of the guide in a seed.
pub(crate) fn engineering(seed: &mut Seed) -> &mut seam_acs_sandbox::Group {
    seed.groups.iter_mut().find(|group| group.acs_access_group_id == GROUP).expect("Engineering")
}

pub(crate) fn at(moment: &str) -> Value {
    json!(moment)
}
