//! What whoever waits has to end, as a server floods the engine's one thread: in a process of its own, as the engine is
//! everybody's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use seam_acs_core::{
    Action, ApplyOptions, Call, Changes, Client, ItemOutcome, Mode, Operation, Options, PlanOptions, Roster,
    Status, User,
};
use seam_acs_raw_server::{Exchange, Payload, RawServer, Script, Step};
use seam_acs_sandbox::{Sandbox, SandboxOptions, Seed, Switch};

const ADD: &str = "/acs/users/add_to_access_group";
const MEMBERS: &str = "/acs/access_groups/list_users";
const GROUP: &str = Sandbox::GROUP;
const TIMEOUT: (&str, &str) = ("timeout_ms", "400");
/// By then somebody who waits has ended what is overdue, and the engine is not back yet.
const SOON: Duration = Duration::from_millis(1500);
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

/// A server before the sandbox that does as asked with the first requests to one path.
struct Fixture {
    client: Client,
    server: RawServer,
    sandbox: Sandbox,
    people: Vec<String>,
    /// One flood at a time: they all keep the same engine busy.
    _lane: MutexGuard<'static, ()>,
}

impl Fixture {
    fn with(path: &str, answers: impl FnOnce(SocketAddr) -> Vec<Vec<Step>>) -> Fixture {
        static LANE: Mutex<()> = Mutex::new(());
        let lane = LANE.lock().unwrap_or_else(PoisonError::into_inner);
        let seed = Seed::default();
        let known = seed.users.len();
        let seed = seed.with_more_users(3);
        let people = seed.users.iter().skip(known).map(|user| user.acs_user_id.clone()).collect();
        let sandbox =
            Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
        sandbox.set(Switch::PushDelayMs(Some(0)));
        let behind = sandbox.url().trim_start_matches("http://").parse().expect("an address");
        let answers = answers(behind).into_iter().map(|steps| Exchange::on(path, steps).times(1));
        let as_usual = Exchange::on("", vec![Step::Forward(behind)]);
        let script = Script::exchanges(answers.chain([as_usual]).collect());
        let server = RawServer::start(script).expect("a server");
        let client = client_of(&server, &[TIMEOUT]);
        Fixture { client, server, sandbox, people, _lane: lane }
    }

    /// Adds each of these people, in this order.
    fn adds(&self, people: &[usize]) -> Changes {
        let mut changes = Changes::new();
        for person in people {
            changes.push(Action::Add, User::Acs(&self.people[*person]), GROUP).expect("valid");
        }
        changes
    }

    fn are_members(&self) -> Vec<bool> {
        self.people.iter().map(|person| self.sandbox.is_member(person, GROUP)).collect()
    }

    /// Returns when the engine does its work again.
    fn wait_for_the_engine(&self) {
        wait_until("the engine is back", || self.client.run(Call::check()).is_ok());
    }

    fn requests(&self, path: &str) -> usize {
        self.server.requests_to(path).len()
    }
}

fn client_of(server: &RawServer, more: &[(&str, &str)]) -> Client {
    let (mut options, key, url) = (Options::new(), Seed::default().api_key, server.url());
    for (name, value) in [("api_key", key.as_str()), ("endpoint", url.as_str())].iter().chain(more) {
        options.set(name, value).expect("a valid option");
    }
    Client::new(&options).expect("a client")
}

/// The engine of this build takes seconds to read it, in one go.
fn flood() -> Step {
    let million = "HTTP/1.1 100 Continue\r\n\r\n".repeat(40_000);
    Step::Send(Payload::repeated(million, 50))
}

fn one_by_one() -> ApplyOptions {
    ApplyOptions { fixed: Some(1), ..ApplyOptions::default() }
}

fn outcomes(operation: &Operation) -> Vec<ItemOutcome> {
    operation.report().expect("a report").iter().map(|item| item.outcome).collect()
}

fn ends_soon(operation: &Operation, begin: Instant) {
    assert!(operation.wait(Some(LONG)));
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
}

fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < LONG, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn what_was_answered_before_the_flood_is_applied_and_what_is_flooded_is_in_doubt() {
    let fixture = Fixture::with(ADD, |behind| vec![vec![Step::Forward(behind)], vec![flood()]]);
    let begin = Instant::now();
    let operation = fixture.client.begin_apply(fixture.adds(&[0, 1]), &one_by_one()).expect("begun");
    ends_soon(&operation, begin);
    assert!(begin.elapsed() >= Duration::from_millis(400), "{:?}", begin.elapsed());
    assert_eq!(outcomes(&operation), [ItemOutcome::Applied, ItemOutcome::Unknown]);
    assert_eq!(fixture.are_members(), [true, false, false]);
    let error = operation.result().expect_err("one is in doubt");
    assert_eq!(error.status(), Status::Partial, "{error}");
    let report = operation.report().expect("a report");
    let doubtful = report.get(1).expect("the second");
    assert!(doubtful.attempts == 1 && doubtful.duration >= Duration::from_millis(390), "{doubtful:?}");
    assert!(doubtful.error.is_some_and(|error| error.to_string().contains("the deadline passed")));
    fixture.wait_for_the_engine();
    assert_eq!(outcomes(&operation), [ItemOutcome::Applied, ItemOutcome::Unknown], "the report stays");
    let progress = operation.progress();
    assert_eq!((progress.done, progress.failed), (1, 1), "{progress:?}");
}

#[test]
fn a_change_that_was_given_up_before_it_was_sent_is_never_sent() {
    let fixture = Fixture::with(ADD, |_| vec![vec![Step::WaitMs(200), flood()]]);
    let call = Call::add_user_to_group(User::Acs(&fixture.people[0]), GROUP).expect("valid");
    let flooded = fixture.client.begin(call).expect("begun");
    // It waits for its turn, and would still have time when that comes.
    let patient = client_of(&fixture.server, &[]);
    let options = ApplyOptions { deadline: Some(Duration::from_millis(400)), ..ApplyOptions::default() };
    let begin = Instant::now();
    let operation = patient.begin_apply(fixture.adds(&[0]), &options).expect("begun");
    ends_soon(&operation, begin);
    assert_eq!(outcomes(&operation), [ItemOutcome::NotAttempted]);
    let error = operation.result().expect_err("nothing is made");
    assert!(error.to_string().contains("the deadline passed"), "{error}");
    assert!(flooded.wait(Some(LONG)));
    // Twice, as what was ready to run when the engine came back runs before the second.
    fixture.wait_for_the_engine();
    fixture.wait_for_the_engine();
    assert_eq!(fixture.requests(ADD), 1, "the flooded one is the only one");
}

#[test]
fn a_list_with_more_to_do_is_left_to_the_engine() {
    let fixture = Fixture::with(ADD, |_| vec![vec![flood()]]);
    let operation = fixture.client.begin_apply(fixture.adds(&[0, 1, 2]), &one_by_one()).expect("begun");
    assert!(operation.wait(Some(LONG)));
    assert_eq!(outcomes(&operation), [ItemOutcome::Unknown, ItemOutcome::Applied, ItemOutcome::Applied]);
    assert_eq!(fixture.are_members(), [false, true, true]);
}

#[test]
fn journal_of_a_run_that_was_given_up_is_taken_up() {
    let fixture =
        Fixture::with(ADD, |behind| vec![vec![Step::Forward(behind)], vec![Step::Apply(behind), flood()]]);
    let (journal, copy) = (journal_file("journal"), journal_file("copy"));
    let begin_with = |journal: &Path, deadline| {
        let options = ApplyOptions { journal: Some(journal.to_owned()), deadline, ..one_by_one() };
        fixture.client.begin_apply(fixture.adds(&[0, 1]), &options)
    };
    let begin = Instant::now();
    ends_soon(&begin_with(&journal, None).expect("begun"), begin);
    // As a process leaves it that is killed now.
    std::fs::copy(&journal, &copy).expect("copied");
    fixture.wait_for_the_engine();
    let mut taken_up = None;
    wait_until("the journal is closed", || {
        taken_up = begin_with(&journal, None).ok();
        taken_up.is_some()
    });
    let taken_up = taken_up.expect("begun");
    assert!(taken_up.wait(Some(LONG)));
    assert_eq!(outcomes(&taken_up), [ItemOutcome::RecordedEarlier, ItemOutcome::AlreadySo]);
    assert_eq!(fixture.requests(ADD), 2, "a read decides, and nothing is sent twice");
    // Taken up by one that hardly comes to anything either.
    let killed = begin_with(&copy, Some(Duration::from_nanos(1))).expect("begun");
    assert!(killed.wait(Some(LONG)));
    assert!(outcomes(&killed)[1] != ItemOutcome::NotAttempted, "it may have been sent");
    for file in [journal, copy] {
        std::fs::remove_file(file).expect("removed");
    }
}

fn journal_file(name: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("seam-acs-overdue-{name}-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    file
}

#[test]
fn sync_whose_reading_is_flooded_ends_at_its_deadline_and_changes_nothing() {
    let fixture = Fixture::with(MEMBERS, |behind| vec![vec![Step::Forward(behind)], vec![flood()]]);
    let roster = Roster::parse(format!("acs_user_id\n{}\n", fixture.people[0]).as_bytes()).expect("a roster");
    let options =
        PlanOptions { group: Some(GROUP.to_owned()), mode: Mode::Additive, ..PlanOptions::default() };
    let planning = fixture.client.begin_plan(roster, options).expect("begun");
    assert!(planning.wait(Some(LONG)));
    let answer = planning.result().expect("a plan");
    let plan = answer.plan().expect("a plan");
    assert_eq!(plan.adds(), 1);
    // That of the whole has not passed when that of the read has, nor when the engine is back.
    let options = ApplyOptions { deadline: Some(LONG), ..ApplyOptions::default() };
    let begin = Instant::now();
    let operation = fixture.client.begin_sync(plan, &options).expect("begun");
    ends_soon(&operation, begin);
    assert_eq!(operation.result().expect_err("not read").status(), Status::Deadline);
    fixture.wait_for_the_engine();
    assert!(operation.report().is_none(), "nothing was begun");
    assert_eq!(fixture.requests(ADD), 0);
}
