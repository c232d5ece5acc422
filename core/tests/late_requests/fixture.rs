//! A sandbox on which some requests are given up and arrive late.

use std::time::{Duration, Instant};

use seam_acs_core::{Call, Client, Error, Options, Report, Response, User};
use seam_acs_sandbox::{Fault, Sandbox, SandboxOptions, Seed};

pub(crate) const USER: &str = Sandbox::USER;
pub(crate) const GROUP: &str = Sandbox::GROUP;
pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const ADD_IDENTITY: &str = "/acs/access_groups/add_user";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
pub(crate) const REMOVE_IDENTITY: &str = "/acs/access_groups/remove_user";
/// So long after it began a request that was given up may still arrive.
pub(crate) const MAY_ARRIVE: Duration = Duration::from_secs(30);
/// So long after it came a late request is recorded.
pub(crate) const LATE: Duration = Duration::from_secs(8);
/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(120);

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Fixture {
    /// An attempt is given up after 400 ms.
    pub(crate) fn new(options: &[(&str, &str)]) -> Fixture {
        Self::with_seed(options, |_| {})
    }

    pub(crate) fn with_seed(options: &[(&str, &str)], change: impl FnOnce(&mut Seed)) -> Fixture {
        let mut seed = Seed::default();
        change(&mut seed);
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        let client = Client::new(&options_for(&sandbox, options)).expect("a client");
        Fixture { sandbox, client }
    }

    pub(crate) fn another_client(&self, options: &[(&str, &str)]) -> Client {
        Client::new(&options_for(&self.sandbox, options)).expect("a client")
    }

    /// The next request to `path`, for this user if one is named, has no answer, and is recorded so long after it came.
    pub(crate) fn arrives_late(&self, path: &str, user: Option<&str>, after: Duration) {
        let after = u64::try_from(after.as_millis()).expect("short");
        let fault = Fault::on(path).hold().applied(false).apply_after_ms(after);
        self.sandbox.fault(user.into_iter().fold(fault, Fault::user));
    }

    /// Whether the user is in the group when all that is late has arrived.
    pub(crate) fn is_member(&self) -> bool {
        let first = self.sandbox.requests().first().expect("a request").started;
        let arrived = LATE + Duration::from_secs(1);
        std::thread::sleep(arrived.saturating_sub(first.elapsed()));
        self.sandbox.is_member(USER, GROUP)
    }

    pub(crate) fn put_membership(&self, member: bool) {
        self.sandbox.put_membership(USER, GROUP, member);
    }

    /// When the requests to `path` came, counted from the first request of all.
    pub(crate) fn moments(&self, path: &str) -> Vec<Duration> {
        let requests = self.sandbox.requests();
        let first = requests.first().expect("a request").started;
        requests
            .iter()
            .filter(|request| request.path == path)
            .map(|request| request.started - first)
            .collect()
    }
}

pub(crate) fn add() -> Call {
    Call::add_user_to_group(User::Acs(USER), GROUP).expect("valid ids")
}

pub(crate) fn remove() -> Call {
    Call::remove_user_from_group(User::Acs(USER), GROUP).expect("valid ids")
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    (work(), begun.elapsed())
}

/// Whether the end names what may still happen.
pub(crate) fn assert_undecided(outcome: Result<Response, Error>) {
    let error = outcome.expect_err("an earlier request may still arrive");
    assert!(error.outcome_unknown(), "{error}");
    assert!(error.to_string().contains("may still arrive"), "{error}");
}

pub(crate) fn outcomes(report: &Report) -> Vec<&'static str> {
    report.iter().map(|item| item.outcome.name()).collect()
}

fn options_for(sandbox: &Sandbox, more: &[(&str, &str)]) -> Options {
    let mut options = Options::new();
    let key = sandbox.api_key();
    let own = [
        ("api_key", key.as_str()),
        ("endpoint", sandbox.url()),
        ("attempt_timeout_ms", "400"),
        ("timeout_ms", "60000"),
    ];
    for (name, value) in own.into_iter().chain(more.iter().copied()) {
        options.set(name, value).expect("a valid option");
    }
    options
}
