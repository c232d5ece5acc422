//! The members of `seam_acs::Client` that stand for one C function each.

use minijinja::{Value, context};

use super::File;
use super::options::Options;
use super::table::{ArgumentKind, Cardinality, Function, Kind, Operation, ResultKind, Table};
use super::templates::{Templates, between, text_of};

const FILE: &str = "include/seam_acs.hpp";
/// What is made stands between one of these lines and the last, in a file that is written by hand otherwise.
const OPTIONS: &str = "    /* Generated from api/options.toml by `cargo xtask generate`; do not edit. */\n";
const OPERATIONS: &str =
    "    /* Generated from api/operations.toml by `cargo xtask generate`; do not edit. */\n";
const END: &str = "    /* End of what is generated. */\n";
/// As clang-format lays out: no line is longer.
const WIDTH: usize = 110;

pub(super) fn header(table: &Table, options: &Options, templates: &Templates) -> anyhow::Result<File> {
    let text = between(FILE, &text_of(FILE)?, [OPTIONS, END], &options.members().concat())?;
    let members = members_of_client(table, templates)?;
    Ok((FILE.to_owned(), between(FILE, &text, [OPERATIONS, END], &members)?))
}

fn members_of_client(table: &Table, templates: &Templates) -> anyhow::Result<String> {
    let group = |chosen: &dyn Fn(&Operation) -> bool| -> anyhow::Result<Value> {
        let operations: Vec<&Operation> =
            table.operations.iter().filter(|operation| chosen(operation)).collect();
        Ok(context! {
            plain => members(table, &operations, Form::Plain)?,
            begin => members(table, &operations, Form::Begin)?,
        })
    };
    let is_one = |operation: &Operation| operation.cardinality == Some(Cardinality::One);
    templates.fill(
        "cpp/client.hpp",
        context! {
            changes => group(&|operation| matches!(operation.kind, Kind::Membership | Kind::Write))?,
            records => group(&|operation| operation.kind == Kind::Read && is_one(operation))?,
            lists => group(&|operation| operation.kind == Kind::Read && !is_one(operation))?,
            queries => group(&|operation| operation.kind == Kind::Query)?,
        },
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Begin,
}

fn members(table: &Table, operations: &[&Operation], form: Form) -> anyhow::Result<Vec<String>> {
    let mut members = Vec::new();
    for operation in operations {
        for (place, function) in operation.functions.iter().enumerate() {
            let mut text = String::new();
            if form == Form::Plain && place == 0 {
                text += &comment(&operation.about);
            }
            text += &member(table, operation, function, form)?;
            members.push(text);
        }
    }
    Ok(members)
}

fn member(table: &Table, operation: &Operation, function: &Function, form: Form) -> anyhow::Result<String> {
    let mut parameters = Vec::new();
    let mut values = Vec::new();
    let (mut has_flag, mut has_options, mut is_filtered) = (false, false, false);
    for name in &function.arguments {
        let (parameter, value) = match table.argument(name)?.kind {
            ArgumentKind::Flag => {
                has_flag = true;
                ("Presence presence".to_owned(), "presence")
            }
            ArgumentKind::Rest if name == "filter" => {
                is_filtered = true;
                ("const std::string &filter_json = std::string()".to_owned(), "filter_json")
            }
            ArgumentKind::Rest => {
                has_options = true;
                ("const WaitOptions &options = WaitOptions()".to_owned(), "options")
            }
            _ => (format!("const std::string &{name}"), name.as_str()),
        };
        parameters.push(parameter);
        values.push(value.to_owned());
    }
    let result = if form == Form::Begin { None } else { Some(operation.result()) };
    let (returns, made) = match result {
        None => ("Operation", "seam_acs_op"),
        Some(ResultKind::Record) => ("Record", "seam_acs_record"),
        Some(ResultKind::List) => ("List", "seam_acs_list"),
        Some(ResultKind::Bool) => ("bool", ""),
        Some(_) => ("void", ""),
    };
    let helper = match (returns, has_flag, is_filtered) {
        (_, true, _) if has_options => format!("waited<{made}, {returns}>"),
        (_, true, _) => format!("ensured<{made}, {returns}>"),
        ("Operation", _, true) => "begin_filtered".to_owned(),
        ("Operation", ..) => "begin".to_owned(),
        (_, _, true) => "filtered".to_owned(),
        ("Record", ..) => "record".to_owned(),
        ("List", ..) => "listed".to_owned(),
        ("bool", ..) => "yes_or_no".to_owned(),
        _ => "change".to_owned(),
    };
    let suffix = if form == Form::Begin { "_begin" } else { "" };
    values.insert(0, format!("seam_acs_{}{suffix}", function.name));
    let call = if returns == "void" { helper } else { format!("return {helper}") };
    Ok(laid_out(&format!("{returns} {}{suffix}", function.name), &parameters, " const", &call, &values))
}

/// A member that calls one function, as clang-format lays it out.
pub(super) fn laid_out(
    name: &str,
    parameters: &[String],
    qualifier: &str,
    call: &str,
    values: &[String],
) -> String {
    let head = format!("    {name}(");
    let on_one_line =
        format!("{head}{}){qualifier} {{ {call}({}); }}\n", parameters.join(", "), values.join(", "));
    if on_one_line.len() <= WIDTH + 1 {
        return on_one_line;
    }
    let head = filled(&head, parameters, &format!("){qualifier} {{"));
    format!("{head}\n{}\n    }}\n", filled(&format!("        {call}("), values, ");"))
}

/// Arguments behind an opening parenthesis, below one another where they do not fit into a line.
fn filled(opening: &str, arguments: &[String], closing: &str) -> String {
    let indent = " ".repeat(opening.len());
    let mut lines = vec![opening.to_owned()];
    for (place, argument) in arguments.iter().enumerate() {
        let is_last = place + 1 == arguments.len();
        let piece = if is_last { format!("{argument}{closing}") } else { format!("{argument},") };
        let is_first_in_line = lines.last().is_none_or(|line| line.len() <= indent.len());
        let room = lines.last().map_or(0, |line| WIDTH.saturating_sub(line.len() + 1));
        match lines.last_mut() {
            Some(line) if is_first_in_line => *line += &piece,
            Some(line) if piece.len() <= room => *line += &format!(" {piece}"),
            _ => lines.push(format!("{indent}{piece}")),
        }
    }
    lines.join("\n")
}

pub(super) fn comment(about: &str) -> String {
    let mut lines = vec!["    /**".to_owned()];
    for word in about.split_whitespace() {
        let room = lines.last().map_or(0, |line| WIDTH.saturating_sub(line.len() + " */".len()));
        match lines.last_mut() {
            Some(line) if word.len() < room => *line += &format!(" {word}"),
            _ => lines.push(format!("     * {word}")),
        }
    }
    lines.join("\n") + " */\n"
}
