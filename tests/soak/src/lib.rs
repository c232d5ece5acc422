//! `cargo xtask soak`: what takes too long for every run, with its last result written down in docs/soak.md.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a part of a program for people")]
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "texts are small here, and this reads better"
)]

mod fuzz;
mod load;
mod page;
mod plot;
mod properties;
mod watch;

use anyhow::Context;
use page::Result;
use seam_acs_workspace::tap;
use std::process::ExitCode;
use std::time::Duration;

/// Something that takes long.
struct Part {
    name: &'static str,
    about: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// The C program with so many of something, and with so many in a short run.
    Load { count: u64, short: u64 },
    /// A fuzz target.
    Fuzz,
    /// The property tests with so many cases each.
    Properties { cases: u32 },
}

const PARTS: &[Part] = &[
    Part {
        name: "calls",
        about: "calls of four threads on one client",
        kind: Kind::Load { count: 1_000_000, short: 2_000 },
    },
    Part {
        name: "clients",
        about: "clients made, used once and freed",
        kind: Kind::Load { count: 10_000, short: 100 },
    },
    Part {
        name: "forks",
        about: "forks while four threads call; each child makes a call of its own",
        kind: Kind::Load { count: 10_000, short: 50 },
    },
    Part {
        name: "cancellations",
        about: "changes cancelled or freed at a random moment, their outcome compared with the server",
        kind: Kind::Load { count: 1_000, short: 40 },
    },
    Part {
        name: "properties",
        about: "any roster or list, any members, any faults: what is reported is so",
        kind: Kind::Properties { cases: 2_000 },
    },
    Part { name: "fuzz-response", about: "the decoder of answers", kind: Kind::Fuzz },
    Part {
        name: "fuzz-envelope",
        about: "what an answer comes to, and the error envelope",
        kind: Kind::Fuzz,
    },
    Part { name: "fuzz-retry_after", about: "the header Retry-After", kind: Kind::Fuzz },
    Part { name: "fuzz-options", about: "options by name and as JSON", kind: Kind::Fuzz },
    Part { name: "fuzz-csv", about: "tables of rosters, and CSV that we write", kind: Kind::Fuzz },
    Part { name: "fuzz-journal", about: "the journal of a list", kind: Kind::Fuzz },
    Part { name: "fuzz-outbox", about: "the log of an outbox", kind: Kind::Fuzz },
    Part { name: "fuzz-plan", about: "a plan that was saved", kind: Kind::Fuzz },
    Part { name: "fuzz-sandbox_request", about: "the sandbox's reading of requests", kind: Kind::Fuzz },
];

/// Does what the words after `cargo xtask soak` say.
///
/// # Errors
/// A word that is none, and whatever cannot be built, run or written.
pub fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let Some(request) = Request::parse(arguments)? else {
        for part in PARTS {
            println!("{:<22} {}", part.name, part.about);
        }
        return Ok(ExitCode::SUCCESS);
    };
    if request.keep_corpus {
        fuzz::keep_corpus(&request.targets())?;
        return Ok(ExitCode::SUCCESS);
    }
    // Asked now: by the end somebody may have gone on to another one.
    let commit = page::commit()?;
    let tell = |result: anyhow::Result<Result>, name: &str| -> anyhow::Result<()> {
        match result {
            Ok(result) => {
                if result.passed {
                    tap::ok(format_args!("{name}: {}", result.words()));
                } else {
                    tap::not_ok(name, result.words());
                }
                if request.short { Ok(()) } else { page::note(name, &result, &commit) }
            }
            Err(error) => {
                tap::not_ok(name, format_args!("{error:#}"));
                Ok(())
            }
        }
    };
    for part in request.parts() {
        match part.kind {
            Kind::Load { count, short } => {
                let count = if request.short { short } else { count };
                tell(load::run(part.name, count, request.short), part.name)?;
            }
            Kind::Properties { cases } => {
                let cases = if request.short { 10 } else { cases };
                tell(properties::run(cases), part.name)?;
            }
            Kind::Fuzz => {}
        }
    }
    let targets = request.targets();
    fuzz::run_all(&targets, request.fuzz_for, request.short, |target, result| {
        tell(result, &format!("fuzz-{target}"))
    })?;
    Ok(tap::end())
}

struct Request {
    only: Vec<String>,
    /// A few of everything, to see that it works; nothing is written down.
    short: bool,
    fuzz_for: Duration,
    keep_corpus: bool,
}

impl Request {
    /// None: the person asked for the names of the parts.
    fn parse(arguments: &[String]) -> anyhow::Result<Option<Self>> {
        let mut request =
            Self { only: Vec::new(), short: false, fuzz_for: Duration::from_secs(600), keep_corpus: false };
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--list" => return Ok(None),
                "--short" => {
                    request.short = true;
                    request.fuzz_for = Duration::from_secs(4);
                }
                "--minutes" => {
                    let minutes = words.next().and_then(|word| word.parse::<u64>().ok());
                    request.fuzz_for = Duration::from_secs(60 * minutes.context("--minutes needs a number")?);
                }
                "--keep-corpus" => request.keep_corpus = true,
                "--only" => {
                    let names = words.next().context("--only needs names; --list prints them")?;
                    request.only.extend(names.split(',').map(str::to_string));
                }
                other => anyhow::bail!("soak has no option {other}"),
            }
        }
        for name in &request.only {
            anyhow::ensure!(
                PARTS.iter().any(|part| is_named(part, name)),
                "there is no part {name:?}; --list prints them"
            );
        }
        Ok(Some(request))
    }

    fn parts(&self) -> Vec<&'static Part> {
        let chosen = |part: &&Part| self.only.is_empty() || self.only.iter().any(|name| is_named(part, name));
        PARTS.iter().filter(chosen).collect()
    }

    /// The names of the fuzz targets among them.
    fn targets(&self) -> Vec<&'static str> {
        self.parts().into_iter().filter_map(|part| part.name.strip_prefix("fuzz-")).collect()
    }
}

/// `fuzz` names all targets.
fn is_named(part: &Part, name: &str) -> bool {
    part.name == name || (name == "fuzz" && matches!(part.kind, Kind::Fuzz))
}
