//! The table at the end.

use super::counts::Counts;
use super::runner::Ending;

#[derive(Default)]
pub(crate) struct Summary {
    endings: Vec<(&'static str, Ending)>,
}

impl Summary {
    pub(crate) fn add(&mut self, step: &'static str, ending: Ending) {
        self.endings.push((step, ending));
    }

    pub(crate) fn is_green(&self) -> bool {
        self.total().failed == 0
    }

    /// The last line is the sum, in the words that CI systems look for.
    pub(crate) fn print(&self) {
        println!();
        println!("{:<16} {:>8} {:>8} {:>8} {:>9}", "step", "passed", "failed", "skipped", "seconds");
        for (name, ending) in &self.endings {
            let Counts { passed, failed, skipped } = ending.counts;
            println!("{name:<16} {passed:>8} {failed:>8} {skipped:>8} {:>9.1}", ending.took.as_secs_f64());
        }
        self.print_skips();
        println!();
        let Counts { passed, failed, skipped } = self.total();
        println!("{passed} passed, {failed} failed, {skipped} skipped");
    }

    fn print_skips(&self) {
        for (name, ending) in &self.endings {
            for why in &ending.skips {
                println!("not run in {name}: {why}");
            }
        }
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, ending) in &self.endings {
            total += ending.counts;
        }
        total
    }
}
