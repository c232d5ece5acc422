//! An outbox in a folder of its own, and a sandbox that it is delivered to.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use seam_acs_core::{Action, Client, DeliverOptions, Operation, Options, Outbox, OutboxChange, Record, User};
use seam_acs_sandbox::Sandbox;

pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// Removed with all that is in it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("seam-acs-outbox-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Folder(path)
    }

    pub(crate) fn open(&self) -> Outbox {
        Outbox::open(&self.0).expect("an outbox")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("log")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn client(sandbox: &Sandbox, more: &[(&str, &str)]) -> Client {
    let mut options = Options::new();
    let key = sandbox.api_key();
    for (name, value) in
        [("endpoint", sandbox.url()), ("api_key", &key)].into_iter().chain(more.iter().copied())
    {
        options.set(name, value).expect("an option");
    }
    Client::new(&options).expect("a client")
}

pub(crate) fn add() -> OutboxChange {
    OutboxChange::new(Action::Add, User::Acs(Sandbox::USER), Sandbox::GROUP).expect("a change")
}

pub(crate) fn remove() -> OutboxChange {
    OutboxChange::new(Action::Remove, User::Acs(Sandbox::USER), Sandbox::GROUP).expect("a change")
}

/// Keeps one change and gives its id.
pub(crate) fn keep(outbox: &Outbox, change: OutboxChange) -> String {
    outbox.enqueue(vec![change]).expect("kept").remove(0)
}

/// Delivers until nothing is left that time or the network could bring.
pub(crate) fn deliver(outbox: &Outbox, client: &Client) -> Record {
    let operation = begin(outbox, client, true);
    assert!(operation.wait(Some(LONG)), "the delivery did not end: {:?}", outbox.list("").expect("a list"));
    operation.result().expect("a delivery").record().expect("a record").clone()
}

pub(crate) fn begin(outbox: &Outbox, client: &Client, until_empty: bool) -> Operation {
    outbox.begin_deliver(client, &DeliverOptions { until_empty }).expect("a delivery")
}

/// The state of each change, in the order in which they were asked for.
pub(crate) fn states(outbox: &Outbox) -> Vec<String> {
    outbox.list("").expect("a list").iter().map(|change| change.get("state").expect("a state")).collect()
}

/// What was asked for, in that order, and how it stands.
pub(crate) fn changes(outbox: &Outbox) -> Vec<Vec<Option<String>>> {
    const ASKED: [&str; 9] = [
        "id",
        "action",
        "acs_user_id",
        "acs_access_group_id",
        "queued_at",
        "good_for_s",
        "actor",
        "reason",
        "state",
    ];
    let list = outbox.list("").expect("a list");
    list.iter().map(|change| ASKED.iter().map(|name| change.get(name)).collect()).collect()
}

pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + LONG;
    while !is_so() {
        assert!(Instant::now() < until, "not within {LONG:?}: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
