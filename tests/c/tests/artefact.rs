//! What is delivered: the header compiles everywhere, and the library exports what it says and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use seam_acs_c_tests::{Failure, Library};

const STRICT: [&str; 6] = ["-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x"];

/// Compilers by language and the standards that the header promises; an older compiler knows fewer.
const LANGUAGES: [(&str, &[&str], &[&str]); 2] = [
    ("c", &["gcc", "clang"], &["c89", "c99", "c11", "c17", "c2x"]),
    ("c++", &["g++", "clang++"], &["c++98", "c++03", "c++11", "c++14", "c++17", "c++20"]),
];

/// What a program may do with the header: include it alone, twice, and call through it.
const USES: [&str; 2] = [
    "#include <seam_acs.h>\n",
    "#include <seam_acs.h>\n#include <seam_acs.h>\n\
     int main(void) { return seam_acs_abi_version() == SEAM_ACS_ABI_VERSION ? SEAM_ACS_OK : -SEAM_ACS_INTERNAL; }\n",
];

#[test]
fn header_compiles_alone_in_every_standard_with_every_compiler() -> Result<(), Failure> {
    let library = Library::build()?;
    let mut compiled = 0;
    for (language, compilers, standards) in LANGUAGES {
        for compiler in compilers.iter().filter(|compiler| is_there(compiler)) {
            for standard in standards.iter().filter(|standard| knows(compiler, language, standard)) {
                for (number, source) in USES.iter().enumerate() {
                    let file = library.folder().join(format!("header-{number}.txt"));
                    fs::write(&file, source)?;
                    let said = compile(compiler, language, standard, &library, &file)?;
                    let words = String::from_utf8_lossy(&said.stderr).into_owned();
                    assert!(said.status.success(), "{compiler} -std={standard}: {words}");
                    compiled += 1;
                }
            }
        }
    }
    assert!(compiled >= 2 * 5, "only {compiled} compilations: gcc must be there");
    Ok(())
}

#[test]
fn header_is_what_the_sources_say() -> Result<(), Failure> {
    let library = Library::build()?;
    let xtask = seam_acs_artifacts::built("xtask")?.join("xtask");
    let checked = Command::new(xtask).args(["header", "--check"]).current_dir(library.root()).output()?;
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    Ok(())
}

#[test]
fn library_exports_exactly_the_listed_symbols() -> Result<(), Failure> {
    let library = Library::build()?;
    let names = words_of(
        Command::new("nm").args(["-D", "--defined-only", "--format=just-symbols"]).arg(library.file()),
    )?;
    let exported: BTreeSet<&str> = names.lines().collect();
    let list = fs::read_to_string(library.root().join("ffi-c/symbols.txt"))?;
    let listed: BTreeMap<&str, &str> = symbols(&list).collect();
    assert_eq!(exported, listed.keys().copied().collect(), "ffi-c/symbols.txt and the library differ");
    assert!(listed.values().all(|version| version.split('.').count() == 3));
    Ok(())
}

#[test]
fn header_declares_exactly_the_listed_symbols() -> Result<(), Failure> {
    let library = Library::build()?;
    let header = fs::read_to_string(library.root().join("include/seam_acs.h"))?;
    let declared: BTreeSet<&str> = header
        .split("SEAM_ACS_API")
        .skip(1)
        .filter_map(|declaration| declaration.split_once('(')?.0.rsplit(['*', ' ', '\n']).next())
        .filter(|name| name.starts_with("seam_acs_"))
        .collect();
    let list = fs::read_to_string(library.root().join("ffi-c/symbols.txt"))?;
    assert_eq!(declared, symbols(&list).map(|(name, _)| name).collect());
    Ok(())
}

#[test]
fn every_function_has_its_line_in_the_null_table() -> Result<(), Failure> {
    let library = Library::build()?;
    let read = |name: &str| fs::read_to_string(library.root().join("tests/c/programs").join(name));
    let table = read("null_table.c")? + &read("null_operations.inc")? + &read("null_options.inc")?;
    let list = fs::read_to_string(library.root().join("ffi-c/symbols.txt"))?;
    let called: BTreeSet<&str> = table.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let takes_no_pointer = |name: &str| ["seam_acs_options_new", "seam_acs_shutdown"].contains(&name);
    for (name, _) in symbols(&list).filter(|(name, _)| !takes_no_pointer(name)) {
        // The table's macros put a function and its _begin form into one line.
        let plain = name.strip_suffix("_begin").unwrap_or(name);
        assert!(called.contains(name) || called.contains(plain), "{name} has no line in null_table.c");
    }
    Ok(())
}

#[test]
fn library_has_its_soname_and_its_flags() -> Result<(), Failure> {
    let library = Library::build()?;
    let dynamic = words_of(Command::new("readelf").args(["-d", "-W"]).arg(library.file()))?;
    let line = |tag: &str| dynamic.lines().find(|line| line.contains(tag)).unwrap_or_default();
    assert!(line("(SONAME)").contains("[libseam_acs.so.0]"), "{dynamic}");
    assert!(line("(FLAGS)").contains("BIND_NOW") && line("(FLAGS)").contains("SYMBOLIC"), "{dynamic}");
    assert!(line("(FLAGS_1)").contains("NODELETE") && line("(FLAGS_1)").contains("NOW"), "{dynamic}");
    Ok(())
}

fn symbols(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '))
}

fn is_there(compiler: &str) -> bool {
    Command::new(compiler).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn knows(compiler: &str, language: &str, standard: &str) -> bool {
    let mut command = Command::new(compiler);
    command.args(["-fsyntax-only", "-x", language, "/dev/null"]).arg(format!("-std={standard}"));
    command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn compile(
    compiler: &str,
    language: &str,
    standard: &str,
    library: &Library,
    file: &Path,
) -> Result<Output, Failure> {
    let mut command = Command::new(compiler);
    command
        .args(STRICT)
        .arg(language)
        .arg(format!("-std={standard}"))
        .arg("-I")
        .arg(library.root().join("include"));
    Ok(command.arg(file).output()?)
}

fn words_of(command: &mut Command) -> Result<String, Failure> {
    let said = command.output()?;
    if !said.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&said.stderr)).into());
    }
    Ok(String::from_utf8(said.stdout)?)
}
