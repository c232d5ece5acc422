//! Plans a roster of a million pairs (10,000 people in 100 groups) and prints what it took.
//!
//! `cargo run --release -p seam-acs-core --example plan_a_million_pairs [members]`: with `members` everybody but one
//! is in every group already; else the groups are empty. The server is a process of its own, so that the memory
//! shown is that of the library alone.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a program for people that may fail loudly")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use seam_acs_core::{Client, Options, PlanOptions, Roster};
use seam_acs_sandbox::{Group, Sandbox, SandboxOptions, Seed};

const PEOPLE: usize = 10_000;
const GROUPS: usize = 100;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    if has("serve") {
        return serve(has("members"));
    }
    let mut server = Command::new(std::env::current_exe().expect("this program"))
        .args(["serve"].into_iter().chain(has("members").then_some("members")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a server");
    let mut lines = BufReader::new(server.stdout.take().expect("piped")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    plan(&line(), &line());
    drop(server.stdin.take());
    server.wait().expect("ended");
}

fn plan(endpoint: &str, api_key: &str) {
    let mut options = Options::new();
    options.set("endpoint", endpoint).expect("a URL");
    options.set("api_key", api_key).expect("a key");
    let client = Client::new(&options).expect("a client");
    let csv = csv();
    let clock = Instant::now();
    let roster = Roster::parse(csv.as_bytes()).expect("a roster");
    let parsed = clock.elapsed().as_millis();
    let operation = client.begin_plan(roster, PlanOptions::default()).expect("begun");
    assert!(operation.wait(None), "without a limit");
    let read = clock.elapsed().as_millis() - parsed;
    let answer = operation.result().expect("a plan");
    let compared = clock.elapsed().as_millis() - parsed - read;
    let plan = answer.plan().expect("a plan");
    println!("{} to add, {} to remove, {} stay", plan.adds(), plan.removes(), plan.stays());
    println!("parse {parsed} ms");
    println!("read {read} ms");
    println!("compare {compared} ms");
    println!("peak memory {} MB, of which the CSV is {} MB", peak_memory(), csv.len() >> 20);
}

fn csv() -> String {
    let mut text = "acs_user_id,acs_access_group_id\n".to_owned();
    for group in 0..GROUPS {
        for person in 1..=PEOPLE {
            let _ = writeln!(text, "{},{}", person_id(person), group_id(group));
        }
    }
    text
}

fn person_id(number: usize) -> String {
    format!("33333333-3333-3333-3333-1{number:011}")
}

fn group_id(number: usize) -> String {
    format!("44444444-4444-4444-4445-{number:012}")
}

/// The most memory that this process ever had, in MB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
    kilobytes >> 10
}

fn serve(with_members: bool) {
    let mut seed = Seed::default().with_more_users(PEOPLE);
    let like = seed.groups.first().expect("a group").clone();
    let members = if with_members { (2..=PEOPLE).map(person_id).collect() } else { Vec::new() };
    seed.groups.extend((0..GROUPS).map(|number| Group {
        acs_access_group_id: group_id(number),
        name: format!("Group {number}"),
        members: members.clone(),
        ..like.clone()
    }));
    let sandbox = Sandbox::start(SandboxOptions { seed, ..SandboxOptions::default() }).expect("a sandbox");
    println!("{}\n{}", sandbox.url(), sandbox.api_key());
    // Until whoever started this one ends.
    let _ = std::io::stdin().lines().count();
}
