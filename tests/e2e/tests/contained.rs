//! The library in its optimised shape: a panic in any layer stays inside, and no key is left behind.
//!
//! It is built as it is shipped, which takes minutes; `SEAM_ACS_PLANTED_PROFILE=dev` links in seconds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use seam_acs_c_tests::{Dress, FailpointModule, Library, Program, Secret, TlsDoor, start_deep_server};
use seam_acs_e2e::{python, repository};
use seam_acs_sandbox::Sandbox;

/// They only tell constants, and run no code that could panic.
const WITHOUT_A_GUARD: [&str; 4] =
    ["seam_acs_abi_version", "seam_acs_status_message", "seam_acs_status_name", "seam_acs_version"];

#[test]
fn panic_in_any_layer_stays_inside_the_library_and_prints_nothing() {
    let library = Library::with_failpoints().unwrap();
    let program = Program::compile_for(&library, "panics", Dress::Plain).unwrap();
    let sandbox = Sandbox::start_default().unwrap();
    let door = TlsDoor::open(sandbox.url(), library.folder()).unwrap();
    let file = library.folder().join(format!("panics-{}.log", std::process::id()));
    // A name that has to be looked up; nobody has it.
    let by_name = sandbox.url().replace("127.0.0.1", "panel.invalid");
    let symbols = repository().join("ffi-c/symbols.txt");
    let (code, said) = program
        .play(
            &[
                sandbox.url(),
                &sandbox.api_key(),
                door.url(),
                &door.ca_file().to_string_lossy(),
                &file.to_string_lossy(),
                &by_name,
                &symbols.to_string_lossy(),
            ],
            &[],
        )
        .unwrap();
    assert_eq!(code, 0, "{said}");
    let mut unguarded: Vec<&str> = said.lines().collect();
    unguarded.sort_unstable();
    assert_eq!(unguarded, WITHOUT_A_GUARD, "the library printed something, or a function has no guard");
}

/// The smallest stack that a thread of glibc can have. In the library as it is shipped, because another has larger frames.
#[test]
fn the_smallest_stack_suffices_for_the_deepest_answers() {
    let library = Library::with_failpoints().unwrap();
    let program = Program::compile_for(&library, "small_stack", Dress::Plain).unwrap();
    let server = start_deep_server().unwrap();
    let (code, said) = program.play(&[&server.url(), "seam_testkey_of_nobody", "", "16"], &[]).unwrap();
    assert_eq!((code, said.as_str()), (0, ""));
}

#[test]
fn panic_in_any_layer_is_an_ordinary_exception_in_python() {
    let module = FailpointModule::build().unwrap();
    let sandbox = Sandbox::start_default().unwrap();
    let mut script = python();
    script.arg(repository().join("tests/python/programs/contained.py"));
    script.args([sandbox.url(), &sandbox.api_key()]).env("PYTHONPATH", module.folder());
    let output = script.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
    assert!(said.is_empty(), "it printed {}", String::from_utf8_lossy(&said));
}

#[test]
fn no_copy_of_a_key_outlives_the_last_client_of_the_optimised_library() {
    let library = Library::with_failpoints().unwrap();
    let secret = Secret::make(&library, "optimised").unwrap();
    let sandbox = secret.sandbox().unwrap();
    let door = TlsDoor::open(sandbox.url(), library.folder()).unwrap();
    secret.is_wiped_by(&library, sandbox.url(), "").unwrap();
    secret.is_wiped_by(&library, door.url(), &door.ca_file().to_string_lossy()).unwrap();
}

/// What is built without the feature has neither the words nor the function of a failpoint.
#[test]
fn library_that_is_not_for_tests_has_no_failpoints() {
    let has = |file: &PathBuf, text: &str| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    let (usual, with_failpoints) = (Library::build().unwrap(), Library::with_failpoints().unwrap());
    for mark in ["seam_acs_set_failpoint", "failpoint "] {
        assert!(has(&with_failpoints.file().to_owned(), mark), "{mark:?} would not be found");
        assert!(!has(&usual.file().to_owned(), mark), "{mark:?} is in a usual build");
    }
}
