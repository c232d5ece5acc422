//! libFuzzer's program: the target is named by the environment variable `SEAM_ACS_FUZZ_TARGET`.
#![no_main]
#![allow(clippy::panic, missing_docs, reason = "a fuzzer says what it found by panicking")]

use std::sync::OnceLock;

use seam_acs_fuzz::{TARGETS, Target};

static CHOSEN: OnceLock<Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let chosen = CHOSEN.get_or_init(|| {
        let name = std::env::var("SEAM_ACS_FUZZ_TARGET").unwrap_or_default();
        let found = TARGETS.iter().find(|target| target.name == name);
        *found.unwrap_or_else(|| panic!("SEAM_ACS_FUZZ_TARGET names no target: {name:?}"))
    });
    (chosen.run)(data);
});
