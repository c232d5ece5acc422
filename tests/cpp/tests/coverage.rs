//! The C++ layer leaves nothing of the C ABI out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::Path;

fn names(file: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../include").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("seam_acs_")).map(str::to_string).collect()
}

/// The names that stand before an opening parenthesis in a declaration.
fn functions() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../include/seam_acs.h");
    let text = std::fs::read_to_string(path).unwrap();
    let mut functions = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with([' ', '/', '#', '*'])) {
        let Some((before, _)) = line.split_once('(') else { continue };
        let name = before.rsplit([' ', '*']).next().unwrap_or_default();
        if name.starts_with("seam_acs_") {
            functions.insert(name.to_string());
        }
    }
    functions
}

#[test]
fn every_function_of_the_c_header_is_reached_from_cpp() {
    let functions = functions();
    assert!(functions.len() > 60, "the header was not understood: {functions:?}");
    // The error's own name and status are kept beside it, for failures that have no error object.
    let kept_beside = ["seam_acs_error_name", "seam_acs_error_status"].map(str::to_string);
    let reached = names("seam_acs.hpp");
    let missing: Vec<_> =
        functions.iter().filter(|name| !reached.contains(*name) && !kept_beside.contains(name)).collect();
    assert!(missing.is_empty(), "seam_acs.hpp does not use {missing:?}");
}
