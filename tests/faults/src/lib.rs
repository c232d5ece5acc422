//! Every fault that a network or a server can have: what each call reports of it from C and from Python, when, how many
//! requests it took, and whether the report is true.
//!
//! [`run`] is the whole of it; `tests/matrix.rs` calls it. The rows are data, in `table`; `docs/fault-matrix.md` is made
//! from the same data.
#![allow(clippy::print_stdout, reason = "a line for each row is what it is for")]

mod call;
mod clock;
mod driver;
mod name_server;
mod name_stories;
mod own_network;
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
use crate::story::{Story, stories};
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
    if let [word, line] = words
        && word == own_network::INSIDE
    {
        return own_network::exit_code(play_inside(line));
    }
    let work = work(words);
    let (next, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(work.len()) {
            scope.spawn(|| {
                while let Some(task) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let outcome = match task.what {
                        What::Row { family, place } => trial::try_row(family, place, task.language),
                        What::Story { story, call } => trial::play(|| task.play(story, call)),
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
    Story { story: &'static Story, call: Call },
}

impl Task {
    fn play(&self, story: &Story, call: Call) -> Result<(), Failure> {
        if story.needs_own_network {
            return own_network::run_story(&self.line);
        }
        (story.play)(call, self.language)
    }
}

/// Plays the story of this line in this process, which is on a machine of its own.
fn play_inside(line: &str) -> Result<(), Failure> {
    let task = work(&[line.to_owned()]).pop().ok_or("no such story")?;
    match task.what {
        What::Story { story, call } => (story.play)(call, task.language),
        What::Row { .. } => Err("a row needs no machine of its own".into()),
    }
}

fn work(words: &[String]) -> Vec<Task> {
    let mut work = Vec::new();
    for story in stories() {
        for (language, call) in
            story.languages.iter().flat_map(|language| story.calls.iter().map(move |call| (*language, *call)))
        {
            let line =
                format!("Stories: {}, {} ({}, {})", story.fault, story.made, call.name(), language.name());
            work.push(Task { what: What::Story { story, call }, language, line });
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
