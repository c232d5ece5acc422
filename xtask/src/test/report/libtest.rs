//! The JSON lines of Rust's test harness. The format is not stable yet; `rust-toolchain.toml` names the release that it
//! is read from.

use super::super::results::Test;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Suite {
        event: String,
        #[serde(default)]
        passed: usize,
        #[serde(default)]
        failed: usize,
        #[serde(default)]
        ignored: usize,
    },
    Test {
        event: String,
        name: String,
        #[serde(default)]
        stdout: String,
        #[serde(default)]
        message: String,
    },
    #[serde(other)]
    Other,
}

/// The tests of all suites in an output, which may have other lines in between.
pub(super) fn read(output: &str) -> Vec<Test> {
    let mut tests = Vec::new();
    let (mut running, mut told) = (Vec::new(), 0);
    for line in output.lines().filter_map(parse) {
        match line {
            Line::Test { event, name, .. } if event == "started" => running.push(name),
            Line::Test { event, name, stdout, message } => {
                running.retain(|one| *one != name);
                tests.extend(match event.as_str() {
                    "ok" => Some(Test::passed(name)),
                    "failed" => Some(Test::failed(name, format!("{stdout}{message}"))),
                    "ignored" => Some(Test::skipped(name, message)),
                    _ => None,
                });
            }
            Line::Suite { event, passed, failed, ignored } if event != "started" => {
                told += passed + failed + ignored;
            }
            Line::Suite { .. } | Line::Other => {}
        }
    }
    if told != tests.len() {
        // What ran when the process died.
        let unfinished = running.join(", ");
        let (ended, read) = (told, tests.len());
        let why = format!("the harness counts {ended} tests and told of {read}; not ended: {unfinished}");
        tests.push(Test::failed("the harness", why));
    }
    tests
}

/// A test may have left something in front of the line.
fn parse(line: &str) -> Option<Line> {
    let start = line.find(r#"{ "type": ""#)?;
    serde_json::from_str(line.get(start..)?).ok()
}

#[cfg(test)]
mod tests {
    use super::super::super::results::Counts;
    use super::*;

    const STARTED: &str = r#"{ "type": "suite", "event": "started", "test_count": 3 }"#;
    const TOLD: &str = r#"text in between
{ "type": "test", "event": "started", "name": "a" }
printed by a child { "type": "test", "name": "a", "event": "ok" }
{ "type": "test", "name": "b", "event": "failed", "stdout": "why\n" }
{ "type": "test", "name": "c", "event": "ignored", "message": "needs root" }"#;

    #[test]
    fn tests_are_read_from_among_what_they_print() {
        let ended = r#"{ "type": "suite", "event": "failed", "passed": 1, "failed": 1, "ignored": 1 }"#;
        let tests = read(&format!("{STARTED}\n{TOLD}\n{ended}\n"));
        let wanted = [Test::passed("a"), Test::failed("b", "why\n"), Test::skipped("c", "needs root")];
        assert_eq!(tests, wanted);
    }

    #[test]
    fn a_harness_that_dies_is_a_failure_that_names_what_ran() {
        let tests =
            read(&format!("{STARTED}\n{{ \"type\": \"test\", \"event\": \"started\", \"name\": \"d\" }}\n"));
        // Nothing was counted, and nothing was told: the exit code makes the failure.
        assert_eq!(Counts::of(&tests), Counts::default());
        let tests = read(&format!(
            "{STARTED}\n{TOLD}\n{{ \"type\": \"test\", \"event\": \"started\", \"name\": \"d\" }}\n"
        ));
        assert_eq!(Counts::of(&tests), Counts { passed: 1, failed: 2, skipped: 1 });
        assert!(
            matches!(tests.last(), Some(Test { outcome, .. }) if format!("{outcome:?}").contains("not ended: d"))
        );
    }
}
