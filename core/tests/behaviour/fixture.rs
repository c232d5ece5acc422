//! A sandbox with a client that talks to it.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use seam_acs_core::{Call, Client, Error, Operation, Options, Response, User};
use seam_acs_sandbox::Sandbox;

pub(crate) const USER: &str = Sandbox::USER;
pub(crate) const GROUP: &str = Sandbox::GROUP;
pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
/// Longer than anything here takes, so that a test that waits for it has failed.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) struct Fixture {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

impl Fixture {
    pub(crate) fn new() -> Fixture {
        Self::with(&[])
    }

    pub(crate) fn with(options: &[(&str, &str)]) -> Fixture {
        let sandbox = Sandbox::start_default().expect("a sandbox");
        let client = Client::new(&options_for(&sandbox, options)).expect("a client");
        Fixture { sandbox, client }
    }

    pub(crate) fn another_client(&self, options: &[(&str, &str)]) -> Client {
        Client::new(&options_for(&self.sandbox, options)).expect("a client")
    }

    pub(crate) fn add(&self) -> Result<Response, Error> {
        self.client.run(add())
    }

    pub(crate) fn remove(&self) -> Result<Response, Error> {
        self.client.run(remove())
    }

    pub(crate) fn begin_add(&self) -> Operation {
        self.client.begin(add()).expect("begun")
    }

    pub(crate) fn is_member(&self) -> bool {
        self.sandbox.is_member(USER, GROUP)
    }

    pub(crate) fn requests_to(&self, path: &str) -> usize {
        self.sandbox.requests().iter().filter(|request| request.path == path).count()
    }

    /// Waits until a request to `path` has come in and is being held.
    pub(crate) fn wait_until_held(&self, count: usize) {
        assert!(self.sandbox.wait_for_held(count, LONG), "{count} requests are held");
    }
}

pub(crate) fn add() -> Call {
    Call::add_user_to_group(User::Acs(USER), GROUP).expect("valid ids")
}

pub(crate) fn remove() -> Call {
    Call::remove_user_from_group(User::Acs(USER), GROUP).expect("valid ids")
}

pub(crate) fn options_for(sandbox: &Sandbox, more: &[(&str, &str)]) -> Options {
    let mut options = options(&[("api_key", &sandbox.api_key()), ("endpoint", sandbox.url())]);
    for (name, value) in more {
        options.set(name, value).expect("a valid option");
    }
    options
}

pub(crate) fn options(pairs: &[(&str, &str)]) -> Options {
    let mut options = Options::new();
    for (name, value) in pairs {
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

/// Runs `work` on a thread of its own and fails the test if it hangs.
pub(crate) fn must_end<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(LONG).expect("ends in time")
}
