//! What was made and proved, how long it took and how large it is.

use super::execution::file_name;
use anyhow::Context;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(super) struct Summary {
    begun: Instant,
    steps: Mutex<Vec<(String, Duration)>>,
}

impl Summary {
    pub(super) fn begin() -> Self {
        Self { begun: Instant::now(), steps: Mutex::default() }
    }

    /// Does one step and remembers how long it took.
    pub(super) fn step<T>(
        &self,
        subject: &str,
        about: &str,
        step: impl FnOnce() -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        println!("{subject}: {about}");
        let started = Instant::now();
        let made = step().with_context(|| format!("{subject}: {about}"))?;
        self.steps().push((format!("{subject}: {about}"), started.elapsed()));
        Ok(made)
    }

    fn steps(&self) -> MutexGuard<'_, Vec<(String, Duration)>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Two tables in Markdown: docs/packages.md keeps those of the last release.
    pub(super) fn print(&self, packages: &Path) -> anyhow::Result<()> {
        println!("\n| Step | Seconds |\n| --- | ---: |");
        for (about, took) in &*self.steps() {
            println!("| {about} | {:.0} |", took.as_secs_f64());
        }
        println!("| all, wheels beside archives | {:.0} |", self.begun.elapsed().as_secs_f64());
        println!("\n| File | Bytes |\n| --- | ---: |");
        let mut files: Vec<_> = std::fs::read_dir(packages)
            .context("the packages are gone")?
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        for file in files {
            println!("| {} | {} |", file_name(&file), std::fs::metadata(&file)?.len());
        }
        println!("\nThe packages are in {}.", packages.display());
        Ok(())
    }
}
