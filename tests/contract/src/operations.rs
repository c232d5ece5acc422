//! The methods of `api/operations.toml`, as the C functions behind them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The table. What is checked about it is checked by `cargo xtask generate`.
#[derive(Debug, Deserialize)]
pub struct Operations {
    #[serde(rename = "argument")]
    arguments: BTreeMap<String, Argument>,
    #[serde(rename = "operation")]
    operations: Vec<Operation>,
}

#[derive(Debug, Deserialize)]
struct Argument {
    kind: String,
}

#[derive(Debug, Deserialize)]
struct Operation {
    name: String,
    result: Option<String>,
    cardinality: Option<String>,
    /// Names of functions, where it has others than its own.
    #[serde(default)]
    takes: Vec<String>,
    #[serde(default, rename = "function")]
    functions: Vec<Function>,
}

#[derive(Debug, Deserialize)]
struct Function {
    name: String,
    arguments: Vec<String>,
}

/// A call in the words of C.
pub(crate) struct CCall {
    /// With `_begin`.
    pub(crate) function: String,
    pub(crate) arguments: Vec<CArgument>,
    /// The kind of its result.
    pub(crate) result: String,
}

pub(crate) enum CArgument {
    Text(Option<String>),
    Flag(bool),
    Plan(String),
}

impl Operations {
    /// Reads the table.
    ///
    /// # Errors
    /// When it is not there or not understood.
    pub fn read(repository: &Path) -> anyhow::Result<Operations> {
        let path = repository.join("api/operations.toml");
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not understood", path.display()))
    }

    pub(crate) fn find(&self, method: &str) -> anyhow::Result<()> {
        self.operation(method).map(drop)
    }

    /// The form whose arguments are given, and their values in its order.
    pub(crate) fn in_c(&self, method: &str, given: &Map<String, Value>) -> anyhow::Result<CCall> {
        let operation = self.operation(method)?;
        let has_ids = |form: &&&Function| {
            let mut ids = form.arguments.iter().filter(|name| self.kind(name) == "id");
            ids.all(|name| given.contains_key(name))
        };
        let forms = self.forms(operation);
        let form =
            forms.iter().find(has_ids).or(forms.first()).with_context(|| format!("{method} has no form"))?;
        let arguments = form.arguments.iter().map(|name| self.argument(form, name, given));
        Ok(CCall {
            function: format!("seam_acs_{}_begin", form.name),
            arguments: arguments.collect::<anyhow::Result<_>>()?,
            result: operation.result(),
        })
    }

    fn argument(&self, form: &Function, name: &str, given: &Map<String, Value>) -> anyhow::Result<CArgument> {
        let value = given.get(name);
        Ok(match self.kind(name) {
            "flag" => CArgument::Flag(value.is_none_or(|value| value == true)),
            "plan" => CArgument::Plan(text(value).context("a plan is needed")?),
            "id" | "text" | "json" | "table" => CArgument::Text(text(value)),
            "rest" => {
                let rest: Map<String, Value> = given
                    .iter()
                    .filter(|(name, _)| !form.arguments.contains(name))
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                CArgument::Text((!rest.is_empty()).then(|| Value::Object(rest).to_string()))
            }
            other => bail!("{name} is of no known kind: {other}"),
        })
    }

    fn operation(&self, method: &str) -> anyhow::Result<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.name == method)
            .with_context(|| format!("there is no method {method}"))
    }

    fn forms<'a>(&'a self, operation: &'a Operation) -> Vec<&'a Function> {
        if operation.takes.is_empty() {
            return operation.functions.iter().collect();
        }
        let all = || self.operations.iter().flat_map(|operation| &operation.functions);
        operation.takes.iter().filter_map(|name| all().find(|function| function.name == *name)).collect()
    }

    fn kind(&self, name: &str) -> &str {
        self.arguments.get(name).map_or("", |argument| &argument.kind)
    }
}

impl Operation {
    /// What the table says, or what follows from how much a read finds.
    fn result(&self) -> String {
        let follows = match self.cardinality.as_deref() {
            Some("one") => "record",
            Some(_) => "list",
            None => "nothing",
        };
        self.result.clone().unwrap_or_else(|| follows.to_owned())
    }
}

/// Text as it is, anything else as JSON.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
