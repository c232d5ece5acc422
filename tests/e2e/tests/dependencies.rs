//! `docs/dependencies.md` has a reason for each crate that a `Cargo.toml` names, and for nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Crates of ours whose dependencies reach users.
const SHIPPED: [&str; 5] =
    ["seam-acs-cli", "seam-acs-core", "seam-acs-ffi", "seam-acs-python", "seam-acs-sandbox"];

#[test]
fn each_direct_dependency_has_one_reasoned_line_and_no_line_is_left_over() {
    let page = std::fs::read_to_string(repository().join("docs/dependencies.md")).unwrap();
    let lines = lines(&page);
    let named: Vec<&str> = lines.iter().map(|line| line[0]).collect();
    let used = used();
    assert_eq!(
        named.iter().copied().collect::<BTreeSet<_>>(),
        used.keys().map(String::as_str).collect(),
        "docs/dependencies.md and the Cargo.toml files differ"
    );
    assert!(
        named.is_sorted_by(|one, next| one < next),
        "one line each, in the order of the alphabet: {named:?}"
    );
    for line in &lines {
        assert!(line[2].len() > 10, "{} has no reason", line[0]);
        assert_eq!(line[1], if used[line[0]] { "yes" } else { "no" }, "whether {} ships", line[0]);
    }
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The cells of the page's first table.
fn lines(page: &str) -> Vec<[&str; 3]> {
    let rows = page.lines().skip_while(|line| !line.starts_with("| --- ")).skip(1);
    rows.take_while(|line| line.starts_with('|'))
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            [(); 3].map(|()| cells.next().expect("three cells"))
        })
        .collect()
}

/// Every crate that one of ours names, and whether it is in what users get.
fn used() -> BTreeMap<String, bool> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let said = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(repository())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&said.stdout).unwrap();
    let mut used = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let is_shipped = SHIPPED.contains(&package["name"].as_str().unwrap());
        for dependency in package["dependencies"].as_array().unwrap() {
            if dependency["path"].is_null() {
                let ships = is_shipped && dependency["kind"] != "dev";
                *used.entry(dependency["name"].as_str().unwrap().to_owned()).or_insert(false) |= ships;
            }
        }
    }
    used
}
