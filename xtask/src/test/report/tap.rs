//! The Test Anything Protocol (testanything.org), of which our own runners and Node's write a part: test lines at the
//! begin of a line, and a plan.

use super::super::results::{Outcome, Test};
use super::last_lines;

/// The tests of an output. Several runners may have written into it, each with its plan.
pub(super) fn read(output: &str) -> Vec<Test> {
    let mut tests: Vec<Test> = Vec::new();
    let mut planned = 0;
    for line in output.lines() {
        if let Some(test) = test_line(line) {
            tests.push(test);
        } else if let Some(count) =
            line.strip_prefix("1..").and_then(|count| count.trim().parse::<usize>().ok())
        {
            planned += count;
        } else if let Some(Test { outcome: Outcome::Failed(said), .. }) = tests.last_mut() {
            // What stands below a failure is about it.
            said.push_str(line);
            said.push('\n');
        }
    }
    if planned != tests.len() && !tests.is_empty() {
        let told = tests.len();
        tests.push(Test::failed(
            "the plan",
            format!("{planned} tests were planned and {told} were told of:\n{}", last_lines(output)),
        ));
    }
    tests
}

/// `ok 3 - a name`, `not ok a name`, `ok a name # SKIP why`.
fn test_line(line: &str) -> Option<Test> {
    let (rest, passed) = match line.strip_prefix("not ok ") {
        Some(rest) => (rest, false),
        None => (line.strip_prefix("ok ")?, true),
    };
    let name = without_number(rest.trim_start());
    if !passed {
        return Some(Test::failed(name, ""));
    }
    Some(match name.split_once("# SKIP") {
        Some((name, why)) => Test::skipped(name.trim(), why.trim()),
        None => Test::passed(name),
    })
}

fn without_number(rest: &str) -> &str {
    match rest.split_once(" - ") {
        Some((number, name)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_say_ok_or_not_are_a_test_each_and_what_follows_a_failure_is_about_it() {
        let output = "TAP version 13\nok 1 - a name\n    ok 1 - nested\nnot ok GET /y: 404\n  why\nok z # SKIP not served\n1..3\n";
        let wanted = [
            Test::passed("a name"),
            Test::failed("GET /y: 404", "  why\n"),
            Test::skipped("z", "not served"),
        ];
        assert_eq!(read(output), wanted);
    }

    #[test]
    fn a_runner_that_ends_before_its_plan_is_a_failure() {
        assert!(matches!(read("ok one\n").last(), Some(Test { outcome: Outcome::Failed(_), .. })));
        assert!(matches!(read("1..2\nok one\n").last(), Some(Test { outcome: Outcome::Failed(_), .. })));
        assert_eq!(read("1..1\nok one\n1..1\nok two\n").len(), 2);
    }
}
