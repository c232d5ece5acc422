//! The list of what `libseam_acs` exports. It remembers which version brought a symbol, so lines are added to it and never
//! taken away.

use std::collections::BTreeMap;

use anyhow::Context;

use super::File;
use super::table::Table;
use seam_acs_workspace::{VERSION, root};

const FILE: &str = "ffi-c/symbols.txt";

pub(super) fn list(table: &Table) -> anyhow::Result<File> {
    let text =
        std::fs::read_to_string(root().join(FILE)).with_context(|| format!("{FILE} cannot be read"))?;
    let (head, lines): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with('#'));
    let mut versions: BTreeMap<String, &str> = BTreeMap::new();
    for line in lines {
        let (symbol, version) = line.split_once(' ').with_context(|| format!("{FILE}: {line:?}"))?;
        versions.insert(symbol.to_owned(), version);
    }
    for function in table.operations.iter().flat_map(|operation| &operation.functions) {
        let name = format!("seam_acs_{}", function.name);
        versions.entry(format!("{name}_begin")).or_insert(VERSION);
        versions.entry(name).or_insert(VERSION);
    }
    let lines = versions.iter().map(|(symbol, version)| format!("{symbol} {version}"));
    let lines: Vec<String> = head.into_iter().map(str::to_owned).chain(lines).collect();
    Ok((FILE.to_owned(), lines.join("\n") + "\n"))
}
