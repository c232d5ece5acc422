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
use std::process::Command;

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The first code block in that language.
fn first_block(language: &str) -> String {
    let readme = read("README.md");
    let start = format!("```{language}\n");
    let (_, from) = readme.split_once(&start).unwrap_or_else(|| panic!("README.md shows no {language}"));
    from.split_once("```").map(|(block, _)| block.to_string()).unwrap()
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
