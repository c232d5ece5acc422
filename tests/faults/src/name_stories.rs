//! Faults of name servers: each story has a network of its own, in which nobody but its name servers is asked.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use seam_acs_c_tests::Failure;
use seam_acs_sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use crate::call::Call;
use crate::driver::{Driver, Language, Outcome};
use crate::name_server::{Manner, NameServer};
use crate::row::Network;
use crate::story::{Story, check, took};

const FIRST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
const SECOND: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const HOST: &str = "panel.test";
const SOME: &[Call] = &[Call::Add, Call::One("get_group"), Call::Apply];

/// How long core uses an answer without asking again.
const FRESH: Duration = Duration::from_secs(30);

pub(crate) const STORIES: &[Story] = &[
    Story {
        fault: "the first name server is dead",
        made: "one that takes questions and never answers stands before one that does",
        expected: "OK after the 5 s that glibc waits for the first; 1 request",
        calls: SOME,
        languages: &Language::ALL,
        needs_own_network: true,
        play: dead_name_server,
    },
    Story {
        fault: "questions for IPv6 addresses are dropped",
        made: "a name server that answers for IPv4 alone",
        expected: "OK after 1 s, when IPv4 is asked for alone; 1 request",
        calls: SOME,
        languages: &Language::ALL,
        needs_own_network: true,
        play: dropped_ipv6,
    },
    Story {
        fault: "a slow name server, and 40 changes",
        made: "a name server that answers after 3 s",
        expected: "OK: all wait for one lookup, whose answer is kept",
        calls: &[Call::Apply],
        languages: &Language::ALL,
        needs_own_network: true,
        play: shared_lookup,
    },
    Story {
        fault: "no name server answers",
        made: "name servers that take questions and never answer",
        expected: "DNS at the deadline; 0 requests",
        calls: SOME,
        languages: &Language::ALL,
        needs_own_network: true,
        play: no_answer,
    },
    Story {
        fault: "the name servers go away after a good call",
        made: "they answer no more, half a minute later; connections are closed",
        expected: "OK after 1.8 s with the address from before, which the log says, then at once; 3 requests in all",
        calls: &[Call::Add, Call::One("get_group")],
        languages: &Language::ALL,
        needs_own_network: true,
        play: stale_address,
    },
    Story {
        fault: "the host's name is taken away after a good call",
        made: "the name server says that there is no such name, half a minute later; connections are closed",
        expected: "DNS: the address from before is not used",
        calls: &[Call::Add, Call::One("get_group")],
        languages: &Language::ALL,
        needs_own_network: true,
        play: removed_name,
    },
];

struct Scene {
    sandbox: Sandbox,
    driver: Driver,
}

impl Scene {
    fn open(call: Call, language: Language, options: &[(&str, &str)]) -> Result<Scene, Failure> {
        let host_names = vec![HOST.to_owned()];
        let sandbox = Sandbox::start(SandboxOptions { host_names, ..SandboxOptions::default() })?;
        sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, call.member_before());
        let endpoint = sandbox.url().replace("127.0.0.1", HOST);
        let mut driver = Driver::start(language, Network::Ours)?;
        let mut all = vec![("allow_insecure_http", "true")];
        all.extend(options);
        driver.open(&endpoint, &sandbox.api_key(), &all)?;
        Ok(Scene { sandbox, driver })
    }

    fn call(&mut self, call: Call) -> Result<Outcome, Failure> {
        let text = if call == Call::Apply { Call::changes_json(&["add"]) } else { String::new() };
        self.driver.call(call.name(), &text)
    }

    fn requests(&self, call: Call) -> usize {
        self.sandbox.requests().iter().filter(|request| request.path == call.path()).count()
    }

    /// The call and its one request went well, and the server has what was reported.
    fn good(&self, call: Call, outcome: &Outcome) -> Result<(), Failure> {
        check(outcome.name == "OK", "OK", outcome)?;
        check(self.requests(call) == 1, "one request", outcome)?;
        let is_member = self.sandbox.is_member(Sandbox::USER, Sandbox::GROUP);
        check(is_member == call.changes(), "the membership is as reported", outcome)
    }
}

fn dead_name_server(call: Call, language: Language) -> Result<(), Failure> {
    let _dead = NameServer::start(FIRST, Manner::Silent)?;
    let _alive = NameServer::start(SECOND, Manner::Answers)?;
    let mut scene = Scene::open(call, language, &[])?;
    let outcome = scene.call(call)?;
    scene.good(call, &outcome)?;
    took(&outcome, 4900..=9000)?;
    scene.driver.finish()
}

fn dropped_ipv6(call: Call, language: Language) -> Result<(), Failure> {
    let _server = NameServer::start(FIRST, Manner::DropsIpv6)?;
    let mut scene = Scene::open(call, language, &[])?;
    let outcome = scene.call(call)?;
    scene.good(call, &outcome)?;
    took(&outcome, 990..=4000)?;
    scene.driver.finish()
}

fn shared_lookup(_: Call, language: Language) -> Result<(), Failure> {
    const CHANGES: usize = 40;
    let server = NameServer::start(FIRST, Manner::AnswersAfter(Duration::from_secs(3)))?;
    let mut scene = Scene::open(Call::Apply, language, &[])?;
    let users = (0..CHANGES).map(|number| {
        json!({ "action": "remove", "acs_user_id": format!("00000000-0000-4000-8000-{number:012}"),
                "acs_access_group_id": Sandbox::GROUP })
    });
    let changes: serde_json::Value = users.collect();
    let outcome = scene.driver.call("apply", &changes.to_string())?;
    check(outcome.items.len() == CHANGES, "every change has an outcome", &outcome)?;
    let answered = scene.sandbox.requests().len();
    check(answered >= CHANGES, "every change reaches the server", &outcome)?;
    // One for both families, and after a second one for IPv4 alone.
    check(server.questions_for_ipv4() == 2, "one lookup is shared", &outcome)?;
    scene.driver.finish()
}

fn no_answer(call: Call, language: Language) -> Result<(), Failure> {
    const DEADLINE: u32 = 2500;
    let _first = NameServer::start(FIRST, Manner::Silent)?;
    let _second = NameServer::start(SECOND, Manner::Silent)?;
    let mut scene = Scene::open(call, language, &[("timeout_ms", &DEADLINE.to_string())])?;
    let outcome = scene.call(call)?;
    let told = if call.is_bulk() { outcome.of_one_change() } else { outcome.name.as_str() };
    check(told == "DNS", "DNS", &outcome)?;
    check(scene.requests(call) == 0, "no request", &outcome)?;
    check(!scene.sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "no change", &outcome)?;
    took(&outcome, DEADLINE - 10..=DEADLINE + 500)?;
    scene.driver.finish()
}

/// A good call, after which its answer becomes old and the name servers change.
fn long_after_a_good_call(
    call: Call,
    language: Language,
    manner: Manner,
    log: &Path,
) -> Result<Scene, Failure> {
    let first = NameServer::start(FIRST, Manner::Answers)?;
    let second = NameServer::start(SECOND, manner)?;
    let mut scene =
        Scene::open(call, language, &[("timeout_ms", "8000"), ("log_file", &log.to_string_lossy())])?;
    let good = scene.call(call)?;
    check(good.name == "OK", "a good call before", &good)?;
    // The answer is as old as it may become, and the connection, which is closed after as long a time.
    let since = Instant::now();
    first.become_one_that(manner);
    second.become_one_that(manner);
    thread::sleep((FRESH + Duration::from_secs(1)).saturating_sub(since.elapsed()));
    Ok(scene)
}

/// Each story has a process of its own.
fn log_file() -> PathBuf {
    std::env::temp_dir().join(format!("seam-acs-names-{}.log", std::process::id()))
}

fn stale_address(call: Call, language: Language) -> Result<(), Failure> {
    let log = log_file();
    let mut scene = long_after_a_good_call(call, language, Manner::Silent, &log)?;
    let outcome = scene.call(call)?;
    check(outcome.name == "OK", "OK with the address from before", &outcome)?;
    took(&outcome, 1790..=4000)?;
    let again = scene.call(call)?;
    check(again.name == "OK", "OK at once", &again)?;
    took(&again, 0..=1000)?;
    check(scene.requests(call) == 3, "three requests", &again)?;
    scene.driver.finish()?;
    let told = std::fs::read_to_string(&log)?;
    std::fs::remove_file(&log)?;
    check(told.matches("stale_addresses_used").count() == 1, "the log says it once", &again)
}

fn removed_name(call: Call, language: Language) -> Result<(), Failure> {
    let log = log_file();
    let mut scene = long_after_a_good_call(call, language, Manner::KnowsNothing, &log)?;
    let outcome = scene.call(call)?;
    check(outcome.name == "DNS", "DNS", &outcome)?;
    check(scene.requests(call) == 1, "no second request", &outcome)?;
    std::fs::remove_file(&log)?;
    scene.driver.finish()
}
