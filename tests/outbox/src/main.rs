//! Works with an outbox and says what it is sure of, so that a test can hold the disk to it. Arguments: what to do, the
//! folder of the outbox, the URL of a sandbox and its key.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use seam_acs_core::{Action, Client, DeliverOptions, Error, Operation, Options, Outbox, OutboxChange};
use seam_acs_outbox_proofs::wishes::{CHANGES_MIND, COMES, LEAVES, LEAVES_LATE, LEAVES_OFTEN, change};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [what, folder, url, key] = words.as_slice() else { return ExitCode::from(2) };
    let work = Work { folder: Path::new(folder), url, key };
    match what.as_str() {
        "all" => work.all(),
        "keep many" => work.keep_many(),
        "keep two" => work.keep_two(),
        "keep for later" => try_to("keep", || work.keep_for_later()),
        "deliver" => try_to("deliver", || work.deliver(true)),
        "deliver for ever" => try_to("deliver", || work.deliver(false)),
        other => say(&format!("cannot {other}")),
    }
    ExitCode::SUCCESS
}

struct Work<'a> {
    folder: &'a Path,
    url: &'a str,
    key: &'a str,
}

impl Work<'_> {
    /// Everything that an outbox does to a disk. What fails is said, and the next is tried.
    fn all(&self) {
        for (action, person) in [
            (Action::Remove, LEAVES),
            (Action::Add, COMES),
            (Action::Add, CHANGES_MIND),
            (Action::Remove, CHANGES_MIND),
        ] {
            try_to("keep", || self.keep(vec![change(action, person)?]));
        }
        try_to("deliver", || self.deliver(true));
        try_to("hear", || self.hear());
        try_to("keep many", || {
            let long = change(Action::Remove, LEAVES_OFTEN)?.asked_by("", &"x".repeat(512))?;
            self.keep(vec![long; 400])
        });
        // A handle that did not write the long list itself compacts the log.
        try_to("hear", || self.hear());
        try_to("keep", || self.keep(vec![change(Action::Remove, LEAVES_LATE)?]));
        try_to("deliver", || self.deliver(true));
        try_to("hear", || self.hear());
    }

    /// A change after the other, of many people.
    fn keep_many(&self) {
        for person in 1..=50 {
            try_to("keep", || self.keep(vec![change(Action::Remove, person)?]));
        }
    }

    fn keep_two(&self) {
        try_to("keep", || self.keep(vec![change(Action::Remove, LEAVES)?]));
        try_to("keep", || self.keep(vec![change(Action::Add, COMES)?]));
    }

    /// For an hour after the program says that it is.
    fn keep_for_later(&self) -> Result<(), Error> {
        let then = SystemTime::now() + Duration::from_secs(3600);
        let then = humantime::format_rfc3339_seconds(then).to_string();
        self.keep(vec![change(Action::Remove, LEAVES)?.not_before(&then)?])
    }

    fn keep(&self, changes: Vec<OutboxChange>) -> Result<(), Error> {
        let ids = Outbox::open(self.folder)?.enqueue(changes)?;
        say(&format!("kept {}", ids.join(" ")));
        Ok(())
    }

    fn deliver(&self, until_empty: bool) -> Result<(), Error> {
        let mut options = Options::new();
        for (name, value) in [("endpoint", self.url), ("api_key", self.key), ("max_attempts", "1")] {
            options.set(name, value)?;
        }
        let (outbox, client) = (Outbox::open(self.folder)?, Client::new(&options)?);
        let operation: Operation = outbox.begin_deliver(&client, &DeliverOptions { until_empty })?;
        while !operation.wait(None) {}
        operation.result().map(drop)
    }

    /// Tells the outcomes, and forgets all but the last.
    fn hear(&self) -> Result<(), Error> {
        let outbox = Outbox::open(self.folder)?;
        let outcomes = outbox.outcomes("")?;
        let of = |name: &str| -> Vec<String> { outcomes.iter().filter_map(|one| one.get(name)).collect() };
        let (ids, states, mut cursors) = (of("id"), of("state"), of("cursor"));
        for (id, state) in ids.iter().zip(&states) {
            say(&format!("ended {id} {state}"));
        }
        cursors.pop();
        let Some(cursor) = cursors.last() else { return Ok(()) };
        let ids = ids.get(..cursors.len()).unwrap_or_default().join(" ");
        say(&format!("leaving {ids}"));
        outbox.acknowledge(cursor)?;
        say(&format!("gone {ids}"));
        Ok(())
    }
}

fn try_to(what: &str, work: impl FnOnce() -> Result<(), Error>) {
    if let Err(error) = work() {
        say(&format!("cannot {what}: {error}").replace('\n', " "));
    }
}

/// One line in one write.
fn say(line: &str) {
    // Nobody is left to be told where this fails.
    let _ = std::io::stdout().write_all(format!("{line}\n").as_bytes());
}
