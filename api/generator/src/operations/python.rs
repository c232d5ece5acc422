//! What Python has of the tables: the options of its clients, the classes of the namespaces that stand for one request
//! each, and the same classes for asyncio.
//!
//! Everything is laid out with one argument a line and a comma behind the last: ruff leaves that as it is.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use minijinja::{Value, context};

use super::File;
use super::options::{ClientOption, OptionType, Options};
use super::table::{Cardinality, Kind, Namespace, Operation, Parameter, ParameterType, ResultKind, Table};
use super::templates::{Templates, within};
use crate::runtimes::templates::pascal;

/// What `present` is in Python.
const PRESENCE: (&str, &str) = ("resources.membership", "Presence");
const STUB_MARKS: [&str; 2] = [
    "    # Generated from api/operations.toml by `cargo xtask generate`; do not edit until the end mark.\n",
    "    # End of what is generated.\n",
];
/// ruff's.
const WIDTH: usize = 110;
const PACKAGE: &str = "bindings-python/python/seam_acs";

/// The keyword arguments of a client, and their types for those that pass them on.
pub(super) fn options(options: &Options, templates: &Templates) -> anyhow::Result<Vec<File>> {
    let options: Vec<Value> = options.public().map(option).collect::<anyhow::Result<_>>()?;
    let module = |name: &str| {
        let text = templates.fill(&format!("python/{name}"), context! { options })?;
        Ok((format!("{PACKAGE}/{name}"), text))
    };
    ["configured_client.py", "options.py"].into_iter().map(module).collect()
}

fn option(option: &ClientOption) -> anyhow::Result<Value> {
    let in_python = option.in_python();
    let (own, is_path) = in_python.with_context(|| format!("{} has no [option.python]", option.name))?;
    let name = own.name.as_deref().unwrap_or_else(|| option.name.trim_end_matches("_ms"));
    let (kind, reader) = match option.kind {
        OptionType::Text if is_path => ("str | PathLike[str]", "_path"),
        OptionType::Text => ("str", ""),
        OptionType::Milliseconds => ("float", "_milliseconds"),
        OptionType::Integer | OptionType::Bytes => ("int", "_number"),
        OptionType::Flag => ("bool", "_flag"),
    };
    let read = |value: &str| if reader.is_empty() { value.to_owned() } else { format!("{reader}({value})") };
    let value = own.none.as_ref().map(|none| format!("{none} if {name} is None else {name}"));
    let optional = if is_path { format!("Union[{}]", kind.replace(" | ", ", ")) } else { kind.to_owned() };
    Ok(context! {
        name,
        type => kind,
        optional => format!("Optional[{optional}]"),
        default => own.default.as_deref().unwrap_or("None"),
        about => documented(name, &own.about),
        core_name => option.name,
        value => read(value.as_deref().unwrap_or(name)),
        scoped_value => read(name),
        is_scoped => own.scoped,
        is_credential => ["api_key", "personal_access_token", "workspace_id"].contains(&option.name.as_str()),
    })
}

/// The lines about an argument in the documentation of a method.
fn documented(name: &str, about: &str) -> Vec<String> {
    let mut lines = vec![format!("        :param {name}:")];
    for word in about.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < WIDTH => *line += &format!(" {word}"),
            _ => lines.push(format!("            {word}")),
        }
    }
    lines
}

pub(super) fn modules(table: &Table, templates: &Templates) -> anyhow::Result<Vec<File>> {
    let mut files = Vec::new();
    for namespace in &table.namespaces {
        let values = namespace_of(table, namespace)?;
        let name = format!("acs_{}.py", namespace.name);
        files.push((format!("{PACKAGE}/{name}"), templates.fill("python/namespace.py", values.clone())?));
        files.push((format!("{PACKAGE}/aio/{name}"), templates.fill("python/async_namespace.py", values)?));
    }
    Ok(files)
}

fn namespace_of(table: &Table, namespace: &Namespace) -> anyhow::Result<Value> {
    let operations: Vec<&Operation> =
        table.methods().filter(|operation| operation.namespace() == Some(namespace.name.as_str())).collect();
    let methods: Vec<Value> =
        operations.iter().map(|operation| method(operation)).collect::<anyhow::Result<_>>()?;
    let mut resources: Vec<String> =
        operations.iter().filter_map(|operation| operation.key.as_deref()).map(resource).collect();
    if operations.iter().any(|operation| operation.cardinality == Some(Cardinality::Paged)) {
        resources.push("PaginatedList".to_owned());
    }
    resources.sort();
    resources.dedup();
    let has_null = operations.iter().flat_map(|operation| &operation.parameters).any(|own| own.nullable);
    // `list` is a method here.
    let has_builtins = operations.iter().any(|operation| {
        operation.cardinality == Some(Cardinality::All)
            || operation.parameters.iter().any(|own| own.kind == ParameterType::Texts)
    });
    Ok(context! {
        name => namespace.name,
        class => format!("Acs{}", pascal(&namespace.name)),
        about => namespace.about,
        class_about => namespace.class_about,
        methods,
        resources,
        has_null,
        has_builtins,
    })
}

fn method(operation: &Operation) -> anyhow::Result<Value> {
    let about = operation.python_about.as_deref();
    let about = about.with_context(|| format!("{} has no python_about", operation.name))?;
    let resource = operation.key.as_deref().map(resource);
    let parameters: Vec<Value> = operation.parameters.iter().map(parameter).collect();
    let has = |name: &str| operation.parameters.iter().any(|own| own.name == name);
    let shape = match operation.cardinality {
        Some(Cardinality::One) => "_over",
        Some(Cardinality::All) => "_list",
        Some(Cardinality::Paged) => "_page",
        None => "",
    };
    let kind = match operation.kind {
        Kind::Read => "read",
        Kind::Membership => "membership",
        Kind::Write => "write",
        Kind::Query | Kind::Hand => anyhow::bail!("{} is not made for Python", operation.name),
    };
    Ok(context! {
        name => operation.method(),
        kind,
        path => operation.path,
        key => operation.key,
        action => operation.action,
        about => about.lines().collect::<Vec<_>>(),
        parameters,
        resource,
        shape,
        is_paged => operation.cardinality == Some(Cardinality::Paged),
        has_user => has("acs_user_id"),
        has_identity => has("user_identity_id"),
    })
}

fn parameter(parameter: &Parameter) -> Value {
    let kind = match parameter.kind {
        ParameterType::Text => "str",
        ParameterType::Texts => "builtins.list[str]",
        ParameterType::Integer => "int",
    };
    let null = if parameter.nullable { " | Null" } else { "" };
    let annotated = if parameter.required {
        format!("{}: {kind}{null}", parameter.name)
    } else {
        format!("{}: {kind}{null} | None = None", parameter.name)
    };
    context! { name => parameter.name, annotated }
}

/// The methods that take several requests, and their lines in the native module's types. The others of that namespace
/// have options and progress of their own, and are written by hand.
pub(super) fn queries(table: &Table, templates: &Templates) -> anyhow::Result<Vec<File>> {
    let made: Vec<&Operation> =
        table.of_kind(Kind::Query).filter(|operation| operation.python_about.is_some()).collect();
    let queries: Vec<Value> = made.iter().map(|operation| query(operation)).collect::<anyhow::Result<_>>()?;
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for class in made.iter().filter_map(|operation| operation.python_class.as_deref()) {
        let (module, name) = class.rsplit_once('.').with_context(|| format!("{class} has no module"))?;
        modules.entry(module).or_default().insert(name);
    }
    let import = |(module, names): (&str, BTreeSet<&str>)| {
        let mut typed = names.clone();
        if module == PRESENCE.0 {
            typed.insert(PRESENCE.1);
        }
        context! { module, names, typed_names => typed }
    };
    let imports: Vec<Value> = modules.into_iter().map(import).collect();
    let values = context! { queries, imports };
    let lines = templates.fill("python/native_queries.pyi", values.clone())?;
    Ok(vec![
        (
            format!("{PACKAGE}/acs_membership_queries.py"),
            templates.fill("python/queries.py", values.clone())?,
        ),
        (
            format!("{PACKAGE}/aio/acs_membership_queries.py"),
            templates.fill("python/async_queries.py", values)?,
        ),
        within(&format!("{PACKAGE}/_native.pyi"), STUB_MARKS, &lines)?,
    ])
}

fn query(operation: &Operation) -> anyhow::Result<Value> {
    let has = |name: &str| {
        operation.functions.iter().any(|function| function.arguments.iter().any(|own| own == name))
    };
    let class =
        operation.python_class.as_deref().and_then(|class| class.rsplit('.').next()).unwrap_or_default();
    let (returns, shape) = match operation.result() {
        ResultKind::Bool => ("bool".to_owned(), format!("bool(value[\"{}\"])", operation.method())),
        ResultKind::List => (format!("list[{class}]"), format!("{class}._list(value)")),
        ResultKind::Record => (class.to_owned(), format!("{class}._over(value)")),
        _ => anyhow::bail!("{} is not made for Python", operation.name),
    };
    let mut parameters = Vec::new();
    let (mut arguments, mut native) = (Vec::new(), Vec::new());
    for (name, kind) in [
        ("acs_user_id", "str | None"),
        ("user_identity_id", "str | None"),
        ("acs_access_group_id", "str"),
        ("acs_entrance_id", "str"),
    ] {
        if !has(name) {
            continue;
        }
        let is_optional = kind != "str";
        let annotated =
            if is_optional { format!("{name}: {kind} = None") } else { format!("{name}: {kind}") };
        let parameter = context! { name, annotated };
        // What must be given comes first.
        parameters.insert(if is_optional { parameters.len() } else { 0 }, parameter);
        arguments.push(name);
        native.push(format!("{name}: {kind}"));
    }
    if has("present") {
        parameters.push(context! { name => "presence", annotated => "presence: Presence = \"present\"" });
        arguments.push("presence");
        native.push("presence: str".to_owned());
    }
    let about = operation.python_about.as_deref().unwrap_or_default();
    Ok(context! {
        name => operation.method(),
        core => operation.in_core()?,
        about => about.lines().collect::<Vec<_>>(),
        returns,
        shape,
        parameters,
        arguments,
        native,
    })
}

/// `AcsUser` of `acs_users`.
fn resource(key: &str) -> String {
    pascal(key.strip_suffix('s').unwrap_or(key))
}
