//! The C functions, as Rust with the comments that become the header's.

use anyhow::Context;
use minijinja::{Value, context};

use super::File;
use super::table::{Action, ArgumentKind, Function, Kind, Operation, ResultKind, Table};
use super::templates::Templates;

/// A file of ffi-c, which is a section of the header, and the kinds of operations that it has.
const SECTIONS: &[(&str, &[Kind])] = &[
    ("membership", &[Kind::Membership, Kind::Write]),
    ("reads", &[Kind::Read]),
    ("queries", &[Kind::Query]),
];

pub(super) fn functions(table: &Table, templates: &Templates) -> anyhow::Result<Vec<File>> {
    SECTIONS.iter().map(|(section, kinds)| file(section, kinds, table, templates)).collect()
}

fn file(section: &str, kinds: &[Kind], table: &Table, templates: &Templates) -> anyhow::Result<File> {
    let operations = table.operations.iter().filter(|operation| kinds.contains(&operation.kind));
    let pairs = operations.flat_map(|operation| operation.functions.iter().map(move |own| (operation, own)));
    let functions: Vec<Value> =
        pairs.map(|(operation, own)| function(operation, own, table)).collect::<anyhow::Result<_>>()?;
    let text = templates.fill_rust(&format!("ffi-c/{section}.rs"), context! { functions })?;
    Ok((format!("ffi-c/src/{section}.rs"), text))
}

fn function(operation: &Operation, function: &Function, table: &Table) -> anyhow::Result<Value> {
    let arguments: Vec<Value> = function
        .arguments
        .iter()
        .map(|name| argument(name, table.argument(name)?.kind))
        .collect::<anyhow::Result<_>>()?;
    let core = match operation.kind {
        Kind::Membership if operation.action == Some(Action::Add) => "add_user_to_group".to_owned(),
        Kind::Membership => "remove_user_from_group".to_owned(),
        _ => operation.in_core()?,
    };
    let name = format!("seam_acs_{}", function.name);
    let begins = begins(&name, operation.result());
    Ok(context! {
        name,
        about => function.about.lines().collect::<Vec<_>>(),
        begins,
        arguments,
        is_filtered => function.arguments.iter().any(|name| name == "filter"),
        kind => format!("{:?}", operation.kind),
        result => operation.result().name(),
        core,
    })
}

fn argument(name: &str, kind: ArgumentKind) -> anyhow::Result<Value> {
    let (suffix, kind) = match kind {
        ArgumentKind::Id => ("", "id"),
        ArgumentKind::Flag => ("", "flag"),
        ArgumentKind::Rest => ("_json", "rest"),
        _ => {
            return Err(anyhow::anyhow!("only functions written by hand can have it"))
                .context(name.to_owned());
        }
    };
    let rust = if kind == "flag" { "c_int" } else { "*const c_char" };
    Ok(context! { name, in_c => format!("{name}{suffix}"), rust, kind })
}

/// The comment of a `_begin` form.
fn begins(name: &str, result: ResultKind) -> String {
    match result {
        ResultKind::Record => format!("Begins {name}; seam_acs_op_record gives its record."),
        ResultKind::List => format!("Begins {name}; seam_acs_op_list gives its list."),
        ResultKind::Bool => {
            format!("Begins {name}; seam_acs_op_record gives a record with is_member, true or false.")
        }
        _ => format!("Begins {name}. Free *op with seam_acs_op_free."),
    }
}
