//! The JSON lines of `go test -json` (`go doc test2json`).

use super::super::results::Test;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Line {
    action: String,
    test: Option<String>,
    #[serde(default)]
    output: String,
}

/// The tests of an output; their packages are none.
pub(super) fn read(output: &str) -> Vec<Test> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let mut tests = Vec::new();
    for line in output.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
        let Some(name) = line.test else { continue };
        match line.action.as_str() {
            "output" => said.entry(name).or_default().push_str(&line.output),
            "pass" => tests.push(Test::passed(name)),
            "fail" => {
                let words = said.remove(&name).unwrap_or_default();
                tests.push(Test::failed(name, words));
            }
            "skip" => {
                let words = said.remove(&name).unwrap_or_default();
                tests.push(Test::skipped(name, words.trim()));
            }
            _ => {}
        }
    }
    tests
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_count_and_their_packages_do_not() {
        let output = r#"{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"p","Test":"TestB","Output":"why\n"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p","Elapsed":3}"#;
        assert_eq!(read(output), [Test::passed("TestA"), Test::failed("TestB", "why\n")]);
    }
}
