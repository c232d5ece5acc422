//! Core's table of endpoints.

use anyhow::Context;
use minijinja::{Value, context};

use super::File;
use super::table::{Action, Cardinality, Kind, Operation, Repeat, Table};
use super::templates::Templates;

pub(super) fn endpoints(table: &Table, templates: &Templates) -> anyhow::Result<File> {
    let reads: Vec<Value> = table.of_kind(Kind::Read).map(read).collect::<anyhow::Result<_>>()?;
    let writes: Vec<Value> = table.of_kind(Kind::Write).map(write).collect::<anyhow::Result<_>>()?;
    let memberships: Vec<Value> =
        table.of_kind(Kind::Membership).map(membership).collect::<anyhow::Result<_>>()?;
    let text = templates.fill_rust("core/endpoints.rs", context! { reads, writes, memberships })?;
    Ok(("core/src/model/endpoints.rs".to_owned(), text))
}

fn read(operation: &Operation) -> anyhow::Result<Value> {
    let cardinality = match operation.cardinality {
        Some(Cardinality::Paged) => "Paged",
        Some(Cardinality::All) => "All",
        _ => "One",
    };
    Ok(context! {
        name => operation.in_core()?,
        about => about(operation),
        path => operation.path,
        key => operation.key,
        cardinality,
        phrase => operation.phrase,
        needs => needs(operation),
        takes => operation.parameters.iter().map(|parameter| &parameter.name).collect::<Vec<_>>(),
    })
}

fn write(operation: &Operation) -> anyhow::Result<Value> {
    Ok(context! {
        name => operation.in_core()?,
        about => about(operation),
        path => operation.path,
        phrase => operation.phrase,
        needs => needs(operation),
        repeat => repeat(operation),
    })
}

fn membership(operation: &Operation) -> anyhow::Result<Value> {
    let function =
        operation.functions.first().with_context(|| format!("{} has no function", operation.name))?;
    let by_acs_user = function.arguments.first().is_some_and(|id| id == "acs_user_id");
    let wanted = operation.action == Some(Action::Add);
    let constant = match (wanted, by_acs_user) {
        (true, true) => "ADD_USER",
        (false, true) => "REMOVE_USER",
        (true, false) => "ADD_IDENTITY",
        (false, false) => "REMOVE_IDENTITY",
    };
    Ok(context! { constant, by_acs_user, wanted, path => operation.path, repeat => repeat(operation) })
}

/// The sentence for Rust's documentation, with what the call cannot do without.
fn about(operation: &Operation) -> String {
    let needed = match operation.needs.as_deref() {
        None => String::new(),
        Some("user") => " Needs acs_user_id, or user_identity_id with acs_system_id.".to_owned(),
        Some(parameter) => format!(" Needs {parameter}."),
    };
    let text = format!("{}{needed}", operation.about);
    text.split(' ').map(in_backticks).collect::<Vec<_>>().join(" ")
}

/// Names of Seam's, which have an underscore, as code.
fn in_backticks(word: &str) -> String {
    let name = word.trim_end_matches([',', '.', ';', ':']);
    if name.contains('_') { word.replacen(name, &format!("`{name}`"), 1) } else { word.to_owned() }
}

fn needs(operation: &Operation) -> String {
    match operation.needs.as_deref() {
        None => "RequiredParams::Nothing".to_owned(),
        Some("user") => "RequiredParams::User".to_owned(),
        Some(parameter) => format!("RequiredParams::Field({parameter:?})"),
    }
}

fn repeat(operation: &Operation) -> &'static str {
    match operation.repeat {
        Some(Repeat::Always) => "RetryPolicy::Always",
        _ => "RetryPolicy::NeverSentOrRefused",
    }
}
