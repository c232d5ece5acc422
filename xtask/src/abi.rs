//! `cargo xtask abi`: what a compiled C program relies on, as `ffi-c/abi/seam_acs.abi`, and whether the built library
//! still keeps to it.
//!
//! abidw reads the functions and their types out of the library's debug information, abidiff compares two such
//! descriptions. Our objects are opaque to C, so they stand in a description by their names alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use seam_acs_workspace::command::program;
use seam_acs_workspace::tap;
use seam_acs_workspace::{VERSION, build, root, target};

const USAGE: &str = "usage: cargo xtask abi [--check | --release]";
/// What a released version leaves in its folder: the header that programs were compiled with, and two such programs.
const OF_A_RELEASE: [&str; 3] =
    ["include/seam_acs.h", "ffi-c/examples/c/quick_start.c", "ffi-c/examples/c/assign.c"];

/// Writes the description, or with `--check` compares it, or with `--release` keeps it for ever.
pub(crate) fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let described = root().join("ffi-c/abi/seam_acs.abi");
    match arguments {
        [] => write(&described, &describe(&library()?)?)?,
        [flag] if flag == "--check" => {
            check(&described)?;
            return Ok(tap::end());
        }
        [flag] if flag == "--release" => release(&described)?,
        _ => bail!(USAGE),
    }
    Ok(ExitCode::SUCCESS)
}

/// The description must be today's, and today's library must do for every program of a release with its SONAME.
fn check(described: &Path) -> anyhow::Result<()> {
    let built = target().join("abi/built.abi");
    write(&built, &describe(&library()?)?)?;
    sees_every_function(&built)?;
    for release in releases()? {
        let then = release.join("seam_acs.abi");
        if soname(&then)? == soname(&built)? {
            let lost = differences(&then, &built, &["--no-added-syms"])?;
            let name = release.file_name().unwrap_or_default().to_string_lossy();
            ensure!(
                lost.is_none(),
                "a program of release {name} would break, so the SONAME must go up:\n{}",
                lost.unwrap_or_default()
            );
            tap::ok(format_args!("release-{name}"));
        }
    }
    if let Some(differences) = differences(described, &built, &[])? {
        bail!(
            "ffi-c/abi/seam_acs.abi is not what was built; if that is meant, run `cargo xtask abi`:\n{differences}"
        );
    }
    tap::ok("seam_acs.abi");
    Ok(())
}

/// abidiff has overlooked most functions once, for the form of the description: so it is shown one in which each
/// function returns something else, and must name them all.
fn sees_every_function(built: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(built)?;
    let functions = text.matches("<function-decl ").count();
    let broken = built.with_file_name("broken.abi");
    let other = text.lines().map(|line| match line.trim_start() {
        element if element.starts_with("<return ") => "<return type-id='another'/>\n".to_owned(),
        element if element.starts_with("</abi-instr>") => {
            format!("<type-decl name='another' size-in-bits='256' id='another'/>\n{element}\n")
        }
        _ => format!("{line}\n"),
    });
    write(&broken, &other.collect::<String>())?;
    let words = differences(built, &broken, &[])?.unwrap_or_default();
    let seen = words.matches("[C] 'function ").count();
    ensure!(seen == functions, "abidiff saw a change in {seen} of {functions} functions:\n{words}");
    tap::ok("every-function-is-compared");
    Ok(())
}

/// Keeps what a release promised. Later libraries are compared with it, and its programs run on them.
fn release(described: &Path) -> anyhow::Result<()> {
    check(described)?;
    let folder = root().join("ffi-c/abi/releases").join(VERSION);
    ensure!(!folder.exists(), "{VERSION} was released already: {} does not change", folder.display());
    let files = OF_A_RELEASE.iter().map(|name| root().join(name)).chain([described.to_owned()]);
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        write(&folder.join(file.file_name().unwrap_or_default()), &text)?;
    }
    Ok(())
}

/// The folders of the released versions.
fn releases() -> anyhow::Result<Vec<PathBuf>> {
    let folder = root().join("ffi-c/abi/releases");
    let mut found: Vec<PathBuf> = fs::read_dir(&folder)
        .with_context(|| format!("{} cannot be read", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    Ok(found)
}

/// The profile of everyday has the types of ffi-c in its debug information; what is shipped has none.
fn library() -> anyhow::Result<PathBuf> {
    let built = match std::env::var_os(seam_acs_artifacts::BUILT) {
        Some(folder) => folder.into(),
        None => build(&["seam-acs-ffi"], "dev")?,
    };
    Ok(built.join("libseam_acs.so"))
}

fn describe(library: &Path) -> anyhow::Result<String> {
    let mut abidw = program("abidw");
    abidw.args(["--suppressions", "ffi-c/abi/inside.suppr", "--no-show-locs", "--no-corpus-path"]);
    abidw.arg("--no-comp-dir-path").arg(library);
    let said = abidw.output().context("abidw cannot be started (Debian: apt-get install abigail-tools)")?;
    ensure!(said.status.success(), "abidw: {}", String::from_utf8_lossy(&said.stderr));
    let description = outside_only(&String::from_utf8(said.stdout)?);
    ensure!(
        description.contains("elf-symbol-id='seam_acs_add_user_to_group'"),
        "{} has no debug information of its functions",
        library.display()
    );
    Ok(description)
}

/// One flat unit, as C has it: without namespaces, without names that change with each build, and without the insides
/// of our objects. Flat also because abidiff looks into only one of several units of the same name.
fn outside_only(text: &str) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut inside_of: Option<&str> = None;
    for line in text.lines() {
        let element = line.trim_start();
        if let Some(indentation) = inside_of {
            if line.strip_prefix(indentation) == Some("</class-decl>") {
                inside_of = None;
            }
        } else if element.starts_with("<class-decl name='seam_acs_") {
            kept.push(format!("    {}", declaration(element)));
            inside_of = (!element.ends_with("/>")).then(|| line.strip_suffix(element).unwrap_or_default());
        } else if !is_frame(element) {
            kept.push(line.to_owned());
        } else if element.starts_with("<abi-instr ") && !kept.iter().any(|line| line == UNIT) {
            kept.push(UNIT.to_owned());
        } else if element == "</abi-corpus>" {
            kept.push("  </abi-instr>".to_owned());
            kept.push(element.to_owned());
        }
    }
    kept.iter().map(|line| format!("{line}\n")).collect()
}

const UNIT: &str = "  <abi-instr address-size='64' path='seam_acs.h' language='LANG_C99'>";

fn is_frame(element: &str) -> bool {
    ["<abi-instr ", "</abi-instr>", "<namespace-decl ", "</namespace-decl>", "</abi-corpus>"]
        .iter()
        .any(|start| element.starts_with(start))
}

/// An object as C sees it: `typedef struct NAME NAME;`.
fn declaration(element: &str) -> String {
    let value = |name: &str| {
        let (_, rest) = element.split_once(&format!(" {name}='"))?;
        rest.split('\'').next()
    };
    let (name, id) = (value("name").unwrap_or_default(), value("id").unwrap_or_default());
    format!(
        "<class-decl name='{name}' is-struct='yes' visibility='default' is-declaration-only='yes' id='{id}'/>"
    )
}

fn soname(description: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(description)
        .with_context(|| format!("{} cannot be read", description.display()))?;
    let (_, rest) = text.split_once(" soname='").context("a description without a soname")?;
    Ok(rest.split('\'').next().unwrap_or_default().to_owned())
}

/// What abidiff has to say, if anything.
fn differences(one: &Path, other: &Path, more: &[&str]) -> anyhow::Result<Option<String>> {
    let said = program("abidiff")
        .args(more)
        .args([one, other])
        .output()
        .context("abidiff cannot be started (Debian: apt-get install abigail-tools)")?;
    let words = String::from_utf8_lossy(&said.stdout).into_owned();
    // 1 and 2 are errors of its own, 4 is a change, 8 more one that breaks programs.
    match said.status.code() {
        Some(0) => Ok(None),
        Some(4 | 8 | 12) => Ok(Some(words)),
        _ => bail!("abidiff: {}{words}", String::from_utf8_lossy(&said.stderr)),
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_stands_in_the_description_by_its_name_alone() {
        let text = "  </elf-function-symbols>\n  <abi-instr path='a/b.rs/@/x1'>\n  </abi-instr>\n  \
                    <abi-instr path='a/b.rs/@/x2'>\n    <namespace-decl name='op'>\n    \
                    <class-decl name='seam_acs_op' size-in-bits='64' is-struct='yes' id='type-id-4'>\n      \
                    <data-member/>\n    </class-decl>\n    </namespace-decl>\n    <type-decl name='i32'/>\n  \
                    </abi-instr>\n</abi-corpus>\n";
        assert_eq!(
            outside_only(text),
            format!(
                "  </elf-function-symbols>\n{UNIT}\n    <class-decl name='seam_acs_op' is-struct='yes' \
                 visibility='default' is-declaration-only='yes' id='type-id-4'/>\n    <type-decl name='i32'/>\n  \
                 </abi-instr>\n</abi-corpus>\n"
            )
        );
    }
}
