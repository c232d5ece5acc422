//! `cargo xtask generate`: what `api/operations.toml` says of every operation and `api/options.toml` of every
//! option, in all the places that need it.
//!
//! Both tables are read once; templates in `api/templates` turn it into Rust, C, C++, Python and the tables of tests. The C
//! header and the packages in `ffi-c/runtimes` come after, as they are made from the functions that are made here.

mod core;
mod cpp;
mod ffi;
pub(crate) mod options;
mod python;
mod symbols;
pub(crate) mod table;
pub(crate) mod templates;
mod tests;

use std::collections::HashSet;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};

use self::options::Options;
use self::table::Table;
use self::templates::Templates;
use crate::{header, left_over, runtimes};
use seam_acs_workspace::root;

/// Stands in the first line of every file that is made here, and before what is made in a file written by hand.
pub(crate) const NOTICE: &str = "Generated from api/operations.toml by `cargo xtask generate`; do not edit.";

/// A path below the repository, and what is to stand there.
type File = (String, String);

/// Writes all files, or with `--check` only says which are out of date.
///
/// # Errors
/// A word that is none, a table that cannot be read, and with `--check` what is out of date.
pub fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let check = match arguments {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => bail!("usage: cargo xtask generate [--check]"),
    };
    let files = files()?;
    let mut known: HashSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    known.extend(runtimes::paths()?);
    let left_over = left_over::files(&known)?;
    let mut stale = Vec::new();
    for (path, wanted) in files {
        let file = root().join(&path);
        if std::fs::read_to_string(&file).unwrap_or_default() == wanted {
            continue;
        }
        if !check {
            write(&file, &wanted)?;
        }
        stale.push(path);
    }
    if check && !(stale.is_empty() && left_over.is_empty()) {
        stale.extend(left_over);
        bail!("out of date: {}; run `cargo xtask generate`", stale.join(", "));
    }
    for path in left_over {
        std::fs::remove_file(root().join(&path)).with_context(|| format!("{path} cannot be removed"))?;
    }
    header::run(arguments)?;
    runtimes::run(arguments)
}

fn files() -> anyhow::Result<Vec<File>> {
    let (table, options, templates) = (Table::read()?, Options::read()?, Templates::read());
    let mut files = vec![core::endpoints(&table, &templates)?];
    files.extend(ffi::functions(&table, &templates)?);
    files.push(symbols::list(&table)?);
    files.push(options.specs(&templates)?);
    files.push(options.page()?);
    files.push(options.functions(&templates)?);
    files.push(options.refusals(&templates)?);
    files.push(cpp::header(&table, &options, &templates)?);
    files.extend(python::options(&options, &templates)?);
    files.extend(python::queries(&table, &templates)?);
    files.extend(python::modules(&table, &templates)?);
    files.extend(tests::tables(&table, &templates)?);
    Ok(files)
}

/// Writes a file, and makes the folder that it stands in.
pub(crate) fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}
