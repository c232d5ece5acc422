//! `api/operations.toml`: what it may say, and what of it follows from the rest.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};

use super::templates::text_of;
use crate::runtimes::templates::pascal;

const FILE: &str = "api/operations.toml";

/// The whole table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    #[serde(rename = "argument")]
    pub(crate) arguments: BTreeMap<String, Argument>,
    #[serde(rename = "namespace")]
    pub(crate) namespaces: Vec<Namespace>,
    #[serde(rename = "operation")]
    pub(crate) operations: Vec<Operation>,
}

/// An argument of C functions, which means the same in all of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Argument {
    pub(crate) kind: ArgumentKind,
    /// What tests ask with.
    pub(crate) example: Option<String>,
}

/// A group of methods below `acs` that Python has as a class of its own, made as a whole.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Namespace {
    pub(crate) name: String,
    /// What it is about, for the first line of its module.
    pub(crate) about: String,
    pub(crate) class_about: String,
}

/// A method of every language, such as `acs.users.get`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Operation {
    /// Its namespaces and its name, in snake case.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Where its one request goes.
    pub(crate) path: Option<String>,
    /// Of a read: the member of the answer that holds what was found. Of a query that finds the same and no more: the key of
    /// that read.
    pub(crate) key: Option<String>,
    /// Of a read: how much stands there.
    pub(crate) cardinality: Option<Cardinality>,
    /// The parameter without which nothing is sent; `user` stands for either way to name one.
    pub(crate) needs: Option<String>,
    /// Of a read and a write: core's name for it, where that is not its first function's. Of a query: core's method.
    core: Option<String>,
    /// Of a read and a write: the call in the words of an error message.
    pub(crate) phrase: Option<String>,
    /// Of a change of a membership.
    pub(crate) action: Option<Action>,
    /// Of a change: when it may be sent again.
    pub(crate) repeat: Option<Repeat>,
    result: Option<ResultKind>,
    /// What it does, in a sentence or two for an editor to show.
    pub(crate) about: String,
    /// The C functions that can do it, if not just its own; the arguments that are given decide which.
    #[serde(default)]
    takes: Vec<String>,
    /// Python's documentation, for a namespace that is made as a whole, and for a query that is made.
    pub(crate) python_about: Option<String>,
    /// Of a query that is made for Python and gives objects: their class, below the package.
    pub(crate) python_class: Option<String>,
    /// The parameters by which the official packages name what they send.
    #[serde(default)]
    pub(crate) parameters: Vec<Parameter>,
    /// Its C functions. A method that is core's own has none.
    #[serde(default, rename = "function")]
    pub(crate) functions: Vec<Function>,
}

/// What sort of work an operation is, and so which templates it goes through.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// One request, or one a page, that changes nothing.
    Read,
    /// Puts a user into a group or takes one out.
    Membership,
    /// Any other single request that changes something.
    Write,
    /// What takes several requests: a method of core's client begins it.
    Query,
    /// Written by hand where it stands; the table knows its functions.
    Hand,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cardinality {
    One,
    All,
    Paged,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    Add,
    Remove,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Repeat {
    /// Whenever no answer, 429, 408 or 5xx came: doing it twice is doing it once.
    Always,
    /// Only when it was never sent or was answered 429.
    NeverSentOrRefused,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(default, rename = "type")]
    pub(crate) kind: ParameterType,
    /// Whether null means something else than leaving it out.
    #[serde(default)]
    pub(crate) nullable: bool,
    #[serde(default)]
    pub(crate) required: bool,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ParameterType {
    #[default]
    Text,
    Texts,
    Integer,
}

/// A C function and its `_begin` form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Function {
    /// Without `seam_acs_` and `_begin`.
    pub(crate) name: String,
    /// Without client, outputs and error.
    pub(crate) arguments: Vec<String>,
    /// The header's comment; one that is written by hand has it there.
    #[serde(default)]
    pub(crate) about: String,
}

/// How an answer crosses, always through `seam_acs_op_to_json` after `_begin`.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResultKind {
    Nothing,
    /// One object.
    Record,
    /// An array of objects.
    List,
    /// An object with totals and items; there is one with a failure too.
    Report,
    /// An object that `sync` takes back.
    Plan,
    /// The member of an object that has the operation's own name.
    Bool,
    /// Seam's whole answer.
    Json,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ArgumentKind {
    /// Text that gives somebody access: refused with a NUL in it.
    Id,
    /// Other text, refused with a NUL as well.
    Text,
    /// An object; NULL when it is left out.
    Json,
    /// An `int`, 1 or 0; 1 when it is left out.
    Flag,
    /// CSV or JSON text as it is, or rows that become JSON text.
    Table,
    /// What an operation with the result `plan` gave.
    Plan,
    /// All arguments that the form does not name, as one JSON object; NULL when there are none.
    Rest,
}

impl Table {
    /// Reads the table and checks what a type cannot.
    pub(crate) fn read() -> anyhow::Result<Self> {
        Self::parse(&text_of(FILE)?)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let table: Table = toml::from_str(text).with_context(|| format!("{FILE} is not understood"))?;
        for operation in &table.operations {
            table.check(operation).with_context(|| format!("{FILE}: {}", operation.name))?;
        }
        Ok(table)
    }

    /// The functions that can do an operation, in the order in which they are tried.
    pub(crate) fn forms<'a>(&'a self, operation: &'a Operation) -> anyhow::Result<Vec<&'a Function>> {
        if operation.takes.is_empty() {
            return Ok(operation.functions.iter().collect());
        }
        operation.takes.iter().map(|name| self.function(name)).collect()
    }

    /// What an argument is.
    pub(crate) fn argument(&self, name: &str) -> anyhow::Result<&Argument> {
        self.arguments.get(name).with_context(|| format!("{FILE} has no argument {name}"))
    }

    /// The operations that other languages have as methods.
    pub(crate) fn methods(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| !operation.functions.is_empty())
    }

    /// The operations of one kind.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(move |operation| operation.kind == kind)
    }

    fn function(&self, name: &str) -> anyhow::Result<&Function> {
        let mut functions = self.operations.iter().flat_map(|operation| &operation.functions);
        functions
            .find(|function| function.name == name)
            .with_context(|| format!("there is no function {name}"))
    }

    fn check(&self, operation: &Operation) -> anyhow::Result<()> {
        let says = |what: &str, is_there: bool, kinds: &[Kind]| {
            let wanted = kinds.contains(&operation.kind);
            ensure!(
                is_there == wanted,
                "{what} {}",
                if wanted { "is missing" } else { "means nothing here" }
            );
            Ok(())
        };
        says("path", operation.path.is_some(), &[Kind::Read, Kind::Membership, Kind::Write])?;
        if operation.kind != Kind::Query {
            says("key", operation.key.is_some(), &[Kind::Read])?;
        }
        says("cardinality", operation.cardinality.is_some(), &[Kind::Read])?;
        says("phrase", operation.phrase.is_some(), &[Kind::Read, Kind::Write])?;
        says("action", operation.action.is_some(), &[Kind::Membership])?;
        says("repeat", operation.repeat.is_some(), &[Kind::Membership, Kind::Write])?;
        says("result", operation.result.is_some(), &[Kind::Query, Kind::Hand])?;
        ensure!(operation.kind != Kind::Query || operation.core.is_some(), "core's method is missing");
        for function in self.forms(operation)? {
            for argument in &function.arguments {
                self.argument(argument)?;
            }
            ensure!(
                operation.kind == Kind::Hand || !function.about.is_empty(),
                "{} has no comment",
                function.name
            );
        }
        Ok(())
    }
}

impl Operation {
    /// What it gives.
    pub(crate) fn result(&self) -> ResultKind {
        match (self.result, self.cardinality) {
            (Some(result), _) => result,
            (None, Some(Cardinality::One)) => ResultKind::Record,
            (None, Some(_)) => ResultKind::List,
            (None, None) => ResultKind::Nothing,
        }
    }

    /// Core's name for it.
    pub(crate) fn in_core(&self) -> anyhow::Result<String> {
        match (&self.core, self.functions.first()) {
            (Some(name), _) => Ok(name.clone()),
            (None, Some(function)) => Ok(pascal(&function.name)),
            (None, None) => bail!("{} has neither a function nor a name in core", self.name),
        }
    }

    /// `users` of `acs.users.get`; none for what stands on the client itself.
    pub(crate) fn namespace(&self) -> Option<&str> {
        self.name.strip_prefix("acs.")?.split_once('.').map(|(namespace, _)| namespace)
    }

    /// `get` of `acs.users.get`.
    pub(crate) fn method(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }
}

impl ResultKind {
    /// As the table writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Record => "record",
            Self::List => "list",
            Self::Report => "report",
            Self::Plan => "plan",
            Self::Bool => "bool",
            Self::Json => "json",
        }
    }
}

impl ArgumentKind {
    /// As the table writes it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Text => "text",
            Self::Json => "json",
            Self::Flag => "flag",
            Self::Table => "table",
            Self::Plan => "plan",
            Self::Rest => "rest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: &str = r#"
        namespace = []
        [argument]
        acs_user_id = { kind = "id" }
        [[operation]]
        name = "acs.users.get"
        kind = "read"
        path = "/acs/users/get"
        key = "acs_user"
        cardinality = "one"
        phrase = "get user"
        about = "Reads one user."
        [[operation.function]]
        name = "get_user"
        arguments = ["acs_user_id"]
        about = "One ACS user."
    "#;

    #[test]
    fn what_a_read_gives_and_how_core_calls_it_follow_from_the_rest() {
        let table = Table::parse(READ).expect("a good table");
        let operation = table.operations.first().expect("one operation");
        assert_eq!(operation.result(), ResultKind::Record);
        assert_eq!(operation.in_core().expect("a name"), "GetUser");
        assert_eq!((operation.namespace(), operation.method()), (Some("users"), "get"));
    }

    #[test]
    fn what_is_missing_or_means_nothing_is_refused_by_name() {
        for (line, other, words) in [
            ("key = \"acs_user\"", "", "key is missing"),
            ("phrase = \"get user\"", "", "phrase is missing"),
            ("about = \"One ACS user.\"", "", "get_user has no comment"),
            ("kind = \"read\"", "kind = \"read\"\nrepeat = \"always\"", "repeat means nothing here"),
            ("kind = \"read\"", "kind = \"read\"\nhaste = 1", "unknown field `haste`"),
            ("[\"acs_user_id\"]", "[\"acs_door_id\"]", "no argument acs_door_id"),
        ] {
            let refusal = Table::parse(&READ.replace(line, other)).expect_err(words);
            assert!(format!("{refusal:#}").contains(words), "{refusal:#}");
        }
    }
}
