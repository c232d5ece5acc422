//! Runs steps side by side where they leave each other alone.

use super::runner::Ending;
use super::step::{After, Load, Step};
use std::collections::BTreeMap;
use std::sync::mpsc::channel;

pub(super) type Endings = BTreeMap<&'static str, Ending>;

/// Runs every step once, as soon as what it comes after has ended and the machine has room for it. A step behind one that
/// failed is not run: `left_out` says what becomes of it.
pub(super) fn run(
    steps: &[&'static Step],
    cores: usize,
    execute: impl Fn(&'static Step) -> Ending + Sync,
    left_out: impl Fn(&'static Step, &str) -> Ending,
    mut tell: impl FnMut(&'static Step, &Ending),
) -> Endings {
    let mut waiting: Vec<&'static Step> = steps.to_vec();
    let mut running: Vec<&'static Step> = Vec::new();
    let mut ended = Endings::new();
    let (sender, endings) = channel();
    let execute = &execute;
    std::thread::scope(|scope| {
        while !waiting.is_empty() || !running.is_empty() {
            while let Some(step) = next(&mut waiting, &running, steps, &ended, cores) {
                if let Some(failed) = failed_predecessor(step, &ended) {
                    let ending = left_out(step, failed);
                    tell(step, &ending);
                    ended.insert(step.name, ending);
                } else {
                    running.push(step);
                    let sender = sender.clone();
                    scope.spawn(move || sender.send((step, execute(step))));
                }
            }
            if running.is_empty() {
                break;
            }
            let Ok((step, ending)) = endings.recv() else { break };
            running.retain(|one| one.name != step.name);
            tell(step, &ending);
            ended.insert(step.name, ending);
        }
    });
    ended
}

/// Takes the first step that can begin out of those that wait.
fn next(
    waiting: &mut Vec<&'static Step>,
    running: &[&'static Step],
    steps: &[&'static Step],
    ended: &Endings,
    cores: usize,
) -> Option<&'static Step> {
    let place =
        waiting.iter().position(|step| is_ready(step, steps, ended) && has_room(step, running, cores))?;
    Some(waiting.remove(place))
}

/// What it comes after has ended, as far as it is part of this run.
fn is_ready(step: &Step, steps: &[&'static Step], ended: &Endings) -> bool {
    match step.after {
        After::Steps(names) => {
            names.iter().all(|name| ended.contains_key(name) || !steps.iter().any(|one| one.name == *name))
        }
        After::Everything => ended.len() + 1 == steps.len(),
    }
}

/// One step more than there are cores, as most of them wait now and then; of the heavy ones as many as there are cores,
/// as each of them links for minutes on one.
fn has_room(step: &Step, running: &[&'static Step], cores: usize) -> bool {
    let count = |load: Load| running.iter().filter(|one| one.load == load).count();
    match step.load {
        _ if count(Load::Alone) > 0 => false,
        Load::Alone => running.is_empty(),
        Load::Heavy => count(Load::Heavy) < cores && running.len() <= cores,
        Load::Light => running.len() <= cores,
    }
}

fn failed_predecessor(step: &Step, ended: &Endings) -> Option<&'static str> {
    let After::Steps(names) = step.after else { return None };
    names.iter().copied().find(|name| ended.get(name).is_some_and(|ending| !ending.is_green()))
}

#[cfg(test)]
mod tests {
    use super::super::results::Test;
    use super::super::step::Extent;
    use super::*;
    use std::sync::Mutex;
    use std::time::Duration;

    const fn step(name: &'static str, after: &'static [&'static str], load: Load) -> Step {
        Step {
            name,
            about: "",
            extent: Extent::Everyday,
            reads: &[],
            needs: &[],
            after: After::Steps(after),
            load,
            tasks: |_| Ok(Vec::new()),
        }
    }

    static FIRST: Step = step("first", &[], Load::Light);
    static SECOND: Step = step("second", &["first"], Load::Heavy);
    static OTHER: Step = step("other", &[], Load::Heavy);
    static CLOCK: Step = step("clock", &[], Load::Alone);
    static LAST: Step = Step { after: After::Everything, ..step("last", &[], Load::Light) };

    fn ending(test: Test) -> Ending {
        Ending { tests: vec![test], took: Duration::ZERO, repeats: Vec::new() }
    }

    fn not_run(_: &'static Step, failed: &str) -> Ending {
        ending(Test::failed("not run", failed))
    }

    #[test]
    fn a_step_begins_when_what_it_comes_after_has_ended() {
        let order = Mutex::new(Vec::new());
        let execute = |step: &'static Step| {
            order.lock().unwrap().push(step.name);
            ending(Test::passed(step.name))
        };
        let ended = run(&[&LAST, &SECOND, &FIRST, &CLOCK], 2, execute, not_run, |_, _| ());
        assert_eq!(ended.len(), 4);
        let order = order.into_inner().unwrap();
        let place = |name: &str| order.iter().position(|one| *one == name).unwrap();
        assert!(place("first") < place("second"));
        assert_eq!(place("last"), 3);
    }

    #[test]
    fn a_step_behind_a_failed_one_is_not_run() {
        let execute = |step: &'static Step| ending(Test::failed(step.name, "why"));
        let ended = run(&[&FIRST, &SECOND], 2, execute, not_run, |_, _| ());
        assert_eq!(ended["second"].tests, [Test::failed("not run", "first")]);
    }

    #[test]
    fn a_step_that_holds_things_against_the_clock_runs_alone_and_no_more_heavy_ones_than_cores() {
        let at_once = Mutex::new((Vec::<Load>::new(), true));
        let execute = |step: &'static Step| {
            {
                let mut now = at_once.lock().unwrap();
                let alone = now.0.contains(&Load::Alone) || (step.load == Load::Alone && !now.0.is_empty());
                let two_heavy = step.load == Load::Heavy && now.0.contains(&Load::Heavy);
                now.1 &= !alone && !two_heavy;
                now.0.push(step.load);
            }
            // Long enough for a step that should not to begin beside it.
            std::thread::sleep(Duration::from_millis(20));
            at_once.lock().unwrap().0.retain(|load| *load != step.load);
            ending(Test::passed(step.name))
        };
        run(&[&FIRST, &CLOCK, &OTHER, &SECOND], 1, execute, not_run, |_, _| ());
        assert!(at_once.lock().unwrap().1);
    }
}
