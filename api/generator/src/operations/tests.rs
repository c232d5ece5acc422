//! The tables of the tests: NULL for every pointer, the contract's runner for C, the calls of the fault matrix.

use std::collections::BTreeSet;

use anyhow::Context;
use minijinja::{Value, context};

use super::File;
use super::table::{ArgumentKind, Cardinality, Function, Kind, Operation, ResultKind, Table};
use super::templates::Templates;

pub(super) fn tables(table: &Table, templates: &Templates) -> anyhow::Result<Vec<File>> {
    let reads = reads(table)?;
    let filled = |template: &str, path: &str, values: Value| -> anyhow::Result<File> {
        Ok((path.to_owned(), templates.fill(template, values)?))
    };
    Ok(vec![
        filled(
            "c/null_operations.inc",
            "tests/c/programs/null_operations.inc",
            context! { functions => refusals(table)? },
        )?,
        filled(
            "c/contract_functions.inc",
            "tests/contract/runners/functions.inc",
            context! { functions => shapes(table)? },
        )?,
        filled("c/fault_reads.inc", "tests/faults/programs/reads.inc", context! { reads })?,
        filled("python/fault_reads.py", "tests/faults/programs/reads.py", context! { reads })?,
        (
            "tests/faults/src/reads.rs".to_owned(),
            templates.fill_rust(
                "tests/fault_reads.rs",
                context! { reads, record_keys => keys(table, true), list_keys => keys(table, false) },
            )?,
        ),
    ])
}

/// Calls of each function, with NULL for one pointer after the other.
fn refusals(table: &Table) -> anyhow::Result<Vec<Value>> {
    let operations = table.operations.iter().filter(|operation| operation.kind != Kind::Hand);
    let pairs = operations.flat_map(|operation| operation.functions.iter().map(move |own| (operation, own)));
    let mut found = Vec::new();
    for (operation, function) in pairs {
        let out = match operation.result() {
            ResultKind::Record => Some(("seam_acs_record *", "record", "(seam_acs_record *)1", "NULL")),
            ResultKind::List => Some(("seam_acs_list *", "list", "(seam_acs_list *)1", "NULL")),
            ResultKind::Bool => Some(("int ", "is_member", "7", "0")),
            _ => None,
        };
        let name = format!("seam_acs_{}", function.name);
        found.push(refused(table, &name, function, out)?);
        let op = Some(("seam_acs_op *", "op", "(seam_acs_op *)1", "NULL"));
        found.push(refused(table, &format!("{name}_begin"), function, op)?);
    }
    Ok(found)
}

/// The type of what a function fills, its name, what stands there before, and what a refusal leaves there.
type Out = (&'static str, &'static str, &'static str, &'static str);

fn refused(table: &Table, name: &str, function: &Function, out: Option<Out>) -> anyhow::Result<Value> {
    // Names of pointers that must not be NULL, and what else is given.
    let mut arguments = vec![(Some("client"), "client".to_owned())];
    for argument in &function.arguments {
        arguments.push(match table.argument(argument)?.kind {
            ArgumentKind::Id => (Some(argument.as_str()), "\"i\"".to_owned()),
            ArgumentKind::Flag => (None, "1".to_owned()),
            _ => (None, "NULL".to_owned()),
        });
    }
    arguments.extend(out.map(|(_, name, ..)| (Some(name), format!("&{name}"))));
    let call = |is_null: &dyn Fn(usize) -> bool, error: &str| {
        let given = arguments
            .iter()
            .enumerate()
            .map(|(place, (_, value))| if is_null(place) { "NULL".to_owned() } else { value.clone() });
        let given: Vec<String> = given.chain([error.to_owned()]).collect();
        format!("{name}({})", given.join(", "))
    };
    let required = arguments.iter().enumerate().filter_map(|(place, (name, _))| Some((place, (*name)?)));
    let cases: Vec<Value> = required
        .map(|(place, pointer)| context! { pointer, call => call(&|other| other == place, "&error") })
        .collect();
    let nothing = call(&|place| arguments.get(place).is_some_and(|(name, _)| name.is_some()), "NULL");
    let out = out.map(|(kind, name, before, after)| context! { kind, name, before, after });
    Ok(context! { cases, nothing, out })
}

/// Which member of the runner's union a function is.
fn shapes(table: &Table) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for function in table.operations.iter().flat_map(|operation| &operation.functions) {
        let kinds: Vec<ArgumentKind> = function
            .arguments
            .iter()
            .map(|name| Ok(table.argument(name)?.kind))
            .collect::<anyhow::Result<_>>()?;
        let shape = match (kinds.contains(&ArgumentKind::Flag), kinds.len()) {
            // The runner has a way of its own for these.
            _ if kinds.is_empty() || kinds.contains(&ArgumentKind::Plan) => continue,
            (true, 4) => "waited",
            (true, 3) => "wanted",
            (false, 2) => "two",
            (false, 1) => "one",
            _ => anyhow::bail!("the contract's runner for C cannot call {}", function.name),
        };
        found.push(context! { shape, name => function.name });
    }
    Ok(found)
}

/// The keys of the answers to reads of one thing, or to those of lists.
fn keys(table: &Table, of_one: bool) -> BTreeSet<&str> {
    let reads = table.of_kind(Kind::Read).filter(|operation| !operation.functions.is_empty());
    let chosen = reads.filter(|operation| (operation.cardinality == Some(Cardinality::One)) == of_one);
    chosen.filter_map(|operation| operation.key.as_deref()).collect()
}

/// Each read once, by its first function.
fn reads(table: &Table) -> anyhow::Result<Vec<Value>> {
    let reads =
        table.of_kind(Kind::Read).filter_map(|operation| Some((operation, operation.functions.first()?)));
    reads.map(|(operation, function)| read(table, operation, function)).collect()
}

fn read(table: &Table, operation: &Operation, function: &Function) -> anyhow::Result<Value> {
    let mut ids = Vec::new();
    for name in function.arguments.iter().filter(|name| *name != "filter") {
        let example = table.argument(name)?.example.as_deref();
        ids.push(context! { name, example => example.with_context(|| format!("{name} has no example"))? });
    }
    Ok(context! {
        name => function.name,
        method => operation.name,
        path => operation.path,
        ids,
        is_one => operation.cardinality == Some(Cardinality::One),
    })
}
