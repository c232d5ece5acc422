//! Every fault that a network or a server can have: what each call reports of it from C and from Python, when, how many
//! requests it took, and whether the report is true.
//!
//! [`run`] is the whole of it; `tests/matrix.rs` calls it. The rows are data, in `table`; `docs/fault-matrix.md` is made
//! from the same data.
#![allow(clippy::print_stdout, reason = "a line for each row is what it is for")]

mod call;
mod clock;
mod driver;
mod page;
mod plan;
mod reads;
mod row;
mod story;
mod table;
mod trial;

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use seam_acs_c_tests::Failure;

use crate::call::Call;
use crate::driver::Language;
use crate::story::STORIES;
use crate::table::{Places, families};

/// As many rows as wait side by side. Most of a row's time is waiting.
const AT_ONCE: usize = 24;

/// Tries every row whose line contains one of `words`, or every row, and tells of each in the Test Anything Protocol; with the
/// word `--write-page` it writes the page instead.
#[must_use]
pub fn run(words: &[String]) -> ExitCode {
    if words.iter().any(|word| word == "--write-page") {
        return match page::write() {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => say("docs/fault-matrix.md", &Err(failure)),
        };
    }
    let work = work(words);
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(work.len()) {
            scope.spawn(|| {
                while let Some(task) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = match task.what {
                        What::Row { family, place } => trial::try_row(family, place, task.language),
                        What::Story { play, call } => trial::play(|| play(call, task.language)),
                    };
                    if say(&task.line, &outcome) != ExitCode::SUCCESS {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let page = say("docs/fault-matrix.md is what the table says", &page::check());
    println!("1..{}", work.len() + 1);
    if failed.into_inner() > 0 || page != ExitCode::SUCCESS { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A row, or a story with one call, in a language.
struct Task {
    what: What,
    language: Language,
    line: String,
}

enum What {
    Row { family: usize, place: usize },
    Story { play: fn(Call, Language) -> Result<(), Failure>, call: Call },
}

fn work(words: &[String]) -> Vec<Task> {
    let mut work = Vec::new();
    // The longest first: they mostly wait.
    for story in STORIES {
        for (language, call) in
            story.languages.iter().flat_map(|language| story.calls.iter().map(move |call| (*language, *call)))
        {
            let line =
                format!("Stories: {}, {} ({}, {})", story.fault, story.made, call.name(), language.name());
            work.push(Task { what: What::Story { play: story.play, call }, language, line });
        }
    }
    for (family, rows) in families(Places::NOWHERE).into_iter().enumerate() {
        for (place, row) in rows.rows.into_iter().enumerate() {
            for language in Language::ALL {
                let line = format!("{}: {}, {} ({})", rows.name, row.fault, row.made, language.name());
                work.push(Task { what: What::Row { family, place }, language, line });
            }
        }
    }
    work.retain(|task| words.is_empty() || words.iter().any(|word| task.line.contains(word)));
    work
}

fn say(line: &str, outcome: &Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => {
            println!("ok {line}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            println!("not ok {line}: {failure}");
            ExitCode::FAILURE
        }
    }
}
