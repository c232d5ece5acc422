//! The licences of everything that ends up inside a binary, with their texts.
#![allow(clippy::indexing_slicing, reason = "a JSON value has null for what it lacks")]

use super::compiler::{Compiler, Tools};
use super::execution::{file_name, read, succeed, write};
use super::target::Target;
use anyhow::Context;
use seam_acs_workspace::command::cargo;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Writes `licences/`: one list with the texts of all crates, and what the compilers put in.
pub(super) fn write_all(
    folder: &Path,
    target: &Target,
    roots: &[&str],
    compiler: &Compiler,
    tools: &Tools,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    write(&folder.join("crates.txt"), &texts_of_crates(target.rust, roots)?)?;
    let standard_library = compiler.documentation.join("COPYRIGHT-library.html");
    let zig = tools.zig()?;
    for (from, to) in [
        (&standard_library, "rust-standard-library.html"),
        (&zig.join("LICENSE"), "zig-compiler-rt.txt"),
        (&zig.join("lib/libunwind/LICENSE.TXT"), "llvm-libunwind.txt"),
    ] {
        std::fs::copy(from, folder.join(to)).with_context(|| format!("{} is missing", from.display()))?;
    }
    Ok(())
}

/// The list of the crates in a binary for a machine, with the texts of their licences.
pub(crate) fn texts_of_crates(machine: &str, roots: &[&str]) -> anyhow::Result<String> {
    document(&Graph::read(machine)?.linked_into(roots)?)
}

/// A crate whose code is in the binary.
struct Linked {
    title: String,
    folder: PathBuf,
}

/// What `cargo metadata` says.
struct Graph {
    packages: BTreeMap<String, Value>,
    nodes: BTreeMap<String, Value>,
}

impl Graph {
    fn read(machine: &str) -> anyhow::Result<Self> {
        let mut metadata = cargo();
        metadata.args(["metadata", "--format-version", "1", "--locked", "--quiet"]);
        let told = succeed(metadata.args(["--filter-platform", machine]))?;
        let json: Value = serde_json::from_str(&told).context("cargo metadata is not JSON")?;
        Ok(Self { packages: by_id(&json["packages"]), nodes: by_id(&json["resolve"]["nodes"]) })
    }

    fn linked_into(&self, roots: &[&str]) -> anyhow::Result<Vec<Linked>> {
        let is_root = |package: &Value| package["name"].as_str().is_some_and(|name| roots.contains(&name));
        let mut waiting: Vec<&str> =
            self.packages.iter().filter(|(_, package)| is_root(package)).map(|(id, _)| id.as_str()).collect();
        anyhow::ensure!(waiting.len() == roots.len(), "not all of {roots:?} are in the workspace");
        let mut seen = BTreeSet::new();
        let mut linked = Vec::new();
        while let Some(id) = waiting.pop() {
            let package = self.packages.get(id).context("cargo metadata names a crate that it lacks")?;
            if !seen.insert(id) || runs_in_the_compiler(package) {
                continue;
            }
            waiting.extend(self.dependencies(id));
            linked.extend(from_elsewhere(package));
        }
        linked.sort_by(|one, other| one.title.cmp(&other.title));
        Ok(linked)
    }

    fn dependencies(&self, id: &str) -> Vec<&str> {
        let dependencies = self.nodes.get(id).and_then(|node| node["deps"].as_array());
        dependencies
            .into_iter()
            .flatten()
            .filter(|dependency| {
                // The kind of an ordinary dependency is null; others are for building and testing.
                dependency["dep_kinds"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
            })
            .filter_map(|dependency| dependency["pkg"].as_str())
            .collect()
    }
}

fn by_id(list: &Value) -> BTreeMap<String, Value> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|item| Some((item["id"].as_str()?.to_string(), item.clone()))).collect()
}

fn runs_in_the_compiler(package: &Value) -> bool {
    let targets = package["targets"].as_array();
    targets
        .into_iter()
        .flatten()
        .filter_map(|target| target["kind"].as_array())
        .any(|kinds| kinds.iter().any(|kind| kind == "proc-macro"))
}

/// None for a crate of this workspace: the archive's own LICENSE speaks for it.
fn from_elsewhere(package: &Value) -> Option<Linked> {
    package["source"].as_str()?;
    let text = |field: &str| package[field].as_str().unwrap_or("?").to_string();
    let title = format!("{} {}: {}", text("name"), text("version"), text("license"));
    Some(Linked { title, folder: Path::new(package["manifest_path"].as_str()?).parent()?.to_path_buf() })
}

/// The list, then each different text once, under the names of those that have it.
fn document(crates: &[Linked]) -> anyhow::Result<String> {
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut document =
        String::from("The crates in these binaries, and below the list the texts of their licences.\n\n");
    for linked in crates {
        document.push_str(&format!("  {}\n", linked.title));
        let files = licence_files(&linked.folder)?;
        anyhow::ensure!(!files.is_empty(), "{} comes without the text of its licence", linked.title);
        for file in files {
            texts.entry(read(&file)?.replace("\r\n", "\n")).or_default().insert(&linked.title);
        }
    }
    for (text, titles) in &texts {
        document.push_str(&format!("\n{}\n", "=".repeat(78)));
        for title in titles {
            document.push_str(&format!("{title}\n"));
        }
        document.push_str(&format!("{}\n\n{}\n", "-".repeat(78), text.trim_end()));
    }
    Ok(document)
}

fn licence_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{} is gone", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && is_licence(&file_name(path)))
        .collect();
    files.sort();
    Ok(files)
}

fn is_licence(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["license", "licence", "copying", "copyright", "notice", "unlicense"]
        .iter()
        .any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seam_acs_workspace as workspace;

    #[test]
    fn equal_texts_are_printed_once_with_the_names_of_all_that_have_them() {
        let folder = workspace::target().join("tmp/licence-texts");
        let crates: Vec<Linked> = ["one", "other"]
            .iter()
            .map(|name| {
                let folder = folder.join(name);
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(folder.join("LICENSE-MIT"), "Do as you like.\n").unwrap();
                Linked { title: format!("{name} 1.0.0: MIT"), folder }
            })
            .collect();
        let document = document(&crates).unwrap();
        assert_eq!(document.matches("Do as you like.").count(), 1);
        assert!(document.contains("one 1.0.0: MIT\nother 1.0.0: MIT\n---"), "{document}");
    }

    #[test]
    fn a_crate_without_the_text_of_its_licence_is_refused() {
        let folder = workspace::target().join("tmp/no-licence-text");
        std::fs::create_dir_all(&folder).unwrap();
        assert!(document(&[Linked { title: "bare 1.0.0: MIT".into(), folder }]).is_err());
    }
}
