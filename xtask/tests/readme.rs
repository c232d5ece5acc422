//! The programs on README.md's first screen are the ones in the examples, and they work.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod library;

use library::{compiled, python, repository};
use seam_acs_sandbox::Sandbox;
use std::path::PathBuf;
use std::process::Command;

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The first code block in that language.
fn first_block(language: &str) -> String {
    blocks(language).into_iter().next().unwrap_or_else(|| panic!("README.md shows no {language}"))
}

fn run_on(sandbox: &Sandbox, mut program: Command) {
    program.env("SEAM_API_KEY", sandbox.api_key()).env("SEAM_ENDPOINT", sandbox.url());
    program.env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_c_program_that_the_readme_shows_puts_the_user_into_the_group() {
    let source = "ffi-c/examples/c/quick_start.c";
    assert_eq!(first_block("c"), read(source), "README.md and {source} differ");
    let sandbox = Sandbox::start_default().unwrap();
    run_on(&sandbox, Command::new(compiled(source, "readme")));
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

#[test]
fn the_python_script_that_the_readme_shows_puts_the_user_into_the_group() {
    let source = "bindings-python/examples/quick_start.py";
    assert_eq!(first_block("python"), read(source), "README.md and {source} differ");
    let sandbox = Sandbox::start_default().unwrap();
    let mut script = python();
    script.arg(repository().join(source));
    run_on(&sandbox, script);
    assert!(sandbox.is_member(Sandbox::USER, Sandbox::GROUP));
}

/// Every file that README.md may quote: each is run by a test of its own.
fn quotable() -> Vec<String> {
    let mut folders: Vec<PathBuf> = ["ffi-c/examples", "bindings-python/examples", "tests/first_minutes"]
        .iter()
        .map(|folder| repository().join(folder))
        .collect();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                texts.extend(std::fs::read_to_string(entry.path()).ok());
            }
        }
    }
    texts
}

/// The code blocks in that language, in order.
fn blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let start = format!("```{language}\n");
    readme
        .split(&start)
        .skip(1)
        .filter_map(|from| from.split_once("```"))
        .map(|(block, _)| block.to_owned())
        .collect()
}

#[test]
fn all_code_that_the_readme_shows_is_a_part_of_a_tested_program() {
    let quotable = quotable();
    for language in ["c", "cpp", "python"] {
        let shown = blocks(language);
        assert!(!shown.is_empty(), "README.md shows no {language}");
        for block in shown {
            assert!(
                quotable.iter().any(|text| text.contains(&block)),
                "no tested program has this part:\n{block}"
            );
        }
    }
}

#[test]
fn every_shell_session_that_the_readme_shows_is_a_tested_script_or_a_tested_command() {
    let quotable = quotable();
    // Each is what a step of `cargo xtask test` does.
    let commands = ["cargo xtask ", "python3 -m pip install ./bindings-python", "cc panel.c "];
    for block in blocks("sh") {
        let is_script = quotable.contains(&block);
        let mut lines = block.lines().filter(|line| !line.is_empty());
        let are_commands = lines.all(|line| commands.iter().any(|command| line.starts_with(command)));
        assert!(is_script || are_commands, "nothing runs this:\n{block}");
    }
}
