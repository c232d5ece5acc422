//! `cargo xtask commits`: the subjects of the commits since the rule for them was made.

use std::process::ExitCode;

use anyhow::Context;

use seam_acs_workspace::command::program;
use seam_acs_workspace::tap;

/// The last commit before the rule.
const BEFORE: &str = "86e02a80c9c9";
const LONGEST: usize = 72;

pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(arguments.is_empty(), "commits takes no arguments");
    let range = format!("{BEFORE}..HEAD");
    let log = program("git").args(["log", "--no-merges", "--format=%h %s", &range]).output();
    let log = log.context("git cannot be started")?;
    if !log.status.success() {
        let why = format!("the history does not reach back to {BEFORE}: a shallow clone, or an archive");
        tap::skip("subjects of commits", why);
        return Ok(tap::end());
    }
    for line in String::from_utf8_lossy(&log.stdout).lines() {
        let (revision, subject) = line.split_once(' ').unwrap_or((line, ""));
        match fault(subject) {
            None => tap::ok(revision),
            Some(why) => tap::not_ok(format_args!("{revision} {subject}"), why),
        }
    }
    Ok(tap::end())
}

/// What is wrong with a subject, which reads `area: imperative`.
fn fault(subject: &str) -> Option<String> {
    let length = subject.chars().count();
    if length > LONGEST {
        return Some(format!("it has {length} characters; {LONGEST} are the most"));
    }
    let Some((area, what)) = subject.split_once(": ") else {
        return Some("it must read `area: imperative`".to_owned());
    };
    let is_area = |letter: char| letter.is_ascii_alphanumeric() || "+-_, /".contains(letter);
    if area.is_empty() || !area.chars().all(is_area) {
        return Some(format!("{area:?} is no area"));
    }
    if !what.starts_with(|letter: char| letter.is_lowercase()) || what.ends_with('.') {
        return Some("the imperative begins in lower case and ends without a full stop".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn a_subject_has_an_area_an_imperative_and_72_characters() {
        for right in ["core: send it once", "C, C++, Python: take options with a plan", "xtask: build"] {
            assert_eq!(fault(right), None, "{right}");
        }
        let long = format!("core: {}", "a".repeat(67));
        for wrong in ["Send it once", "core: Send it", "core: send it.", "core:send", "", ": send", &long] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }
}
