//! What checks of this program tell: the Test Anything Protocol, one report a process.

use std::fmt::Display;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};

static TESTS: AtomicUsize = AtomicUsize::new(0);
static FAILED: AtomicUsize = AtomicUsize::new(0);

/// A check that held.
pub fn ok(name: impl Display) {
    TESTS.fetch_add(1, Ordering::Relaxed);
    println!("ok {name}");
}

/// Not to be had here, for a reason.
pub fn skip(name: impl Display, why: impl Display) {
    TESTS.fetch_add(1, Ordering::Relaxed);
    println!("ok {name} # SKIP {why}");
}

/// A check that failed, and why.
pub fn not_ok(name: impl Display, why: impl Display) {
    TESTS.fetch_add(1, Ordering::Relaxed);
    FAILED.fetch_add(1, Ordering::Relaxed);
    println!("not ok {name}");
    for line in why.to_string().lines() {
        println!("    {line}");
    }
}

/// Ends the report. A reader takes one without this line for cut off.
pub fn end() -> ExitCode {
    println!("1..{}", TESTS.load(Ordering::Relaxed));
    if FAILED.load(Ordering::Relaxed) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
