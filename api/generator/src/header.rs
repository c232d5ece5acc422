//! `cargo xtask header`: writes `include/seam_acs.h` from the functions of ffi-c and their comments.
//!
//! cbindgen turns each source file into C; this puts the files in reading order, under the headings of their own
//! module comments. cbindgen's guard and its `extern "C"` do not compile as C89, so those stand in `ffi-c/header/`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use cbindgen::{Builder, Config, DocumentationStyle, FunctionConfig, ItemType, Language, Style};

use seam_acs_workspace::{VERSION, root};

/// The files of ffi-c that declare functions, in the order of the header.
pub(crate) const SECTIONS: &[&str] = &[
    "version",
    "status",
    "error",
    "options",
    "client",
    "membership",
    "reads",
    "queries",
    "apply",
    "report",
    "plan",
    "record",
    "list",
    "operation",
    "queue",
    "outbox",
    "request",
    "text",
];

const LINE_LENGTH: usize = 110;
/// Stands before the name of each function.
const CONVENTION: &str = "SEAM_ACS_CALL ";

/// Writes the header, or with `--check` only says whether it is up to date.
///
/// # Errors
/// A word that is none, a table that cannot be read, and with `--check` what is out of date.
pub fn run(arguments: &[String]) -> anyhow::Result<ExitCode> {
    let path = root().join("include/seam_acs.h");
    let wanted = generate()?;
    match arguments {
        [] => fs::write(&path, wanted).with_context(|| format!("{} cannot be written", path.display()))?,
        [flag] if flag == "--check" => {
            if fs::read_to_string(&path).unwrap_or_default() != wanted {
                bail!("include/seam_acs.h does not match ffi-c: run `cargo xtask header`");
            }
        }
        _ => bail!("usage: cargo xtask header [--check]"),
    }
    Ok(ExitCode::SUCCESS)
}

/// The whole text of `seam_acs.h`.
pub(crate) fn generate() -> anyhow::Result<String> {
    let ffi = root().join("ffi-c");
    let mut header = opening(&ffi)?;
    header.push_str("\n/* The objects. What is inside them is hidden, so that it can grow. */\n\n");
    for section in SECTIONS {
        header.push_str(&types(&declarations(&ffi, section, ItemType::OpaqueItems)?));
    }
    for section in SECTIONS {
        header.push_str(&heading(&ffi, section)?);
        let typedefs = declarations(&ffi, section, ItemType::Typedefs)?;
        let constants = constants(&declarations(&ffi, section, ItemType::Constants)?);
        let functions = with_convention(&declarations(&ffi, section, ItemType::Functions)?);
        for part in [typedefs, constants, functions] {
            if !part.trim().is_empty() {
                header.push('\n');
                header.push_str(part.trim());
                header.push('\n');
            }
        }
    }
    header.push('\n');
    header.push_str(&read(&ffi.join("header/closing.h"))?);
    Ok(header)
}

fn opening(ffi: &Path) -> anyhow::Result<String> {
    let mut numbers = VERSION.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch)), None) =
        (numbers.next(), numbers.next(), numbers.next(), numbers.next())
    else {
        bail!("{VERSION} is not a version of three numbers");
    };
    let program = read(&ffi.join("examples/c/quick_start.c"))?;
    let program: Vec<String> =
        program.lines().map(|line| format!(" *     {line}").trim_end().to_owned()).collect();
    Ok(read(&ffi.join("header/opening.h"))?
        .replace("@QUICK_START@", &program.join("\n"))
        .replace("@VERSION@", VERSION)
        .replace("@MAJOR@", &major.to_string())
        .replace("@MINOR@", &minor.to_string())
        .replace("@PATCH@", &patch.to_string())
        .replace("@NUMBER@", &(major * 1_000_000 + minor * 1_000 + patch).to_string()))
}

/// A section's title and introduction: the module comment of its file.
fn heading(ffi: &Path, section: &str) -> anyhow::Result<String> {
    let source = read(&ffi.join(format!("src/{section}.rs")))?;
    // What is generated says so in its first line.
    let own = source.lines().skip_while(|line| line.starts_with("// "));
    let lines: Vec<&str> = own.map_while(|line| line.strip_prefix("//!")).collect();
    let Some((title, text)) = lines.split_first() else { bail!("ffi-c/src/{section}.rs has no title") };
    let rule = "-".repeat(LINE_LENGTH - 3);
    let mut heading = format!("\n/* {rule}\n *{title}\n");
    for line in text {
        heading.push_str(format!(" *{line}").trim_end());
        heading.push('\n');
    }
    heading.push_str(&format!(" * {} */\n", "-".repeat(LINE_LENGTH - 6)));
    Ok(heading)
}

/// What cbindgen makes of one file, with C comments.
fn declarations(ffi: &Path, section: &str, items: ItemType) -> anyhow::Result<String> {
    let mut config = Config {
        language: Language::C,
        cpp_compat: false,
        no_includes: true,
        style: Style::Type,
        usize_is_size_t: true,
        documentation_style: DocumentationStyle::C,
        line_length: LINE_LENGTH - CONVENTION.len(),
        tab_width: 4,
        function: FunctionConfig { prefix: Some("SEAM_ACS_API".to_owned()), ..FunctionConfig::default() },
        ..Config::default()
    };
    config.export.item_types = vec![items];
    // Its own file never uses it, and cbindgen leaves out what is not used.
    config.export.include = vec!["seam_acs_status".to_owned()];
    let file = ffi.join(format!("src/{section}.rs"));
    let bindings = Builder::new()
        .with_config(config)
        .with_src(&file)
        .generate()
        .with_context(|| format!("cbindgen cannot read {}", file.display()))?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(with_stars(&String::from_utf8(text)?))
}

/// Says of each function how it is called; a compiler wants that right before the name.
fn with_convention(functions: &str) -> String {
    let mut out = String::new();
    let mut is_begun = false;
    for line in functions.lines() {
        is_begun |= line.starts_with("SEAM_ACS_API");
        let name = line.find("seam_acs_").and_then(|_| line.split_once('(')).map(|(before, _)| before);
        match name.filter(|_| is_begun).and_then(|before| before.rfind([' ', '*'])) {
            Some(end) => {
                let (before, name) = line.split_at(end + 1);
                out.push_str(&format!("{before}{CONVENTION}{name}\n"));
                is_begun = false;
            }
            None => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// One-line comments on one line, longer ones with a star before each line.
fn with_stars(text: &str) -> String {
    let mut out = String::new();
    let mut comment: Option<Vec<&str>> = None;
    for line in text.lines() {
        match (&mut comment, line) {
            (None, "/*") => comment = Some(Vec::new()),
            (None, _) => {
                out.push_str(line);
                out.push('\n');
            }
            (Some(lines), " */") => {
                out.push_str(&block(lines));
                comment = None;
            }
            (Some(lines), _) => lines.push(line),
        }
    }
    out
}

fn block(lines: &[&str]) -> String {
    if let [line] = lines {
        return format!("/*{line} */\n");
    }
    let body: Vec<String> = lines.iter().map(|line| format!(" *{line}").trim_end().to_owned()).collect();
    format!("/*\n{}\n */\n", body.join("\n"))
}

/// The type declarations without the blank lines between them.
fn types(text: &str) -> String {
    text.lines().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The codes as one block, the negative ones in parentheses: `-1001` after an operator would not be one token.
fn constants(text: &str) -> String {
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| match line.rsplit_once(" -") {
            Some((macro_name, digits)) if macro_name.starts_with("#define") => {
                format!("{macro_name} (-{digits})\n")
            }
            _ => format!("{line}\n"),
        })
        .collect()
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
