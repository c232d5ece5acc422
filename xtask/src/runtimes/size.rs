//! How much of each runtime is written by hand: what is data is made, and what is a rule lives in the library.

use super::RUNTIMES;
use super::model::Model;
use crate::workspace::root;
use std::path::{Path, PathBuf};

/// A wrapper has fewer lines than this, without blank ones, comments, what is made, and tests.
const LIMIT: usize = 400;
const LANGUAGES: [&str; 7] = ["js", "ts", "rb", "rbs", "php", "cs", "java"];
/// Tests and the contract's runners, and what other programs put there.
const NOT_THE_LIBRARY: [&str; 5] = ["test", "contract", "checker", "node_modules", "target"];

#[test]
fn every_runtime_is_under_400_lines_written_by_hand() {
    let model = Model::read().expect("header and operations");
    let mut too_long = Vec::new();
    for runtime in RUNTIMES {
        let folder = root().join("ffi-c/runtimes").join(runtime.name);
        let made: Vec<&str> = (runtime.files)(&model).into_iter().map(|(path, _)| path).collect();
        let files: Vec<(String, usize)> = sources(&folder)
            .iter()
            .map(|path| (path.strip_prefix(&folder).expect("below").display().to_string(), path))
            .filter(|(name, _)| !made.contains(&name.as_str()))
            .map(|(name, path)| (name, lines_of_code(&std::fs::read_to_string(path).expect("UTF-8"))))
            .collect();
        let lines: usize = files.iter().map(|(_, lines)| lines).sum();
        assert!(lines > 100, "{} has only {lines} lines: its sources were not found", runtime.name);
        if lines >= LIMIT {
            too_long.push(format!("{} has {lines}: {files:?}", runtime.name));
        }
    }
    assert!(too_long.is_empty(), "{}", too_long.join("\n"));
}

#[test]
fn blank_lines_and_comments_are_no_code_and_braces_are() {
    assert_eq!(
        lines_of_code("// one\n\n/** two\n * three\n */\n/* four */\nint five()\n{\n    # six\n}\n"),
        3
    );
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let is_go = ending == "go" && !name.ends_with("_test.go");
        if path.is_dir() && !NOT_THE_LIBRARY.contains(&name.as_str()) {
            found.extend(sources(&path));
        } else if path.is_file() && (is_go || LANGUAGES.contains(&ending.as_str())) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn lines_of_code(text: &str) -> usize {
    let mut in_comment = false;
    let mut count = 0;
    for line in text.lines().map(str::trim) {
        let begins = !in_comment && line.starts_with("/*");
        let is_skipped = in_comment || begins || line.starts_with("//") || line.starts_with('#');
        if !line.is_empty() && !is_skipped {
            count += 1;
        }
        in_comment = (in_comment || begins) && !line.contains("*/");
    }
    count
}
