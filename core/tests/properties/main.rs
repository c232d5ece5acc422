//! Whatever the roster, the members before and the faults on the way: what is reported is what is so.
//!
//! Each case is a sandbox and a client over real sockets. `PROPTEST_CASES` sets how many there are; a soak has more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod fixture;
mod lists;
mod rosters;
mod trouble;

use proptest::test_runner::Config;

/// So many cases, unless the environment says how many.
fn cases(few: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: asked.unwrap_or(few),
        // A case takes a fraction of a second, so a long search for a smaller one is not worth its time.
        max_shrink_iters: 200,
        // The message has the whole case; a file beside the sources would be one more thing to look after.
        failure_persistence: None,
        ..Config::default()
    }
}
