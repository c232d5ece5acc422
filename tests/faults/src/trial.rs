//! One call under one fault, and the four things that have to be true of it.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};

use seam_acs_c_tests::Failure;
use seam_acs_raw_server::{Exchange, RawServer, Script, Step};
use seam_acs_sandbox::{Sandbox, SandboxOptions};

use crate::call::Call;
use crate::driver::{Driver, Language, Outcome};
use crate::plan;
use crate::reads::ALL;
use crate::row::{Expected, Hits, Row};
use crate::table::{Places, families};

/// How much later than its deadline a call may end.
pub(crate) const GRACE_MS: u32 = 100;
/// A clock of the driver and one of the core may differ by so much.
const EARLY_MS: f64 = 5.0;
const A_MOMENT: Duration = Duration::from_secs(2);

/// Held shared by every trial; a trial that was late is done again alone, to tell a busy machine from a broken promise.
static LANE: RwLock<()> = RwLock::new(());
const TRIES_ALONE: u32 = 3;

/// The servers of one row, and the driver that makes its calls.
pub(crate) struct Trials {
    row: Row,
    sandbox: Sandbox,
    behind: SocketAddr,
    another_host: RawServer,
    driver: Driver,
}

/// What is not as it should be.
enum Complaint {
    /// It may be the machine that was too busy.
    Late(String),
    Wrong(String),
}

/// Plays a story, and if it went wrong, again and alone.
pub(crate) fn play(story: impl Fn() -> Result<(), Failure>) -> Result<(), Failure> {
    let mut outcome = story();
    for _ in 0..TRIES_ALONE {
        if outcome.is_ok() {
            break;
        }
        let _alone = LANE.write().unwrap_or_else(PoisonError::into_inner);
        outcome = story();
    }
    outcome
}

/// Does everything that a row asks for, in one language; the errors are all that was not as it should be.
pub(crate) fn try_row(family: usize, place: usize, language: Language) -> Result<(), Failure> {
    let mut trials = Trials::prepare(family, place, language)?;
    let mut complaints = String::new();
    for call in ALL {
        let Some(expected) = trials.row.expected(call).cloned() else { continue };
        for applied in trials.row.ways(call) {
            if let Err(failure) = trials.patiently(call, *applied, &expected) {
                let _ = write!(complaints, "\n  {}: {failure}", call.name());
                if !trials.driver.is_fit() {
                    // What comes now would only be the same complaint.
                    return Err(complaints.into());
                }
            }
        }
    }
    let strays = trials.another_host.connections();
    if strays > 0 {
        let _ = write!(complaints, "\n  another host got {strays} connections");
    }
    if let Err(failure) = trials.driver.finish() {
        let _ = write!(complaints, "\n  {failure}");
    }
    if complaints.is_empty() { Ok(()) } else { Err(complaints.into()) }
}

impl Trials {
    fn prepare(family: usize, place: usize, language: Language) -> Result<Trials, Failure> {
        // A plan is made through a proxy that knows the name which nothing resolves.
        let host_names = vec!["no-such-host.invalid".to_owned()];
        let sandbox = Sandbox::start(SandboxOptions { host_names, ..SandboxOptions::default() })?;
        let behind = address_of(&sandbox)?;
        let forward = Exchange::on("", vec![Step::Forward(behind)]);
        let another_host = RawServer::start(Script::exchanges(vec![forward]))?;
        let places = Places { another_host: another_host.address() };
        let row = families(places).remove(family).rows.remove(place);
        let driver = Driver::start(language, row.network)?;
        Ok(Trials { row, sandbox, behind, another_host, driver })
    }

    fn patiently(&mut self, call: Call, applied: bool, expected: &Expected) -> Result<(), Failure> {
        let shared = LANE.read().unwrap_or_else(PoisonError::into_inner);
        let mut complaint = match self.once(call, applied, expected)? {
            Ok(()) => return Ok(()),
            Err(complaint) => complaint,
        };
        drop(shared);
        for _ in 0..TRIES_ALONE {
            let Complaint::Late(_) = &complaint else { break };
            let _alone = LANE.write().unwrap_or_else(PoisonError::into_inner);
            match self.once(call, applied, expected)? {
                Ok(()) => return Ok(()),
                Err(again) => complaint = again,
            }
        }
        let (Complaint::Late(text) | Complaint::Wrong(text)) = complaint;
        Err(text.into())
    }

    /// The outer error is that of the test itself.
    fn once(
        &mut self,
        call: Call,
        applied: bool,
        expected: &Expected,
    ) -> Result<Result<(), Complaint>, Failure> {
        self.sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, call.member_before());
        let address = loopback_of_its_own();
        let (text, address) = match call {
            Call::Apply => (Call::changes_json(&["add"]), address),
            Call::Sync => {
                let unresolved = match self.row.hits {
                    Hits::Endpoint(endpoint) => Some(endpoint),
                    _ => None,
                };
                plan::make(&self.sandbox, address, unresolved)?
            }
            _ => (String::new(), address),
        };
        let server = RawServer::start_at(address, self.row.script(call, applied, self.behind))?;
        let endpoint = match self.row.hits {
            Hits::Endpoint(endpoint) => endpoint.to_owned(),
            _ => server.url(),
        };
        let deadline = crate::row::DEADLINE.to_string();
        let mut options = vec![("timeout_ms", deadline.as_str()), ("max_attempts", "2")];
        options.extend(self.row.options.iter().copied());
        self.driver.open(&endpoint, &self.sandbox.api_key(), &options)?;
        let mut requests_before = 0;
        if matches!(self.row.hits, Hits::Kept(_)) {
            let warm = self.driver.call("check", "")?;
            if warm.name != "OK" {
                return Err(format!("the call before gave {warm:?}").into());
            }
            requests_before = 1;
        }
        let outcome = self.driver.call(call.name(), &text)?;
        let counted = Self::counted(&server, call, requests_before, expected);
        drop(server);
        Ok(self.judge(call, expected, &outcome, counted))
    }

    /// The requests that this call made to its path. One that was sent and given up may still be on its way to the
    /// server's record, so it is waited for.
    fn counted(server: &RawServer, call: Call, before: usize, expected: &Expected) -> Result<usize, String> {
        // The call that made the connection may have gone to the same path.
        let before = if call.path() == Call::CHECK_PATH { before } else { 0 };
        let count = || server.requests_to(call.path()).len().saturating_sub(before);
        let start = Instant::now();
        while count() < *expected.requests.start() && start.elapsed() < A_MOMENT {
            std::thread::sleep(Duration::from_millis(2));
        }
        if let Some(asked) =
            server.requests().iter().find(|request| request.header("accept-encoding").is_some())
        {
            return Err(format!("a request asks for compression: {:?}", asked.headers));
        }
        Ok(count())
    }

    fn judge(
        &self,
        call: Call,
        expected: &Expected,
        outcome: &Outcome,
        counted: Result<usize, String>,
    ) -> Result<(), Complaint> {
        let wrong = |text: String| Err(Complaint::Wrong(format!("{text}\n    {outcome:?}")));
        let counted = match counted {
            Ok(counted) => counted,
            Err(complaint) => return wrong(complaint),
        };
        let reported = match self.reported(call, expected, outcome) {
            Ok(reported) => reported,
            Err(complaint) => return wrong(complaint),
        };
        if !expected.requests.contains(&counted) {
            return wrong(format!("{counted} requests were counted, not {:?}", expected.requests));
        }
        let is_member = self.sandbox.is_member(Sandbox::USER, Sandbox::GROUP);
        let before = call.member_before();
        let as_reported = match Expected::recorded(reported).filter(|_| call.changes()) {
            Some(recorded) => Some(if recorded { !before } else { before }),
            None if call.changes() => None,
            None => Some(before),
        };
        if as_reported.is_some_and(|so| so != is_member) {
            return wrong(format!("{reported} was reported, and the server says member: {is_member}"));
        }
        self.judge_time(expected, reported, outcome)
    }

    /// The status of the call itself, or that of the one change of a list.
    fn reported<'a>(&self, call: Call, expected: &Expected, outcome: &'a Outcome) -> Result<&'a str, String> {
        let in_a_report = call.is_bulk() && !(call == Call::Sync && self.row.hits_reads_too());
        let told = if in_a_report { outcome.of_one_change() } else { outcome.name.as_str() };
        if !expected.names.contains(&told) {
            return Err(format!("{told} was reported, not {:?}", expected.names));
        }
        if told != "OK" && !outcome.message().contains(self.row.says) {
            return Err(format!("the message does not say {:?}", self.row.says));
        }
        let cause = if told == "OUTCOME_UNKNOWN" && !in_a_report { outcome.cause() } else { None };
        match (cause, &self.row.one) {
            (Some(cause), Some(read)) if !read.names.contains(&cause) => {
                Err(format!("the cause is {cause}, and a read would say {:?}", read.names))
            }
            _ => Ok(told),
        }
    }

    fn judge_time(&self, expected: &Expected, reported: &str, outcome: &Outcome) -> Result<(), Complaint> {
        let deadline = self.row.deadline();
        let late = |text: String| Err(Complaint::Late(format!("{text}\n    {outcome:?}")));
        if outcome.elapsed_ms > f64::from(deadline + GRACE_MS) {
            return late(format!("it ended after {:.0} ms; the deadline is {deadline}", outcome.elapsed_ms));
        }
        if reported == "DEADLINE" && outcome.elapsed_ms < f64::from(deadline) - EARLY_MS {
            return late(format!("it ended after {:.0} ms, before its deadline", outcome.elapsed_ms));
        }
        match &expected.within {
            Some(within)
                if outcome.elapsed_ms < f64::from(*within.start()) - EARLY_MS
                    || outcome.elapsed_ms > f64::from(*within.end()) =>
            {
                late(format!("it ended after {:.0} ms, which is not within {within:?}", outcome.elapsed_ms))
            }
            _ => Ok(()),
        }
    }
}

/// Where a sandbox listens.
pub(crate) fn address_of(sandbox: &Sandbox) -> Result<SocketAddr, Failure> {
    Ok(sandbox.url().trim_start_matches("http://").parse()?)
}

/// An address that nobody else in this process has, and hardly anybody on this machine.
pub(crate) fn loopback_of_its_own() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let [_, _, high, low] = number.to_be_bytes();
    let process = u8::try_from(std::process::id() % 250).unwrap_or(0) + 2;
    SocketAddr::from((Ipv4Addr::new(127, process, high, low), 0))
}
