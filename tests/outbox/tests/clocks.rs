//! The clock of a panel is wrong, and its boot is another one: no addition is sent after it expired, and no removal waits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests may fail loudly, and say what they have counted"
)]

use std::path::PathBuf;

use seam_acs_outbox_proofs::folder::Folder;
use seam_acs_outbox_proofs::preload::Preload;
use seam_acs_outbox_proofs::program::{run, standing};
use seam_acs_outbox_proofs::wishes::{COMES, LEAVES, LEAVES_OFTEN, sandbox, user};
use seam_acs_sandbox::Sandbox;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// What the clocks of a machine say, beside the truth.
#[derive(Clone, Copy)]
struct Clocks {
    wall: i64,
    since_boot: i64,
    boot: &'static str,
}

/// A machine on which a change is asked for, an addition for an hour, and delivered at another time.
struct Machine {
    folder: Folder,
    sandbox: Sandbox,
}

impl Machine {
    fn new() -> Machine {
        Machine { folder: Folder::new().unwrap(), sandbox: sandbox(LEAVES_OFTEN as usize).unwrap() }
    }

    fn do_at(&self, what: &str, clocks: Clocks) {
        let boot_id: PathBuf = self.folder.path().join(clocks.boot);
        std::fs::write(&boot_id, clocks.boot).unwrap();
        let preload =
            Preload::default().wall_clock(clocks.wall).boot_clock(clocks.since_boot).boot_id(&boot_id);
        let ended = run(what, &self.folder.outbox(), Some(&self.sandbox), &preload).unwrap();
        assert!(ended.is_whole && ended.said.failed.is_empty(), "{ended:?}");
    }

    fn states(&self) -> Vec<String> {
        standing(&self.folder.outbox()).unwrap().into_iter().map(|one| one.state).collect()
    }

    fn is_in(&self, person: u32) -> bool {
        self.sandbox.is_member(&user(person), Sandbox::GROUP)
    }
}

/// Asks for a removal and an addition at one time and delivers at another.
fn delivered(asked: Clocks, sent: Clocks) -> Vec<String> {
    let machine = Machine::new();
    machine.do_at("keep two", asked);
    machine.do_at("deliver", sent);
    assert!(!machine.is_in(LEAVES), "a removal never expires");
    let states = machine.states();
    assert_eq!(machine.is_in(COMES), states.last().unwrap() == "recorded");
    states
}

fn at(wall: i64, since_boot: i64, boot: &'static str) -> Clocks {
    Clocks { wall, since_boot, boot }
}

#[test]
fn an_addition_is_as_old_as_the_kernel_says_within_a_boot_whatever_the_wall_clock_does() {
    for wall in [-100 * YEAR, -HOUR, 10 * YEAR] {
        assert_eq!(delivered(at(0, 0, "one"), at(wall, HOUR / 2, "one")), ["recorded", "recorded"]);
        assert_eq!(delivered(at(0, 0, "one"), at(wall, HOUR, "one")), ["recorded", "expired"]);
    }
}

#[test]
fn an_addition_of_another_boot_is_as_old_as_the_server_says() {
    // The clock stood still while the power was away, or went on, or went wrong: the server knows.
    for wall in [-2 * DAY, -HOUR / 2, 0, 10 * YEAR] {
        assert_eq!(delivered(at(-HOUR / 2, HOUR, "one"), at(wall, 0, "two")), ["recorded", "recorded"]);
        assert_eq!(
            delivered(at(-2 * DAY, HOUR, "one"), at(wall - 2 * DAY, 0, "two")),
            ["recorded", "expired"]
        );
    }
}

#[test]
fn an_addition_that_was_asked_for_in_1970_or_in_ten_years_has_expired_in_another_boot() {
    for wall in [-100 * YEAR, 10 * YEAR] {
        assert_eq!(delivered(at(wall, HOUR, "one"), at(0, 0, "two")), ["recorded", "expired"]);
    }
}

#[test]
fn a_removal_that_waits_for_its_time_is_sent_when_the_clock_is_wrong_and_the_server_knows_better() {
    let machine = Machine::new();
    machine.do_at("keep for later", at(-2 * DAY, 0, "one"));
    machine.do_at("deliver", at(-100 * YEAR, 0, "two"));
    assert_eq!(machine.states(), ["recorded"]);
    assert!(!machine.is_in(LEAVES));
}
