//! Faults that take more than one script: what happens while a call runs, and what the client has to do about it.

use std::ops::RangeInclusive;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use seam_acs_c_tests::Failure;
use seam_acs_raw_server::{Answer, Exchange, Payload, RawServer, Relay, Script, Step};
use seam_acs_sandbox::{Fault, Sandbox};
use serde_json::json;

use crate::call::Call;
use crate::clock::Clock;
use crate::driver::{Driver, Language, Outcome};
use crate::name_stories;
use crate::plan;
use crate::reads::ALL;
use crate::row::Network;
use crate::trial::{GRACE_MS, address_of, loopback_of_its_own};

/// A fault with the course that it takes.
pub(crate) struct Story {
    pub(crate) fault: &'static str,
    pub(crate) made: &'static str,
    /// What is reported, how many requests it took, and what the server has then.
    pub(crate) expected: &'static str,
    pub(crate) calls: &'static [Call],
    pub(crate) languages: &'static [Language],
    /// Whether it is played on a machine of its own.
    pub(crate) needs_own_network: bool,
    pub(crate) play: fn(Call, Language) -> Result<(), Failure>,
}

const LONG: Duration = Duration::from_secs(20);
const ALL_KINDS: &[Call] =
    &[Call::Add, Call::Remove, Call::One("get_group"), Call::List("list_group_users"), Call::Apply];

/// All of them, the longest first: they mostly wait.
pub(crate) fn stories() -> impl Iterator<Item = &'static Story> {
    name_stories::STORIES.iter().chain(STORIES)
}

const STORIES: &[Story] = &[
    Story {
        fault: "packets vanish for 8 s after a good call",
        made: "a relay that carries nothing for 8 s, and nothing on the old connection ever again",
        expected: "OK on the second attempt, which has a new connection, 10 s later; the server counts 1 request",
        calls: ALL_KINDS,
        languages: &Language::ALL,
        needs_own_network: false,
        play: packets_vanish,
    },
    Story {
        fault: "an add lands 3 s after the client gave up, and a remove follows it in the list",
        made: "the sandbox holds the add, which has 500 ms, and records it 3.5 s after it came",
        expected: "the remove is sent at once, and again when a read after half a minute shows the add. PARTIAL, as the \
                   add is in doubt; 1 add, 2 removes; the user is not a member",
        calls: &[Call::Apply],
        languages: &Language::ALL,
        needs_own_network: false,
        play: late_add,
    },
    Story {
        fault: "the clock jumps ten years ahead during a call",
        made: "libfaketime, while the server keeps the request",
        expected: "the deadline is kept: OUTCOME_UNKNOWN or DEADLINE; 1 request",
        calls: ALL_KINDS,
        languages: &Language::ALL,
        needs_own_network: false,
        play: |call, language| clock_jumps(call, language, "+3650d"),
    },
    Story {
        fault: "the clock jumps ten years back during a call",
        made: "libfaketime, while the server keeps the request",
        expected: "the deadline is kept: OUTCOME_UNKNOWN or DEADLINE; 1 request",
        calls: ALL_KINDS,
        languages: &Language::ALL,
        needs_own_network: false,
        play: |call, language| clock_jumps(call, language, "-3650d"),
    },
    Story {
        fault: "a clock that is ten years ahead, and Retry-After with a date",
        made: "libfaketime; 429 with a Date, and a Retry-After one second later",
        expected: "one second, not minus ten years, and not ten years: OK; 2 requests",
        calls: &[Call::Add, Call::Remove, Call::One("get_group"), Call::List("list_group_users")],
        languages: &Language::ALL,
        needs_own_network: false,
        play: wrong_clock,
    },
    Story {
        fault: "100 Continue for ever, as fast as it can be sent",
        made: "up to 1 GB of it over loopback, which keeps hyper busy for longer than the deadline",
        expected: "whoever waits ends the call at its deadline: OUTCOME_UNKNOWN, which apply and sync have in their \
                   report, or DEADLINE; 1 request; the change where the server made it before the flood",
        calls: &ALL,
        languages: &Language::ALL,
        needs_own_network: false,
        play: flood_of_interim_answers,
    },
    Story {
        fault: "the same when sync reads the members",
        made: "as before, in place of the list of the members",
        expected: "whoever waits ends it at the deadline of the read: DEADLINE; 1 request, which is the read; no change",
        calls: &[Call::Sync],
        languages: &Language::ALL,
        needs_own_network: false,
        play: flood_of_the_members,
    },
    Story {
        fault: "a list that never ends, page by page",
        made: "each page has one entry, a new cursor, and takes 100 ms",
        expected: "DEADLINE at the deadline of one call, as no hundred entries came",
        calls: &[Call::List("list_users"), Call::List("list_entrances")],
        // In Python every page is a call of its own.
        languages: &[Language::C],
        needs_own_network: false,
        play: endless_pages,
    },
    Story {
        fault: "a list that grows beyond its bound, page by page",
        made: "pages of 30 kB with ever new cursors; max_response_bytes is 64 KiB",
        expected: "UNEXPECTED_RESPONSE after 3 pages, and the message names max_response_bytes",
        calls: &[Call::List("list_users"), Call::List("list_entrances")],
        languages: &[Language::C],
        needs_own_network: false,
        play: growing_pages,
    },
    Story {
        fault: "a long list",
        made: "16 MB of entries of 2 kB",
        expected: "OK; at its highest, memory is at most twice the answer: never its bytes and a tree of it",
        calls: &[Call::List("list_users"), Call::List("list_groups")],
        languages: &[Language::C],
        needs_own_network: false,
        play: long_list,
    },
];

fn text_of(call: Call) -> String {
    if call == Call::Apply { Call::changes_json(&["add"]) } else { String::new() }
}

pub(crate) fn check(so: bool, what: &str, outcome: &Outcome) -> Result<(), Failure> {
    if so { Ok(()) } else { Err(format!("{what}: not so\n    {outcome:?}").into()) }
}

pub(crate) fn took(outcome: &Outcome, within: RangeInclusive<u32>) -> Result<(), Failure> {
    let so =
        outcome.elapsed_ms >= f64::from(*within.start()) && outcome.elapsed_ms <= f64::from(*within.end());
    check(so, &format!("it takes {within:?} ms"), outcome)
}

fn packets_vanish(call: Call, language: Language) -> Result<(), Failure> {
    const DARK: Duration = Duration::from_secs(8);
    let sandbox = Sandbox::start_default()?;
    sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, call.member_before());
    let relay = Relay::before(address_of(&sandbox)?)?;
    let mut driver = Driver::start(language, Network::Ours)?;
    driver.open(&relay.url(), &sandbox.api_key(), &[])?;
    let good = driver.call("check", "")?;
    check(good.name == "OK", "a good call before", &good)?;
    relay.go_dark();
    driver.begin(call.name(), &text_of(call))?;
    std::thread::sleep(DARK);
    relay.come_back();
    let outcome = driver.end()?;
    check(outcome.name == "OK", "the second attempt succeeds", &outcome)?;
    // An attempt has 10 s, the call 30.
    took(&outcome, 9_990..=15_000)?;
    check(relay.connections() == 2, "the second attempt has a connection of its own", &outcome)?;
    let counted = sandbox.requests().iter().filter(|request| request.path == call.path()).count();
    check(counted == 1, "the server counts one request", &outcome)?;
    let is_member = sandbox.is_member(Sandbox::USER, Sandbox::GROUP);
    let wanted = matches!(call, Call::Add | Call::Apply);
    check(is_member == wanted, "the membership is as reported", &outcome)?;
    driver.finish()
}

fn late_add(_: Call, language: Language) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.fault(Fault::on(Call::Add.path()).hold().applied(false).apply_after_ms(3500));
    let mut driver = Driver::start(language, Network::Ours)?;
    driver.open(sandbox.url(), &sandbox.api_key(), &[("timeout_ms", "500"), ("max_attempts", "1")])?;
    let outcome = driver.call("apply", &Call::changes_json(&["add", "remove"]))?;
    check(outcome.name == "PARTIAL", "the add is in doubt, and the remove was answered", &outcome)?;
    took(&outcome, 30_000..=34_000)?;
    let paths: Vec<String> = sandbox.requests().into_iter().map(|request| request.path).collect();
    let sent = |wanted: &str| paths.iter().filter(|path| *path == wanted).count();
    let counted = (sent(Call::Add.path()), sent(Call::Remove.path()));
    check(counted == (1, 2), "the remove is sent again when a read shows the add", &outcome)?;
    check(!sandbox.is_member(Sandbox::USER, Sandbox::GROUP), "the remove has the last word", &outcome)?;
    driver.finish()
}

fn clock_jumps(call: Call, language: Language, jump: &str) -> Result<(), Failure> {
    const DEADLINE: u32 = 1500;
    let server = RawServer::start(Script::exchanges(vec![Exchange::on("", vec![Step::Hold])]))?;
    let clock = Clock::new()?;
    let mut driver = Driver::start_with(language, &clock.variables()?)?;
    driver.open(&server.url(), "seam_test", &[("timeout_ms", &DEADLINE.to_string())])?;
    driver.begin(call.name(), &text_of(call))?;
    if !server.wait_for_requests(1, LONG) {
        return Err("the request never comes".into());
    }
    clock.jump(jump)?;
    let outcome = driver.end()?;
    let wanted = if call.changes() { "OUTCOME_UNKNOWN" } else { "DEADLINE" };
    let told = if call.is_bulk() { outcome.of_one_change() } else { &outcome.name };
    check(told == wanted, wanted, &outcome)?;
    took(&outcome, DEADLINE - 10..=DEADLINE + GRACE_MS)?;
    check(server.requests().len() == 1, "one request", &outcome)?;
    check(Clock::is_far_off(outcome.wall_clock), "the driver saw the clock jump", &outcome)?;
    driver.finish()
}

fn flood_of_interim_answers(call: Call, language: Language) -> Result<(), Failure> {
    let wanted = if call.changes() { "OUTCOME_UNKNOWN" } else { "DEADLINE" };
    // A change in doubt may or may not be made.
    let ways: &[bool] = if call.changes() { &[false, true] } else { &[false] };
    for applied in ways {
        let (outcome, is_member) = flooded(call, language, call.path(), *applied)?;
        let told = if call.is_bulk() { outcome.of_one_change() } else { &outcome.name };
        check(told == wanted, wanted, &outcome)?;
        check(
            is_member == (call.member_before() != *applied),
            "the membership is as the server says",
            &outcome,
        )?;
    }
    Ok(())
}

fn flood_of_the_members(call: Call, language: Language) -> Result<(), Failure> {
    let (outcome, is_member) = flooded(call, language, Call::List("list_group_users").path(), false)?;
    check(outcome.name == "DEADLINE", "DEADLINE", &outcome)?;
    check(!is_member, "no change", &outcome)
}

/// What a call gives whose request to `path` is answered with a flood, and whether the user is a member after it.
fn flooded(call: Call, language: Language, path: &str, applied: bool) -> Result<(Outcome, bool), Failure> {
    const DEADLINE: u32 = 500;
    // Each takes a core for itself, and a second one for its server.
    static LANE: Mutex<()> = Mutex::new(());
    let _alone = LANE.lock().unwrap_or_else(PoisonError::into_inner);
    let sandbox = Sandbox::start_default()?;
    sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, call.member_before());
    let address = loopback_of_its_own();
    let (text, address) =
        if call == Call::Sync { plan::make(&sandbox, address, None)? } else { (text_of(call), address) };
    let behind = address_of(&sandbox)?;
    let million = "HTTP/1.1 100 Continue\r\n\r\n".repeat(40_000);
    let flood = Step::Send(Payload::repeated(million, 1000));
    let steps = applied.then_some(Step::Apply(behind)).into_iter().chain([flood]).collect();
    let as_usual = Exchange::on("", vec![Step::Forward(behind)]);
    let server = RawServer::start_at(address, Script::exchanges(vec![Exchange::on(path, steps), as_usual]))?;
    let mut driver = Driver::start(language, Network::Ours)?;
    driver.open(&server.url(), &sandbox.api_key(), &[("timeout_ms", &DEADLINE.to_string())])?;
    let outcome = driver.call(call.name(), &text)?;
    took(&outcome, DEADLINE - 10..=DEADLINE + GRACE_MS)?;
    driver.finish()?;
    check(server.requests_to(path).len() == 1, "one request is flooded", &outcome)?;
    let others = server.requests().len() - 1;
    // The members, the groups and the users: the plan was saved, so its names are read anew.
    let reads_before = if call == Call::Sync && path == call.path() { 3 } else { 0 };
    check(others == reads_before, "no other request but those that sync reads", &outcome)?;
    Ok((outcome, sandbox.is_member(Sandbox::USER, Sandbox::GROUP)))
}

fn wrong_clock(call: Call, language: Language) -> Result<(), Failure> {
    let sandbox = Sandbox::start_default()?;
    sandbox.put_membership(Sandbox::USER, Sandbox::GROUP, call.member_before());
    let refusal = Answer::plain(429, "")
        .header("date", "Wed, 21 Oct 2026 07:28:00 GMT")
        .header("retry-after", "Wed, 21 Oct 2026 07:28:01 GMT");
    let server = RawServer::start(Script::exchanges(vec![
        Exchange::on("", vec![Step::Answer(refusal)]).times(1),
        Exchange::on("", vec![Step::Forward(address_of(&sandbox)?)]),
    ]))?;
    let clock = Clock::new()?;
    clock.jump("+3650d")?;
    let mut driver = Driver::start_with(language, &clock.variables()?)?;
    driver.open(&server.url(), &sandbox.api_key(), &[])?;
    let outcome = driver.call(call.name(), "")?;
    check(outcome.name == "OK", "the repeat succeeds", &outcome)?;
    took(&outcome, 1000..=3000)?;
    check(server.requests().len() == 2, "two requests", &outcome)?;
    check(Clock::is_far_off(outcome.wall_clock), "the driver has a wrong clock", &outcome)?;
    let wanted = call == Call::Add;
    check(
        sandbox.is_member(Sandbox::USER, Sandbox::GROUP) == wanted,
        "the membership is as reported",
        &outcome,
    )?;
    driver.finish()
}

/// Pages with an entry each, every one with a cursor of its own.
fn pages(count: usize, padding: usize, wait_ms: u64) -> Vec<Exchange> {
    let page = |number: usize| {
        let entry = json!([{ "padding": "x".repeat(padding) }]);
        let body = json!({
            "ok": true, "acs_users": entry, "acs_entrances": entry,
            "pagination": { "has_next_page": true, "next_page_cursor": format!("page {number}") },
        });
        Exchange::on("", vec![Step::WaitMs(wait_ms), Step::Answer(Answer::json(200, body))]).times(1)
    };
    (0..count).map(page).collect()
}

fn read_pages(
    call: Call,
    language: Language,
    exchanges: Vec<Exchange>,
    option: (&str, &str),
) -> Result<(Outcome, usize), Failure> {
    let server = RawServer::start(Script::exchanges(exchanges))?;
    let mut driver = Driver::start(language, Network::Ours)?;
    driver.open(&server.url(), "seam_test", &[option])?;
    let outcome = driver.call(call.name(), "")?;
    driver.finish()?;
    Ok((outcome, server.requests().len()))
}

fn endless_pages(call: Call, language: Language) -> Result<(), Failure> {
    let (outcome, _) = read_pages(call, language, pages(100, 0, 100), ("timeout_ms", "700"))?;
    check(outcome.name == "DEADLINE", "DEADLINE", &outcome)?;
    took(&outcome, 690..=700 + GRACE_MS)
}

fn growing_pages(call: Call, language: Language) -> Result<(), Failure> {
    let (outcome, requests) =
        read_pages(call, language, pages(20, 15_000, 0), ("max_response_bytes", "65536"))?;
    check(outcome.name == "UNEXPECTED_RESPONSE", "UNEXPECTED_RESPONSE", &outcome)?;
    check(outcome.message().contains("max_response_bytes"), "the message names the option", &outcome)?;
    check(requests == 3, "three pages", &outcome)
}

fn long_list(call: Call, language: Language) -> Result<(), Failure> {
    const ENTRIES: u64 = 8000;
    let entry = format!("{{\"acs_user_id\":\"u\",\"padding\":\"{}\"}}", "x".repeat(2000));
    let entries =
        Payload::Together(vec![entry.as_str().into(), Payload::repeated(format!(",{entry}"), ENTRIES - 1)]);
    let key = if call == Call::List("list_users") { "acs_users" } else { "acs_access_groups" };
    let bytes = entries.len();
    let body = Payload::Together(vec![format!("{{\"ok\":true,\"{key}\":[").into(), entries, "]}".into()]);
    let empty = json!({ "ok": true, "acs_systems": [] });
    let server = RawServer::start(Script::exchanges(vec![
        Exchange::on(Call::CHECK_PATH, vec![Step::Answer(Answer::json(200, empty))]),
        Exchange::on("", vec![Step::Answer(Answer::plain(200, body))]),
    ]))?;
    let mut driver = Driver::start(language, Network::Ours)?;
    driver.open(&server.url(), "seam_test", &[("timeout_ms", "60000"), ("attempt_timeout_ms", "60000")])?;
    let before = driver.call("check", "")?;
    let outcome = driver.call(call.name(), "")?;
    check(outcome.name == "OK" && outcome.count == ENTRIES, "every entry is read", &outcome)?;
    let grown = outcome.peak_kb.saturating_sub(before.peak_kb) * 1024;
    check(grown < 2 * bytes, &format!("{grown} bytes more are at most twice {bytes}"), &outcome)?;
    driver.finish()
}
