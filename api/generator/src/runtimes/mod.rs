//! `cargo xtask runtimes`: what the packages in `ffi-c/runtimes` can have as data, made from one source.
//!
//! `ffi-c/src` has the functions, status codes and options; `api/operations.toml` has the methods. The templates in
//! `api/templates` write them as each runtime wants to read them.

mod abi;
mod model;
mod readme;
pub(crate) mod templates;

use crate::operations::write;
use anyhow::{Context, bail};
use model::Model;
use seam_acs_workspace::{VERSION, root};
use std::path::PathBuf;
use std::process::ExitCode;
use templates::{Templates, camel, pascal};

/// A language's folder below `ffi-c/runtimes`.
pub(crate) struct Runtime {
    pub(crate) name: &'static str,
    /// A method's name as the language spells it, for its README.
    spell: fn(&str) -> String,
    /// The file that names the package's version to its users, and what stands before the version.
    manifest: (&'static str, &'static str),
}

const RUNTIMES: &[Runtime] = &[
    Runtime { name: "node", spell: camel, manifest: ("package.json", "\"version\": \"") },
    Runtime { name: "ruby", spell: str::to_owned, manifest: ("lib/seam_acs/generated.rb", "VERSION = \"") },
    Runtime { name: "php", spell: str::to_owned, manifest: ("composer.json", "\"version\": \"") },
    Runtime { name: "csharp", spell: pascal, manifest: ("SeamAcs.csproj", "<Version>") },
    Runtime { name: "java", spell: camel, manifest: ("pom.xml", "<version>") },
    Runtime { name: "go", spell: pascal, manifest: ("statuses.go", "Version = \"") },
];

/// Writes all files, or with `--check` only says which are out of date; names of runtimes choose some.
///
/// # Errors
/// A word that is none, a table that cannot be read, and with `--check` what is out of date.
pub fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let (flags, names): (Vec<_>, Vec<_>) = arguments.iter().partition(|word| word.starts_with("--"));
    let check = match flags.as_slice() {
        [] => false,
        [flag] if *flag == "--check" => true,
        _ => bail!("usage: cargo xtask runtimes [--check] [NAME…]"),
    };
    for name in &names {
        anyhow::ensure!(RUNTIMES.iter().any(|runtime| runtime.name == *name), "there is no runtime {name:?}");
    }
    let model = Model::read()?;
    let templates = Templates::read(&model)?;
    let mut stale = Vec::new();
    for runtime in
        RUNTIMES.iter().filter(|runtime| names.is_empty() || names.contains(&&runtime.name.to_owned()))
    {
        for (path, wanted) in generated(runtime, &templates, &model)? {
            let found = std::fs::read_to_string(&path).unwrap_or_default();
            if found == wanted {
                continue;
            }
            if !check {
                write(&path, &wanted)?;
            }
            stale.push(path.strip_prefix(root()).unwrap_or(&path).display().to_string());
        }
    }
    for runtime in RUNTIMES {
        check_version(runtime)?;
    }
    if check && !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask runtimes`", stale.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of all runtimes, from the top folder.
pub(crate) fn paths() -> anyhow::Result<Vec<String>> {
    let model = Model::read()?;
    let templates = Templates::read(&model)?;
    let mut paths = Vec::new();
    for runtime in RUNTIMES {
        let files = templates.files(runtime.name)?;
        paths.extend(files.iter().map(|(path, _)| format!("ffi-c/runtimes/{}/{path}", runtime.name)));
    }
    Ok(paths)
}

fn generated(
    runtime: &Runtime,
    templates: &Templates,
    model: &Model,
) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let folder = root().join("ffi-c/runtimes").join(runtime.name);
    let files = templates.files(runtime.name)?.into_iter();
    let mut files: Vec<_> = files.map(|(path, text)| (folder.join(path), text)).collect();
    let page = folder.join("README.md");
    if page.exists() {
        let text =
            std::fs::read_to_string(&page).with_context(|| format!("{} cannot be read", page.display()))?;
        files.push((page, readme::filled(&text, runtime, model)?));
    }
    Ok(files)
}

/// A package has the workspace's version.
fn check_version(runtime: &Runtime) -> anyhow::Result<()> {
    let (file, before) = runtime.manifest;
    let path = root().join("ffi-c/runtimes").join(runtime.name).join(file);
    let manifest =
        std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let words = format!("{before}{VERSION}");
    anyhow::ensure!(manifest.contains(&words), "{} does not say {words}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line that holds the name as a word of its own.
    fn lines_with<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
        let is_word = |line: &&str| {
            line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == name)
        };
        text.lines().filter(is_word).collect()
    }

    #[test]
    fn every_runtime_has_the_status_codes_and_names_of_the_abi() {
        let model = Model::read().expect("the ABI and the table");
        let templates = Templates::read(&model).expect("templates");
        for runtime in RUNTIMES {
            let folder = root().join("ffi-c/runtimes").join(runtime.name);
            let files = templates.files(runtime.name).expect("they fit the model");
            let committed: String = files
                .iter()
                .map(|(path, _)| std::fs::read_to_string(folder.join(path)).expect(path))
                .collect();
            for status in &model.header.statuses {
                let code = status.code.to_string();
                let lines = lines_with(&committed, &status.name);
                assert!(
                    lines.iter().any(|line| line.contains(&code)),
                    "{} has no {} with {code}",
                    runtime.name,
                    status.name
                );
            }
        }
    }

    #[test]
    fn what_is_committed_is_what_would_be_made() {
        run(&["--check".to_owned()]).expect("nothing is out of date");
    }
}
