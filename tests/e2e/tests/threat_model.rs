//! Each answer of SECURITY.md's threat model is shown by tests that exist.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::path::{Path, PathBuf};

#[test]
fn every_answer_of_the_threat_model_names_tests_that_exist() {
    let page = std::fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    let sources: String =
        sources().iter().map(|file| std::fs::read_to_string(file).unwrap_or_default() + "\n").collect();
    let model = page.split("## Who can do what").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> =
        model.lines().filter(|line| line.starts_with("| ") && !line.contains("---")).collect();
    let rows: Vec<&str> = rows.into_iter().filter(|row| !row.contains("| shown by |")).collect();
    assert!(rows.len() > 20, "the tables are not where they were");
    for row in rows {
        let shown_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let names: Vec<&str> = shown_by.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "no test: {row}");
        for name in names {
            assert!(is_there(name, &sources), "there is no test {name}");
        }
    }
}

/// A Rust or Python test, one that is made for each language, a C program that has tests for its three dresses, a story
/// of the fault matrix, or a step.
fn is_there(name: &str, sources: &str) -> bool {
    let marks = [
        format!("#[test]\nfn {name}("),
        format!("#[test]\n    fn {name}("),
        format!("\nfn {name}(language: Language) {{"),
        format!("        play: {name},"),
        format!("\ndef {name}("),
        format!("    {name} => "),
        format!("name: \"{name}\""),
    ];
    marks.iter().any(|mark| sources.contains(mark.as_str()))
}

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = ["cli", "core", "ffi-c", "sandbox", "tests", "xtask"]
        .iter()
        .map(|folder| repository().join(folder))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && name != "node_modules" && name != "target" {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "py") {
                files.push(path);
            }
        }
    }
    files
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
