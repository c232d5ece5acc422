//! How many tests passed, failed and were skipped, read from what each runner prints.

use std::ops::AddAssign;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// What a step's output looks like.
#[derive(Clone, Copy)]
pub(crate) enum Counting {
    /// The step is one check.
    One,
    CargoTest,
    Pytest,
    /// `go test -v`: a line per test, `--- PASS: NAME (0.01s)`; beside it `ok NAME` lines of the contract.
    GoTest,
    /// One line per check: `ok NAME`, else `not ok NAME` or `MISMATCH NAME`.
    OkLines,
    /// Both of these, from one command after the other.
    OkLinesAndCargoTest,
}

impl Counting {
    /// Counts the tests of a run. A runner that failed, or counted nothing, has at least one failure.
    pub(crate) fn count(self, output: &str, success: bool) -> Counts {
        let mut counts = Counts::default();
        for line in output.lines() {
            counts += match self {
                Self::One => Counts::default(),
                Self::CargoTest => cargo_test(line),
                Self::Pytest => pytest(line),
                Self::GoTest => go_test(line),
                Self::OkLinesAndCargoTest if line.starts_with("test result: ") => cargo_test(line),
                Self::OkLines | Self::OkLinesAndCargoTest => ok_line(line),
            };
        }
        if matches!(self, Self::One) && success {
            counts.passed = 1;
        }
        if counts.failed == 0 && (!success || counts == Counts::default()) {
            counts.failed = 1;
        }
        counts
    }

    /// The lines in which the runner says why it skipped a test.
    pub(crate) fn skips(self, output: &str) -> Vec<String> {
        let says_why = |line: &&str| match self {
            Self::One => false,
            Self::CargoTest => line.starts_with("test ") && line.contains(" ... ignored"),
            Self::Pytest => line.starts_with("SKIPPED "),
            Self::GoTest => line.starts_with("--- SKIP: "),
            Self::OkLines | Self::OkLinesAndCargoTest => line.contains("# SKIP"),
        };
        output.lines().filter(says_why).map(str::to_string).collect()
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn cargo_test(line: &str) -> Counts {
    let Some(line) = line.strip_prefix("test result: ") else { return Counts::default() };
    numbers(line, |word| match word {
        "passed;" => Some(Kind::Passed),
        "failed;" => Some(Kind::Failed),
        "ignored;" => Some(Kind::Skipped),
        _ => None,
    })
}

/// `==== 1 failed, 12 passed, 2 skipped in 1.23s ====`, or the same without the bars.
fn pytest(line: &str) -> Counts {
    let line = line.trim_matches(['=', ' ']);
    if !line.contains(" in ") || !line.starts_with(|c: char| c.is_ascii_digit()) {
        return Counts::default();
    }
    numbers(line, |word| match word.trim_end_matches(',') {
        "passed" => Some(Kind::Passed),
        "failed" | "error" | "errors" | "xpassed" => Some(Kind::Failed),
        "skipped" | "xfailed" => Some(Kind::Skipped),
        _ => None,
    })
}

fn go_test(line: &str) -> Counts {
    let one = Counts::default();
    match line.split_whitespace().take(2).collect::<Vec<_>>().as_slice() {
        ["---", "PASS:"] => Counts { passed: 1, ..one },
        ["---", "FAIL:"] => Counts { failed: 1, ..one },
        ["---", "SKIP:"] => Counts { skipped: 1, ..one },
        // `ok` and a tab stand before the name of a package.
        _ if line.starts_with("ok") && line.contains('\t') => one,
        _ => ok_line(line),
    }
}

fn ok_line(line: &str) -> Counts {
    if line.starts_with("ok ") && line.contains("# SKIP") {
        Counts { skipped: 1, ..Counts::default() }
    } else if line.starts_with("ok ") {
        Counts { passed: 1, ..Counts::default() }
    } else if line.starts_with("not ok ") || line.starts_with("MISMATCH ") {
        Counts { failed: 1, ..Counts::default() }
    } else {
        Counts::default()
    }
}

enum Kind {
    Passed,
    Failed,
    Skipped,
}

fn numbers(line: &str, kind: impl Fn(&str) -> Option<Kind>) -> Counts {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let &[number, word] = pair else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match kind(word) {
            Some(Kind::Passed) => counts.passed += number,
            Some(Kind::Failed) => counts.failed += number,
            Some(Kind::Skipped) => counts.skipped += number,
            None => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_lines_of_several_cargo_test_binaries_are_summed() {
        let output = "test a ... ok\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";
        let counts = Counting::CargoTest.count(output, false);
        assert_eq!(counts, Counts { passed: 5, failed: 1, skipped: 1 });
    }

    #[test]
    fn errors_in_pytest_fixtures_are_failures() {
        let output = "=== 1 failed, 12 passed, 2 skipped, 1 error in 1.23s (0:00:01) ===\n";
        assert_eq!(Counting::Pytest.count(output, false), Counts { passed: 12, failed: 2, skipped: 2 });
    }

    #[test]
    fn a_quiet_pytest_is_understood_too() {
        assert_eq!(
            Counting::Pytest.count("7 passed in 0.1s\n", true),
            Counts { passed: 7, failed: 0, skipped: 0 }
        );
    }

    #[test]
    fn a_runner_that_dies_before_its_first_test_is_a_failure() {
        assert_eq!(Counting::CargoTest.count("error: could not compile", false).failed, 1);
    }

    #[test]
    fn a_runner_that_ran_no_test_is_a_failure_even_if_it_is_content() {
        let output = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counting::CargoTest.count(output, true).failed, 1);
    }

    #[test]
    fn tests_in_go_count_and_their_packages_do_not() {
        let output = "=== RUN   TestA\n--- PASS: TestA (0.01s)\n    a_test.go:1: why\n--- SKIP: TestB (0.00s)\n\
                      PASS\nok  \texample.org/module\t3.2s\nok a_case_of_the_contract\n";
        assert_eq!(Counting::GoTest.count(output, true), Counts { passed: 2, failed: 0, skipped: 1 });
        assert_eq!(Counting::GoTest.skips(output), ["--- SKIP: TestB (0.00s)"]);
        assert_eq!(
            Counting::GoTest.count("--- FAIL: TestC (0.00s)\nFAIL\texample.org/module\t1s\n", false).failed,
            1
        );
    }

    #[test]
    fn commands_of_both_kinds_are_summed() {
        let output = "ok a_case\nok 1 - a test of node\nnot ok another_case: why\n\
                      test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        let counts = Counting::OkLinesAndCargoTest.count(output, false);
        assert_eq!(counts, Counts { passed: 5, failed: 1, skipped: 0 });
    }

    #[test]
    fn lines_that_say_ok_or_not_count_one_each() {
        let output = "ok       GET /x\nMISMATCH POST /y\nok z # SKIP not served\n";
        assert_eq!(Counting::OkLines.count(output, false), Counts { passed: 1, failed: 1, skipped: 1 });
        assert_eq!(Counting::OkLines.skips(output), ["ok z # SKIP not served"]);
    }
}
