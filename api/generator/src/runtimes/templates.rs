//! The templates in `api/templates`, and what they are told.
//!
//! A template stands where its file goes: `api/templates/go/acs/operations.go.j2` is `acs/operations.go` of the Go
//! package. `__Namespace__`, `__Operation__` and `__Resource__` in its name make a file for each of them. A name that begins
//! with one `_` is for other templates to import.

use super::abi::{Function, Type};
use super::model::{ArgumentKind, Model, Operation};
use crate::operations::templates::environment;
use anyhow::Context;
use heck::{ToLowerCamelCase, ToUpperCamelCase};
use minijinja::{Environment, Value, context};
use seam_acs_workspace::root;
use std::path::Path;

/// A template whose name has such a mark is rendered for each item of a list.
struct Each {
    mark: &'static str,
    list: &'static str,
    /// What the template calls the item.
    name: &'static str,
    /// The item's member that takes the mark's place; empty if the item itself does.
    by: &'static str,
}

const EACH: [Each; 3] = [
    Each { mark: "__Namespace__", list: "namespaces", name: "namespace", by: "" },
    Each { mark: "__Operation__", list: "operations", name: "operation", by: "short" },
    Each { mark: "__Resource__", list: "resources", name: "resource", by: "name" },
];

/// All templates, and everything that they may ask for.
pub(crate) struct Templates {
    environment: Environment<'static>,
    told: Value,
}

impl Templates {
    pub(crate) fn read(model: &Model) -> anyhow::Result<Self> {
        let mut environment = environment();
        environment.add_filter("camel", camel);
        environment.add_filter("pascal", pascal);
        environment.add_filter("comment", comment);
        environment.add_filter("pad", pad);
        let folder = root().join("api/templates");
        add(&mut environment, &folder, &folder)?;
        Ok(Self { environment, told: told(model) })
    }

    /// Paths below a language's package, and texts.
    pub(crate) fn files(&self, language: &str) -> anyhow::Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        // Nothing may hold on to the environment's list while a template imports another.
        let mut names: Vec<_> = self.environment.templates().map(|(name, _)| name.to_owned()).collect();
        names.sort_unstable();
        for name in names {
            let template = self.environment.get_template(&name)?;
            let Some(path) = name.strip_prefix(language).and_then(|rest| rest.strip_prefix('/')) else {
                continue;
            };
            if path.rsplit('/').next().is_some_and(|file| file.starts_with('_') && !file.starts_with("__")) {
                continue;
            }
            let path = path.trim_end_matches(".j2");
            let each = EACH.iter().find(|each| path.contains(each.mark));
            let Some(Each { mark, list, name: one, by }) = each else {
                files.push((path.to_owned(), template.render(&self.told)?));
                continue;
            };
            for item in self.told.get_attr(list)?.try_iter()? {
                let name = if by.is_empty() { item.to_string() } else { item.get_attr(by)?.to_string() };
                let told = Value::from_iter([(*one, item)]);
                let text = template.render(context! { ..told, ..self.told.clone() })?;
                files.push((path.replace(mark, &pascal(&name)), text));
            }
        }
        Ok(files)
    }
}

/// Adds what stands in a folder, by its path below `api/templates`.
fn add(environment: &mut Environment<'static>, folder: &Path, all: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            add(environment, &path, all)?;
            continue;
        }
        let name = path.strip_prefix(all)?.display().to_string();
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        environment.add_template_owned(name, text)?;
    }
    Ok(())
}

fn told(model: &Model) -> Value {
    let header = &model.header;
    let statuses = header
        .statuses
        .iter()
        .map(|status| context! { name => status.name, code => status.code, about => status.about });
    let options = header
        .options
        .iter()
        .map(|option| context! { name => option.name, kind => option.kind.name(), about => option.about });
    let mut objects: Vec<&str> = Vec::new();
    for (_, kind) in header.functions.iter().flat_map(|function| &function.parameters) {
        if let Type::Handle(object) | Type::HandleOut(object) = kind
            && !objects.contains(&object.as_str())
        {
            objects.push(object);
        }
    }
    context! {
        version => header.version,
        abi_version => header.abi_version,
        statuses => statuses.collect::<Value>(),
        options => options.collect::<Value>(),
        objects,
        functions => header.functions.iter().map(function).collect::<Value>(),
        namespaces => model.namespaces(),
        operations => model.operations.iter().map(operation).collect::<Value>(),
        resources => model.resources,
    }
}

fn function(function: &Function) -> Value {
    let typed = |name: &str, kind: &Type| {
        let (kind, object) = match kind {
            Type::Void => ("void", ""),
            Type::Int => ("int", ""),
            Type::Size => ("size", ""),
            Type::Text => ("text", ""),
            Type::OwnedText => ("owned_text", ""),
            Type::TextOut => ("text_out", ""),
            Type::SizeOut => ("size_out", ""),
            Type::IntOut => ("int_out", ""),
            Type::LongOut => ("long_out", ""),
            Type::Handle(object) => ("handle", object.as_str()),
            Type::HandleOut(object) => ("handle_out", object.as_str()),
        };
        context! { name, kind, object }
    };
    context! {
        name => function.name,
        returns => typed("", &function.returns),
        parameters => function.parameters.iter().map(|(name, kind)| typed(name, kind)).collect::<Value>(),
        fails => matches!(function.parameters.last(), Some((name, Type::HandleOut(_))) if name == "error"),
    }
}

fn operation(operation: &Operation) -> Value {
    let arguments = operation.arguments();
    let of_kind = |kinds: &[ArgumentKind]| -> Vec<&str> {
        arguments.iter().filter(|(_, kind, _)| kinds.contains(kind)).map(|(name, ..)| *name).collect()
    };
    let forms = operation.forms.iter().map(|form| {
        let arguments = form.names.iter().zip(&form.kinds);
        let arguments = arguments.map(|(name, kind)| context! { name, kind => kind.name() });
        context! { function => form.function, names => form.names, arguments => arguments.collect::<Value>() }
    });
    let mut firsts: Vec<_> = operation.forms.iter().filter_map(|form| form.names.first()).collect();
    firsts.dedup();
    context! {
        name => operation.name,
        // Without the `acs.` that most begin with.
        short => operation.name.trim_start_matches("acs."),
        namespace => operation.namespace(),
        method => operation.method(),
        about => operation.about,
        result => operation.result.name(),
        resource => operation.resource,
        forms => forms.collect::<Value>(),
        // Those that decide which form is meant.
        choosing => of_kind(&[ArgumentKind::Id, ArgumentKind::Text, ArgumentKind::Table, ArgumentKind::Plan]),
        // The ids of which a call takes one, such as those of a user: each form begins with its own.
        rivals => if firsts.len() > 1 { firsts } else { Vec::new() },
        takes_rest => !of_kind(&[ArgumentKind::Rest]).is_empty(),
        arguments => arguments
            .iter()
            .map(|(name, kind, always)| context! { name, kind => kind.name(), always })
            .collect::<Value>(),
    }
}

/// `add_to_access_group` as `addToAccessGroup`.
pub(crate) fn camel(name: &str) -> String {
    name.to_lower_camel_case()
}

/// `add_to_access_group` as `AddToAccessGroup`.
pub(crate) fn pascal(name: &str) -> String {
    name.to_upper_camel_case()
}

/// A comment of Go in lines of at most 116 characters.
fn comment(text: &str, indent: Option<&str>) -> String {
    let indent = indent.unwrap_or_default();
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if lines.last().is_some_and(|line| line.len() + word.len() > 112) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    let lines: Vec<_> = lines.iter().map(|line| format!("{indent}//{line}")).collect();
    lines.join("\n")
}

/// As wide as the widest of them: gofmt sets fields of a struct in columns.
fn pad(name: &str, among: Vec<String>) -> String {
    let width = among.into_iter().map(|one| one.len()).max().unwrap_or_default();
    format!("{name:width$}")
}
