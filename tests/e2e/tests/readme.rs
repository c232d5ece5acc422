//! The code that README.md and the pages of docs/ show is that of tested programs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_e2e::markdown::{Page, pages_in};
use seam_acs_e2e::{compiled, python, repository};
use seam_acs_sandbox::Sandbox;
use std::path::PathBuf;
use std::process::Command;

/// The first code block of README.md in that language.
fn first_block(language: &str) -> String {
    let mut blocks = Page::read("README.md").blocks().into_iter();
    let block = blocks.find(|block| block.language == language);
    block.unwrap_or_else(|| panic!("README.md shows no {language}")).code
}

fn read(file: &str) -> String {
    std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
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

#[test]
fn the_readme_fits_into_200_lines() {
    let lines = read("README.md").lines().count();
    assert!(lines <= 200, "README.md has {lines} lines: move something to docs/");
}

/// The folders and files whose texts may be shown: a test compiles or runs each.
const TESTED: [&str; 5] = [
    "ffi-c/examples",
    "bindings-python/examples",
    "tests/e2e/first_minutes",
    "tests/e2e/embed/guide_ctypes.py",
    "tests/e2e/embed/guide_koffi.mjs",
];

/// What may be shown: each tested text, and each program in the README of a runtime, which that runtime's tests run.
fn quotable() -> Vec<String> {
    let mut places: Vec<PathBuf> = TESTED.iter().map(|place| repository().join(place)).collect();
    let mut texts = Vec::new();
    while let Some(place) = places.pop() {
        if place.is_dir() {
            places.extend(std::fs::read_dir(place).unwrap().flatten().map(|entry| entry.path()));
        } else {
            texts.extend(std::fs::read_to_string(place).ok());
        }
    }
    let runtimes = pages_in("ffi-c/runtimes");
    texts.extend(
        runtimes.iter().flat_map(Page::blocks).filter(|block| block.language != "sh").map(|it| it.code),
    );
    texts
}

/// What no test reads: what programs print, and what is typed for the reader's own machine.
const NOT_CODE: [&str; 2] = ["text", "console"];
const LANGUAGES: [&str; 14] =
    ["c", "cpp", "python", "sh", "js", "ruby", "php", "csharp", "java", "go", "rust", "json", "csv", "toml"];
/// Each is what a step of `cargo xtask test` does.
const COMMANDS: [&str; 3] = ["cargo xtask ", "python3 -m pip install ./bindings-python", "cc panel.c "];

#[test]
fn all_code_that_the_pages_show_is_a_part_of_a_tested_program() {
    let quotable = quotable();
    let mut pages = pages_in("docs");
    pages.push(Page::read("README.md"));
    let mut shown = 0;
    for page in pages {
        let file = page.file.display();
        for block in page.blocks() {
            let language = block.language.as_str();
            if NOT_CODE.contains(&language) {
                continue;
            }
            assert!(LANGUAGES.contains(&language), "{file}: a block of {language:?} is of no known language");
            let is_tested = match language {
                "sh" => quotable.contains(&block.code) || are_commands(&block.code),
                _ => quotable.iter().any(|text| text.contains(&block.code)),
            };
            assert!(is_tested, "{file}: no test compiles or runs this:\n{}", block.code);
            shown += 1;
        }
    }
    assert!(shown > 20, "only {shown} blocks were found");
}

fn are_commands(block: &str) -> bool {
    let mut lines = block.lines().filter(|line| !line.is_empty());
    lines.all(|line| COMMANDS.iter().any(|command| line.starts_with(command)))
}
