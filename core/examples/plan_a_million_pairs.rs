//! Plans a roster of a million pairs (10,000 people in 100 groups) and prints what it took.
//!
//! `plan_a_million_pairs URL`: the server is a process of its own, so that time and memory are those of the library
//! alone. `cargo run --release -p seam-acs-bench-server pairs` names two: behind one the groups are empty, behind the
//! other everybody but one is in every group already.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a program for people that may fail loudly")]

use std::fmt::Write as _;
use std::time::Instant;

use seam_acs_core::{Client, Options, PlanOptions, Roster};

const PEOPLE: usize = 10_000;
const GROUPS: usize = 100;

fn main() {
    let mut options = Options::new();
    options.set("endpoint", &std::env::args().nth(1).expect("the server's URL")).expect("a URL");
    options.set("api_key", "seam_key1_benchmark").expect("a key");
    let client = Client::new(&options).expect("a client");
    let csv = csv();
    let (clock, cpu_before) = (Instant::now(), cpu_ms());
    let roster = Roster::parse(csv.as_bytes()).expect("a roster");
    let parsed = clock.elapsed().as_millis();
    let operation = client.begin_plan(roster, PlanOptions::default()).expect("begun");
    assert!(operation.wait(None), "without a limit");
    let read = clock.elapsed().as_millis() - parsed;
    let answer = operation.result().expect("a plan");
    let compared = clock.elapsed().as_millis() - parsed - read;
    let plan = answer.plan().expect("a plan");
    println!("{} to add, {} to remove, {} stay", plan.adds(), plan.removes(), plan.stays());
    assert_eq!(plan.adds() + plan.stays(), PEOPLE * GROUPS, "every pair is in the plan");
    println!("parse {parsed} ms");
    println!("read {read} ms");
    println!("compare {compared} ms");
    println!("cpu {} ms", cpu_ms() - cpu_before);
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

/// What all threads of this process took of the processors so far.
fn cpu_ms() -> u64 {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program comes first, and may hold spaces. Linux counts in hundredths of a second.
    let fields = status.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    ticks * 10
}
