//! `JUnit`'s XML, as pytest and Maven's Surefire write it.

use super::super::results::Test;
use anyhow::Context;
use roxmltree::{Document, Node};
use std::path::{Path, PathBuf};

/// The tests of a file, or of every XML file of a folder.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Test>> {
    let mut tests = Vec::new();
    for file in files(path)? {
        let text =
            std::fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        tests.extend(parse(&text).with_context(|| format!("{} is not JUnit's XML", file.display()))?);
    }
    Ok(tests)
}

fn files(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let is_xml = |file: &PathBuf| file.extension().is_some_and(|end| end == "xml");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_xml).collect();
    files.sort();
    Ok(files)
}

fn parse(text: &str) -> anyhow::Result<Vec<Test>> {
    let document = Document::parse(text)?;
    Ok(document.descendants().filter(|node| node.has_tag_name("testcase")).map(test).collect())
}

fn test(case: Node) -> Test {
    let name = name(case);
    let child =
        |names: &[&str]| case.children().find(|node| names.iter().any(|name| node.has_tag_name(*name)));
    let said = |node: Node| {
        let message = node.attribute("message").unwrap_or_default();
        format!("{message}\n{}", node.text().unwrap_or_default())
    };
    if let Some(failure) = child(&["failure", "error"]) {
        Test::failed(name, said(failure))
    } else if let Some(skipped) = child(&["skipped"]) {
        Test::skipped(name, skipped.attribute("message").unwrap_or_default())
    } else {
        Test::passed(name)
    }
}

/// pytest names a test by its module with dots, and is started with a file and colons.
fn name(case: Node) -> String {
    let test = case.attribute("name").unwrap_or_default();
    match (case.attribute("file"), case.attribute("classname")) {
        (Some(file), _) => format!("{file}::{test}"),
        (None, Some(class)) => format!("{class}.{test}"),
        (None, None) => test.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_in_fixtures_are_failures() {
        let text = r#"<testsuites><testsuite>
            <testcase classname="tests.a" file="tests/a.py" name="t_passes"/>
            <testcase classname="C" name="t_fails"><failure message="1 != 2">where</failure></testcase>
            <testcase classname="C" name="t_breaks"><error message="no fixture"></error></testcase>
            <testcase classname="C" name="t_waits"><skipped message="not here"/></testcase>
            </testsuite></testsuites>"#;
        let wanted = [
            Test::passed("tests/a.py::t_passes"),
            Test::failed("C.t_fails", "1 != 2\nwhere"),
            Test::failed("C.t_breaks", "no fixture\n"),
            Test::skipped("C.t_waits", "not here"),
        ];
        assert_eq!(parse(text).unwrap(), wanted);
    }
}
