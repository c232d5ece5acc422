//! Reads a table that was made to do harm, and prints what it took: nanoseconds and bytes.
//!
//! `read_a_hostile_table keys|unused|header|commas|people`

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for people that may fail loudly"
)]

use std::fmt::Write as _;
use std::time::Instant;

use seam_acs_core::Roster;

fn main() {
    let table = table(&std::env::args().nth(1).expect("the name of a table"));
    // From here on Linux counts the most memory anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (before, clock) = (memory("VmRSS:"), Instant::now());
    let outcome = Roster::parse(table.as_bytes());
    let taken = clock.elapsed().as_nanos();
    let message = outcome.err().map_or(0, |error| error.to_string().len());
    println!("read {taken} ns");
    println!("memory {} bytes above the table's own", memory("VmHWM:").saturating_sub(before));
    println!("size {} bytes", table.len());
    println!("message {message} bytes");
}

fn table(name: &str) -> String {
    const LARGE: usize = 50 << 20;
    let mut text = String::with_capacity(LARGE + 256);
    match name {
        // 100,000 names that mean nothing, in one object.
        "keys" => {
            text.push_str("[{\"email\":\"a@b\"");
            for number in 0..100_000 {
                let _ = write!(text, ",\"k{number}\":0");
            }
            text.push_str("}]");
        }
        // A value that is not used, of many objects.
        "unused" => {
            text.push_str("[{\"email\":\"a@b\",\"x\":[0");
            while text.len() < LARGE {
                text.push_str(",{\"\":0}");
            }
            text.push_str("]}]");
        }
        "header" => (0..LARGE).for_each(|_| text.push('x')),
        "commas" => {
            text.push_str("email,group\n");
            (0..LARGE).for_each(|_| text.push(','));
            text.push('x');
        }
        // No row of them can be read.
        "people" => {
            text.push_str("email,group\n");
            for number in 0..1_000_000 {
                let _ = writeln!(text, "person{number}@b.example,");
            }
        }
        other => panic!("there is no table {other:?}"),
    }
    text
}

/// A figure of this process, in bytes.
fn memory(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
    kilobytes << 10
}
