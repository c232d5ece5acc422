//! What a power cut may leave of the calls of a program is an outbox that has lost nothing it promised.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests may fail loudly, and say what they have counted"
)]

use seam_acs_outbox_proofs::folder::Folder;
use seam_acs_outbox_proofs::powercut::{Event, Names, cut, read_record, replacements};
use seam_acs_outbox_proofs::preload::Preload;
use seam_acs_outbox_proofs::program::{run, standing};
use seam_acs_outbox_proofs::wishes::{LEAVES, LEAVES_LATE, sandbox, user};
use seam_acs_sandbox::{DropAt, Ending, Fault};

/// Of each model; `SEAM_ACS_OUTBOX_CUTS` asks for others.
const CUTS: u64 = 1_000;

#[test]
fn a_power_cut_loses_nothing_that_is_kept_and_nothing_that_was_sent_where_names_are_synced_in_order() {
    cut_power(Names::WithAnySync);
}

#[test]
fn a_power_cut_loses_nothing_that_is_kept_and_nothing_that_was_sent_where_posix_is_all_that_holds() {
    cut_power(Names::WithTheirFolder);
}

fn cut_power(names: Names) {
    let run = Folder::new().unwrap();
    let events = recorded(&run);
    let asked = std::env::var("SEAM_ACS_OUTBOX_CUTS").ok().and_then(|cuts| cuts.parse().ok());
    let cuts: u64 = asked.unwrap_or(CUTS);
    for seed in 0..cuts {
        let mut random = fastrand::Rng::with_seed(seed);
        let calls = random.usize(1..=events.len());
        let state = cut(&events[..calls], names, &mut random);
        let folder = Folder::new().unwrap();
        state.lay_out(run.path(), folder.path()).unwrap();
        let there =
            standing(&folder.outbox()).unwrap_or_else(|error| panic!("{names:?}, seed {seed}: {error}"));
        assert_eq!(state.said.broken_by(&there, &state.sent), None, "{names:?}, seed {seed}");
    }
    println!("{cuts} cuts of {} calls", events.len());
}

/// The calls of a program whose changes are answered, lost, superseded, forgotten and compacted.
fn recorded(folder: &Folder) -> Vec<Event> {
    let sandbox = sandbox(LEAVES_LATE as usize).unwrap();
    let removal = Fault::on("/acs/users/remove_from_access_group");
    sandbox.fault(removal.user(&user(LEAVES)).dropped(DropAt::AfterApplying, Ending::Reset));
    let record = folder.path().with_extension("record");
    let preload = Preload::on(folder.path()).recording(&record);
    let ended = run("all", &folder.outbox(), Some(&sandbox), &preload).unwrap();
    let events = read_record(&record);
    std::fs::remove_file(&record).unwrap();
    assert!(ended.is_whole && ended.said.failed.is_empty(), "{ended:?}");
    let events = events.unwrap();
    assert!(replacements(&events) > 2, "the log was not compacted");
    events
}
