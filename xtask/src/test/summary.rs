//! What is printed: a line when a step has ended, the failed tests, and the table at the end.

use super::results::{Counts, Outcome};
use super::runner::{self, Ending};
use super::scheduler::Endings;
use super::step::Step;
use seam_acs_workspace as workspace;
use std::time::Duration;

/// Says at once how a step ended, with all that failed in it.
pub(super) fn tell(step: &Step, ending: &Ending) {
    let Counts { passed, failed, skipped } = ending.counts();
    let took = ending.took.as_secs_f64();
    if failed > 0 {
        println!("{:<16} FAILED, {failed} of {} failed, {took:.1} s", step.name, passed + failed);
    } else if passed == 0 && skipped > 0 {
        println!("{:<16} skipped", step.name);
    } else {
        println!("{:<16} ok, {passed} passed, {took:.1} s", step.name);
    }
    let mut repeats = ending.repeats.iter();
    for test in &ending.tests {
        let Outcome::Failed(said) = &test.outcome else { continue };
        println!("\n  failed: {}", test.name);
        for line in said.trim_end().lines() {
            println!("    {line}");
        }
        if let Some(repeat) = repeats.next() {
            println!("  again: {repeat}");
        }
        println!("  all of its output: {}", shown_log(step));
    }
}

fn shown_log(step: &Step) -> String {
    let log = runner::log(step.name);
    log.strip_prefix(workspace::root()).unwrap_or(&log).display().to_string()
}

/// The last line is the sum, in the words that CI systems look for; whether nothing failed.
pub(super) fn print(steps: &[&'static Step], endings: &Endings, whole: Duration) -> bool {
    println!("\n{:<16} {:>8} {:>8} {:>8} {:>9}", "step", "passed", "failed", "skipped", "seconds");
    let mut total = Counts::default();
    let ended = || steps.iter().filter_map(|step| Some((step.name, endings.get(step.name)?)));
    for (name, ending) in ended() {
        let counts = ending.counts();
        let Counts { passed, failed, skipped } = counts;
        println!("{name:<16} {passed:>8} {failed:>8} {skipped:>8} {:>9.1}", ending.took.as_secs_f64());
        total += counts;
    }
    println!("\nsteps ran side by side; all of them took {:.0} s", whole.as_secs_f64());
    for (name, ending) in ended() {
        for test in &ending.tests {
            if let Outcome::Skipped(why) = &test.outcome {
                println!("not run in {name}: {}: {why}", test.name);
            }
        }
    }
    let Counts { passed, failed, skipped } = total;
    println!("\n{passed} passed, {failed} failed, {skipped} skipped");
    failed == 0
}
