//! One pair, one outbox, and a server that may record late: no door is open after a removal, whatever is lost, and whenever
//! the process ends.
//!
//! The engine is played: it lets an addition wait for an unanswered removal, and ends a removal behind an unanswered addition
//! only when a read after 30 s shows it.

use std::collections::HashMap;

use super::change::OutboxChange;
use super::entry::{Entry, Head};
use super::item::Outcome;
use super::state::{State, Step};
use crate::bulk::change_list::Action;
use crate::durable::clocks::Clocks;
use crate::model::call::User;

const MAY_ARRIVE: u64 = 30;
/// When a run begins.
const EPOCH_MS: u64 = 1_800_000_000_000;
/// `SEAM_ACS_OUTBOX_RUNS` asks for more; a second has about two thousand.
const RUNS: u64 = 4_000;

/// In seconds.
struct World {
    now: u64,
    boot: u32,
    booted: u64,
    wall_is_off_by_ms: i64,
    is_member: bool,
    late: Vec<(u64, bool)>,
    works: f64,
    is_quiet: bool,
    random: fastrand::Rng,
}

enum Sent {
    Answered,
    Unsent,
    Unanswered,
}

impl World {
    fn tick(&mut self) {
        self.now += 1;
        let now = self.now;
        for (_, is_add) in self.late.extract_if(.., |(at, _)| *at <= now) {
            self.is_member = is_add;
        }
    }

    fn send(&mut self, is_add: bool) -> Sent {
        if !self.is_quiet && self.random.f64() > self.works {
            return Sent::Unsent;
        }
        let fate = if self.is_quiet { 0.0 } else { self.random.f64() };
        if fate < 0.60 {
            self.is_member = is_add;
        } else if fate >= 0.75 {
            self.late.push((self.now + self.random.u64(1..MAY_ARRIVE), is_add));
        }
        if fate < 0.45 { Sent::Answered } else { Sent::Unanswered }
    }

    fn read(&mut self) -> Option<bool> {
        (self.is_quiet || self.random.f64() < self.works).then_some(self.is_member)
    }

    /// What time it is for the deliverer, whom the server has told.
    fn clocks(&self) -> Clocks {
        Clocks { wall_ms: EPOCH_MS + self.now * 1000, is_of_the_server: true, ..self.clocks_of_the_machine() }
    }

    fn clocks_of_the_machine(&self) -> Clocks {
        Clocks {
            boot: Some(self.boot.to_string()),
            since_boot_ms: (self.now - self.booted) * 1000,
            wall_ms: (EPOCH_MS + self.now * 1000).saturating_add_signed(self.wall_is_off_by_ms),
            is_of_the_server: false,
        }
    }

    /// The power was away. The clock is right, stood still, was never set, or is far ahead.
    fn boot(&mut self) {
        const YEAR_MS: i64 = 365 * 86_400_000;
        let off = [0, -20_000, -100 * YEAR_MS, 10 * YEAR_MS];
        self.boot += 1;
        self.booted = self.now;
        self.wall_is_off_by_ms = off[self.random.usize(..off.len())];
    }
}

/// The deliverer of one process.
#[derive(Default)]
struct Process {
    /// When the latest request of a direction began that nobody answered.
    marks: HashMap<bool, u64>,
    /// A removal that is recorded, behind an addition that may still arrive.
    settling: Option<u64>,
}

struct Model {
    world: World,
    state: State,
    process: Process,
    /// When each addition expires in truth.
    expires: HashMap<u64, u64>,
    sent_expired: bool,
}

impl Model {
    fn new(seed: u64) -> Model {
        let mut random = fastrand::Rng::with_seed(seed);
        let world = World {
            now: 0,
            boot: 1,
            booted: 0,
            wall_is_off_by_ms: 0,
            is_member: random.bool(),
            late: Vec::new(),
            works: 1.0,
            is_quiet: false,
            random,
        };
        let mut state = State::default();
        state.apply(Entry::Outbox(Head::first()));
        Model { world, state, process: Process::default(), expires: HashMap::new(), sent_expired: false }
    }

    fn queue(&mut self, action: Action, good_for: Option<u32>) {
        let change = OutboxChange::new(action, User::Acs("user"), "group").expect("valid");
        let change = match good_for {
            None => change,
            Some(seconds) => change.good_for(seconds).expect("in range"),
        };
        let item = change.item(self.state.next_id(), &self.world.clocks_of_the_machine());
        if let Some(seconds) = good_for {
            self.expires.insert(item.id, self.world.now + u64::from(seconds));
        }
        self.state.apply(Entry::Queued(Box::new(item)));
    }

    fn restart(&mut self) {
        if self.world.random.bool() {
            self.world.boot();
        }
        // No server has been asked yet.
        let now = self.world.clocks_of_the_machine();
        let died = self.state.under_way().into_iter().map(|id| Entry::Died { id, at: now.clone() });
        for entry in died.chain(self.state.doubts_of_other_boots(&now)).collect::<Vec<_>>() {
            self.state.apply(entry);
        }
        // Compaction keeps everything that counts.
        let entries = self.state.entries(&now);
        self.state = State::default();
        for entry in entries {
            self.state.apply(entry);
        }
        self.process = Process::default();
        for late in self.state.late_requests(&now) {
            let began = self.world.now + late.left.as_secs() - MAY_ARRIVE;
            self.process.marks.insert(late.is_add, began);
        }
    }

    fn may_arrive(&self, is_add: bool) -> bool {
        self.process.marks.get(&is_add).is_some_and(|began| self.world.now <= began + MAY_ARRIVE)
    }

    fn step(&mut self) {
        let now = self.world.clocks();
        for entry in self.state.entries_of_time(&now) {
            self.state.apply(entry);
        }
        let Some(top) = self.state.tops().next().cloned() else { return };
        match self.state.step(&top, &now) {
            Step::Send(id) if top.is_add => {
                if !self.may_arrive(false) {
                    self.sent_expired |= self.expires.get(&id).is_some_and(|end| self.world.now >= *end);
                    self.send(id, true);
                }
            }
            Step::Send(id) if self.process.settling == Some(id) => {
                if self.may_arrive(true) {
                    return;
                }
                match self.world.read() {
                    Some(false) => self.end(id, Outcome::Recorded),
                    Some(true) => self.send(id, false),
                    None => {}
                }
            }
            Step::Send(id) => self.send(id, false),
            Step::Read(id) => match self.world.read() {
                Some(true) => self.end(id, Outcome::Recorded),
                Some(false) => self.state.apply(Entry::Settled { pair: top.pair, is_add: true }),
                None => {}
            },
            Step::Wait(_) | Step::Expire(_) => {}
        }
    }

    fn send(&mut self, id: u64, is_add: bool) {
        self.state.apply(Entry::Began { id });
        match self.world.send(is_add) {
            Sent::Answered if !is_add && self.process.marks.contains_key(&true) => {
                self.process.settling = Some(id);
            }
            Sent::Answered => self.end(id, Outcome::Recorded),
            Sent::Unsent => self.state.apply(Entry::Unsent { id, error: String::new() }),
            Sent::Unanswered => {
                self.process.marks.insert(is_add, self.world.now);
                let at = self.world.clocks_of_the_machine();
                self.state.apply(Entry::Unanswered { id, at, error: String::new() });
            }
        }
    }

    fn end(&mut self, id: u64, outcome: Outcome) {
        self.process.settling = None;
        if outcome == Outcome::Recorded && self.state.item(id).is_some_and(|item| !item.is_add) {
            self.process.marks.remove(&true);
        }
        let at_ms = self.world.now * 1000;
        self.state.apply(Entry::Ended { id, outcome, at_ms, request_id: None, error: None });
    }

    fn run(mut self) -> Result<(), String> {
        for _ in 0..240 {
            self.world.tick();
            if self.world.now.is_multiple_of(20) {
                let levels = [0.0, 0.0, 0.3, 0.9];
                self.world.works = levels[self.world.random.usize(..levels.len())];
            }
            if self.world.now < 160 {
                match self.world.random.u32(..1000) {
                    0..40 => {
                        let good_for = self.world.random.u32(5..=60);
                        self.queue(Action::Add, Some(good_for));
                    }
                    40..80 => self.queue(Action::Remove, None),
                    _ => {}
                }
            }
            if self.world.random.f64() < 0.02 {
                self.restart();
            }
            if self.world.random.bool() {
                self.step();
            }
        }
        self.world.is_quiet = true;
        for _ in 0..200 {
            self.world.tick();
            self.step();
        }
        self.check()
    }

    fn check(&self) -> Result<(), String> {
        let is_recorded = |outcome: Option<Outcome>| outcome == Some(Outcome::Recorded);
        let changes: Vec<(bool, Option<Outcome>)> = self
            .state
            .items()
            .map(|item| (item.is_add, item.progress.ended.as_ref().map(|ended| ended.outcome)))
            .collect();
        let removal = changes.iter().rposition(|(is_add, _)| !is_add);
        let is_undone =
            |from: usize| changes.iter().skip(from).any(|(is_add, ended)| *is_add && is_recorded(*ended));
        if removal.is_some_and(|place| !is_undone(place)) && self.world.is_member {
            return Err(format!("a door is open after a removal: {changes:?}"));
        }
        if changes.last().is_some_and(|(is_add, ended)| *is_add && is_recorded(*ended))
            && !self.world.is_member
        {
            return Err(format!("an addition that is recorded is not in force: {changes:?}"));
        }
        if changes.iter().any(|(_, ended)| ended.is_none()) {
            return Err(format!("a change never ended: {changes:?}"));
        }
        if self.sent_expired { Err("an addition was sent that had expired".to_owned()) } else { Ok(()) }
    }
}

#[test]
fn no_door_is_open_after_a_removal_whatever_is_lost_and_whenever_a_process_ends() {
    let asked = std::env::var("SEAM_ACS_OUTBOX_RUNS").ok().and_then(|runs| runs.parse().ok());
    for seed in 0..asked.unwrap_or(RUNS) {
        if let Err(violation) = Model::new(seed).run() {
            panic!("seed {seed}: {violation}");
        }
    }
}
