//! `docs/fault-matrix.md`, made from the table.

use std::fmt::Write as _;
use std::path::PathBuf;

use seam_acs_c_tests::Failure;

use crate::call::Call;
use crate::reads::ALL;
use crate::row::{Expected, Row};
use crate::story::stories;
use crate::table::{Places, families};

const HOW_TO: &str = "cargo test -p seam-acs-faults --test matrix -- --write-page";

pub(crate) fn write() -> Result<(), Failure> {
    Ok(std::fs::write(file(), text())?)
}

pub(crate) fn check() -> Result<(), Failure> {
    let written = std::fs::read_to_string(file()).unwrap_or_default();
    if written == text() { Ok(()) } else { Err(format!("it is not; write it anew with: {HOW_TO}").into()) }
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/fault-matrix.md")
}

fn text() -> String {
    let mut text = String::from(INTRODUCTION);
    for family in families(Places::NOWHERE) {
        let _ = write!(text, "\n## {}\n\n{HEAD}", family.name);
        for row in &family.rows {
            let _ = writeln!(text, "{}", line(row));
        }
    }
    text.push_str(STORIES_HEAD);
    for story in stories() {
        let names: Vec<&str> = match story.calls.len() {
            every if every == ALL.len() => vec!["every call"],
            _ => story.calls.iter().map(|call| call.name()).collect(),
        };
        let languages: Vec<&str> = story.languages.iter().map(|language| language.name()).collect();
        let cells = [story.fault, story.made, story.expected, &names.join(", "), &languages.join(", ")];
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.push_str(BOUNDS);
    text
}

const INTRODUCTION: &str = "# What every fault is reported as

<!-- Made from tests/faults/src by `cargo test -p seam-acs-faults --test matrix -- --write-page`; not edited by hand. -->

For who connects a panel and wants to know what its log will say when the network or the server misbehaves.
`cargo xtask test --only faults` makes every fault below, from C (`seam_acs.h`) and from Python (`seam_acs`), with two
attempts a call, and asserts four things of each call:

1. the status is the one in the table;
2. it ended at most 100 ms after its deadline (`timeout_ms`), and not before it where it is `DEADLINE`;
3. the server counted as many requests as the table says;
4. the membership that the server has is what was reported: made after `OK`, not made after an error, and either after
   `OUTCOME_UNKNOWN`, which is tried with a server that made the change before the fault and with one that did not.

`reads` are those that give one object and those that give a list; where both differ, the second is the list's.
`apply` and `sync` have one change each and end as `PARTIAL` unless that is made; the table has what the report says of
the change. Before its change, `sync` reads the members, and the names that the plan shows; where the fault hits every
connection, the first of these reads ends it.
`OUTCOME_UNKNOWN` has what a read would be told as its cause. No request asks for compression, no redirect is followed.
";

const HEAD: &str =
    "| fault | how it is made | add, remove | reads | apply | sync | requests | the server has then |
| --- | --- | --- | --- | --- | --- | --- | --- |
";

const STORIES_HEAD: &str = "
## What takes more than one answer

| fault | how it is made | what is reported, counted and true | calls | from |
| --- | --- | --- | --- | --- |
";

const BOUNDS: &str = "
## What bounds an answer

| what | bound | beyond it |
| --- | --- | --- |
| time | the deadline, `timeout_ms`, of one call or page; a list of pages has it once, and once more for every hundred entries that came | `DEADLINE`, `OUTCOME_UNKNOWN` |
| body of a change or of one object | `max_response_bytes`, 1 MiB by default | `UNEXPECTED_RESPONSE`, whose message names the option |
| a list, all its pages | `max_response_bytes`, 256 MiB by default; an entry counts as at least 128 bytes | the same |
| head of an answer | 100 headers, about 400 kB (hyper's own bounds) | `NETWORK` |
| redirects | none is followed | `UNEXPECTED_RESPONSE` |
| page cursors | none may come twice | `UNEXPECTED_RESPONSE` |
| compression | never asked for, never undone | `UNEXPECTED_RESPONSE` |
| nesting of JSON | 128 | `UNEXPECTED_RESPONSE` |
| `Retry-After` | longer than the deadline: the call ends now; `apply` and `sync` pause for `max_pause_ms` at most | `RATE_LIMITED`, `SERVER` |

A list is kept as the bytes that came, and each entry as a part of them; an entry is parsed when it is asked for.

A flood of interim answers (`100 Continue`) is read by hyper in pieces of 128 reads, and the engine's thread looks at its
timers between two of them. Over TLS a piece is at most about 2 MB: with the optimised library on two busy cores (load 12)
such calls ended 12 and 15 ms after their deadline. Over plain HTTP, which only loopback has unless `allow_insecure_http`
is set, a piece is up to 53 MB: there they ended 84 and 224 ms after it. So whoever waits gives the engine 50 ms more than
the deadline and then ends in its place what is overdue, as truthfully: a change of which a request was begun is
`OUTCOME_UNKNOWN`, and one of which none was begun is `DEADLINE` and can never be sent. That holds for a plain call and for
a page of a list; for `apply` and `sync` when nothing of them is left but what is overdue, or when their own deadline has
passed, with what their report says of each change; and for plans, the reading of a roster's names and the queries that
fail with a read of theirs. A list of changes with more to do is left to the engine, which goes on after that one piece.

So are the queries that can do without a read (`ensure` and `wait`): an error made elsewhere would not be the truth. They,
and a host that watches only a queue's descriptor and never waits, have their end when that one piece has its end. reqwest
gives no access to its connections, so that the piece cannot be made smaller ([dependencies.md](dependencies.md)).
";

fn line(row: &Row) -> String {
    let cells = [
        row.fault.clone(),
        row.made.clone(),
        cell(row, Call::Add),
        reads(row),
        cell(row, Call::Apply),
        cell(row, Call::Sync),
        requests(row),
        after(row),
    ];
    // `<` would be taken for HTML.
    format!("| {} |", cells.map(|cell| cell.replace('|', "\\|").replace('<', "&lt;")).join(" | "))
}

fn cell(row: &Row, call: Call) -> String {
    row.expected(call).map_or("–".to_owned(), named)
}

fn named(expected: &Expected) -> String {
    expected.names.join(" or ")
}

fn reads(row: &Row) -> String {
    both(row, named)
}

/// What is said of the reads of one object, and what of lists, if it is not the same.
fn both(row: &Row, say: fn(&Expected) -> String) -> String {
    match (&row.one, &row.list) {
        (None, None) => "–".to_owned(),
        (Some(one), Some(list)) if say(one) != say(list) => format!("{}, {}", say(one), say(list)),
        (Some(one), _) => say(one),
        (None, Some(list)) => say(list),
    }
}

fn requests(row: &Row) -> String {
    let count = |expected: &Expected| {
        let (least, most) = (expected.requests.start(), expected.requests.end());
        if least == most { least.to_string() } else { format!("{least} or {most}") }
    };
    match &row.change {
        Some(change) if count(change) != both(row, count) => {
            format!("{}, {}", count(change), both(row, count))
        }
        Some(change) => count(change),
        None => both(row, count),
    }
}

fn after(row: &Row) -> String {
    let said = row.change.as_ref().map(|change| {
        let told: Vec<Option<bool>> = change.names.iter().map(|name| Expected::recorded(name)).collect();
        match told.as_slice() {
            [Some(true)] => "the change",
            [Some(false)] => "no change",
            _ => "as the report allows",
        }
    });
    said.unwrap_or("–").to_owned()
}
