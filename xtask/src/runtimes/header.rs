//! Reads `include/seam_acs.h`, which is generated and so always has the same shape.

use anyhow::{Context, bail};

/// What the header declares.
pub(crate) struct Header {
    pub(crate) version: String,
    /// major * 1000 + minor.
    pub(crate) abi_version: i32,
    pub(crate) statuses: Vec<Status>,
    pub(crate) options: Vec<OptionRow>,
    pub(crate) functions: Vec<Function>,
}

pub(crate) struct Status {
    /// Such as `NOT_FOUND`.
    pub(crate) name: String,
    pub(crate) code: i32,
    pub(crate) about: String,
}

pub(crate) struct OptionRow {
    pub(crate) name: String,
    pub(crate) kind: OptionKind,
    /// What its typed setter's comment says; empty for those that have none.
    pub(crate) about: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OptionKind {
    Text,
    Number,
    Flag,
}

impl OptionKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
        }
    }
}

pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) returns: Type,
    pub(crate) parameters: Vec<(String, Type)>,
}

/// The few C types that cross the border.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Void,
    Int,
    Size,
    /// `const char *`.
    Text,
    /// `char *`, which the caller owns.
    OwnedText,
    /// A pointer to one of our objects, without the prefix: `client`.
    Handle(String),
    /// `char **`.
    TextOut,
    /// A pointer to a place for a handle.
    HandleOut(String),
    /// `size_t *`.
    SizeOut,
    /// `int *`.
    IntOut,
}

impl Header {
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let functions = functions(text)?;
        let header = Self {
            version: define(text, "SEAM_ACS_VERSION")?.trim_matches('"').to_owned(),
            abi_version: define(text, "SEAM_ACS_ABI_VERSION")?.parse()?,
            statuses: statuses(text),
            options: options(text)?,
            functions,
        };
        anyhow::ensure!(
            header.statuses.len() > 20 && header.options.len() > 15 && header.functions.len() > 100,
            "include/seam_acs.h was not understood"
        );
        Ok(header)
    }

    pub(crate) fn function(&self, name: &str) -> anyhow::Result<&Function> {
        self.functions
            .iter()
            .find(|function| function.name == name)
            .with_context(|| format!("the header has no {name}"))
    }
}

fn define<'a>(text: &'a str, name: &str) -> anyhow::Result<&'a str> {
    let start = format!("#define {name} ");
    text.lines()
        .find_map(|line| line.strip_prefix(&start))
        .with_context(|| format!("the header does not define {name}"))
}

/// `/* … */` and after it `#define SEAM_ACS_NAME (-5003)`.
fn statuses(text: &str) -> Vec<Status> {
    let section = text.split_once("typedef int seam_acs_status;").map_or("", |(_, rest)| rest);
    let mut about = "";
    let mut found = Vec::new();
    for line in section.lines().take_while(|line| !line.starts_with("SEAM_ACS_API")) {
        if let Some(comment) = line.strip_prefix("/* ") {
            about = comment.trim_end_matches("*/").trim();
        }
        let Some((name, code)) = line.strip_prefix("#define SEAM_ACS_").and_then(|rest| rest.split_once(' '))
        else {
            continue;
        };
        if let Ok(code) = code.trim_matches(['(', ')']).parse() {
            found.push(Status { name: name.to_owned(), code, about: about.to_owned() });
        }
    }
    found
}

/// The table in the comment of `seam_acs_options_set` names them all; the typed setters say of which type they are.
fn options(text: &str) -> anyhow::Result<Vec<OptionRow>> {
    let (_, table) = text.split_once(" * name  ").context("the header has no table of options")?;
    let rows = table.lines().skip(1).map_while(|line| line.strip_prefix(" * "));
    rows.map(|row| {
        let name = row.split_whitespace().next().unwrap_or_default().to_owned();
        let setter = format!("seam_acs_options_set_{name}(");
        let kind = match text.split_once(&setter) {
            Some((_, declaration)) => match declaration.split(',').nth(1).map(str::trim_start) {
                Some(value) if value.starts_with("int allow") => OptionKind::Flag,
                Some(value) if value.starts_with("const char") => OptionKind::Text,
                Some(_) => OptionKind::Number,
                None => bail!("{setter} is not understood"),
            },
            // It is set together with another one.
            None => OptionKind::Text,
        };
        Ok(OptionRow { about: comment_before(text, &setter), kind, name })
    })
    .collect()
}

/// The text of the comment before a declaration, on one line.
fn comment_before(text: &str, declaration: &str) -> String {
    let Some((before, _)) = text.split_once(declaration) else { return String::new() };
    let Some((_, comment)) = before.rsplit_once("/*") else { return String::new() };
    let Some((comment, _)) = comment.split_once("*/") else { return String::new() };
    let lines: Vec<&str> = comment.lines().map(|line| line.trim().trim_start_matches('*').trim()).collect();
    lines.join(" ").trim().to_owned()
}

fn functions(text: &str) -> anyhow::Result<Vec<Function>> {
    let code = without_comments(text);
    let declarations = code.split("SEAM_ACS_API").skip(1).filter_map(|part| part.split_once(';'));
    declarations
        .map(|(declaration, _)| declaration.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|declaration| declaration.contains('('))
        .map(|declaration| {
            function(&declaration).with_context(|| format!("{declaration:?} is not understood"))
        })
        .collect()
}

fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    code.push_str(rest);
    code.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

fn function(declaration: &str) -> anyhow::Result<Function> {
    let (head, rest) = declaration.split_once('(').context("no parenthesis")?;
    let (returns, name) = typed(head)?;
    let parameters = rest.trim_end_matches(')');
    let parameters = if parameters == "void" {
        Vec::new()
    } else {
        parameters
            .split(',')
            .map(|parameter| typed(parameter).map(|(kind, name)| (name, kind)))
            .collect::<anyhow::Result<_>>()?
    };
    Ok(Function { name, returns, parameters })
}

/// `const char *name`: a type and what has it.
fn typed(text: &str) -> anyhow::Result<(Type, String)> {
    let text = text.trim();
    let name_start = text.rfind([' ', '*']).context("no name")? + 1;
    let (written, name) = text.split_at(name_start);
    let written = written.trim();
    let base = written.trim_end_matches('*').trim();
    let stars = written.len() - written.trim_end_matches('*').len();
    let kind = match (base, stars) {
        ("void", 0) => Type::Void,
        ("int" | "seam_acs_status", 0) => Type::Int,
        ("size_t", 0) => Type::Size,
        ("const char", 1) => Type::Text,
        ("char", 1) => Type::OwnedText,
        ("char", 2) => Type::TextOut,
        ("size_t", 1) => Type::SizeOut,
        ("int", 1) => Type::IntOut,
        (object, 1 | 2) => {
            let object = object.trim_start_matches("const ");
            let object = object.strip_prefix("seam_acs_").with_context(|| format!("type {object}"))?;
            if stars == 1 { Type::Handle(object.to_owned()) } else { Type::HandleOut(object.to_owned()) }
        }
        _ => bail!("type {written}"),
    };
    Ok((kind, name.to_owned()))
}
