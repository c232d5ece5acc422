//! What a process holds while it works: memory, descriptors and threads, read from /proc.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// One look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub(super) at: Duration,
    /// Resident memory.
    pub(super) kilobytes: u64,
    pub(super) descriptors: u64,
    pub(super) threads: u64,
}

/// Looks at one process.
pub(super) struct Watch {
    folder: PathBuf,
    began: Instant,
    pub(super) samples: Vec<Sample>,
}

/// Of so many samples a judgement can be made.
const ENOUGH: usize = 20;
/// An allocator that keeps a page here and there is no leak; a leak of ten bytes a call is ten times as much.
const ALLOWED_KILOBYTES: u64 = 1024;

impl Watch {
    pub(super) fn of(process: u32) -> Watch {
        Watch {
            folder: PathBuf::from(format!("/proc/{process}")),
            began: Instant::now(),
            samples: Vec::new(),
        }
    }

    /// Looks once; a process that is gone is not looked at.
    pub(super) fn look(&mut self) {
        let Ok(status) = std::fs::read_to_string(self.folder.join("status")) else { return };
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let Ok(descriptors) = std::fs::read_dir(self.folder.join("fd")) else { return };
        let (Some(kilobytes), Some(threads)) = (field("VmRSS:"), field("Threads:")) else { return };
        let descriptors = descriptors.count() as u64;
        self.samples.push(Sample { at: self.began.elapsed(), kilobytes, descriptors, threads });
    }

    /// Whether it is flat, and that in words: the last fifth is compared with the second, as the first is for
    /// warming up. `None` if it was too short to tell.
    pub(super) fn flatness(&self) -> Option<(bool, String)> {
        if self.samples.len() < ENOUGH {
            return None;
        }
        let fifth = self.samples.len() / 5;
        let (earlier, last) = self.samples.split_at(4 * fifth);
        let second = earlier.get(fifth..2 * fifth)?;
        let (before, after) = (median_kilobytes(second), median_kilobytes(last));
        let most = |samples: &[Sample], of: fn(&Sample) -> u64| samples.iter().map(of).max().unwrap_or(0);
        let flat = after <= before + ALLOWED_KILOBYTES
            && most(last, |sample| sample.descriptors) <= most(earlier, |sample| sample.descriptors)
            && most(last, |sample| sample.threads) <= most(earlier, |sample| sample.threads);
        let words = format!(
            "{before} kB, later {after} kB; at most {} descriptors, {} threads",
            most(&self.samples, |sample| sample.descriptors),
            most(&self.samples, |sample| sample.threads)
        );
        Some((flat, words))
    }
}

fn median_kilobytes(samples: &[Sample]) -> u64 {
    let mut all: Vec<u64> = samples.iter().map(|sample| sample.kilobytes).collect();
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(kilobytes: impl Fn(u64) -> u64, descriptors: impl Fn(u64) -> u64) -> Watch {
        let mut watch = Watch::of(0);
        watch.samples = (0..100)
            .map(|number| Sample {
                at: Duration::from_secs(number),
                kilobytes: kilobytes(number),
                descriptors: descriptors(number),
                threads: 6,
            })
            .collect();
        watch
    }

    fn is_flat(watch: &Watch) -> Option<bool> {
        watch.flatness().map(|(flat, _)| flat)
    }

    #[test]
    fn warming_up_is_flat_and_growing_is_not() {
        assert_eq!(is_flat(&watched(|number| 9_000 + 500 * number.min(15), |_| 12)), Some(true));
        assert_eq!(is_flat(&watched(|number| 9_000 + 30 * number, |_| 12)), Some(false));
        assert_eq!(is_flat(&watched(|_| 9_000, |number| 12 + number / 90)), Some(false));
    }

    #[test]
    fn a_few_samples_say_nothing() {
        let mut watch = watched(|_| 9_000, |_| 12);
        watch.samples.truncate(10);
        assert_eq!(is_flat(&watch), None);
    }
}
