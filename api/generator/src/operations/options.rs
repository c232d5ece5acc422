//! `api/options.toml`: the options of a client, in core, in C and in C++.

use anyhow::{Context, ensure};
use minijinja::{Value, context};
use serde::Deserialize;

use super::File;
use super::cpp;
use super::templates::{Templates, text_of, within};
use seam_acs_workspace::digits;

const FILE: &str = "api/options.toml";
/// Core's table stands between these lines, in a file that is written by hand otherwise.
const CORE: &str = "core/src/config/options.rs";
const BEGIN: &str =
    "// Generated from api/options.toml by `cargo xtask generate`; do not edit until the end mark.\n";
const END: &str = "// End of what is generated.\n";
const PAGE: &str = "docs/options.md";
const PAGE_MARKS: [&str; 2] = [
    "<!-- Generated from api/options.toml by `cargo xtask generate`. -->\n\n",
    "\n<!-- End of what is generated. -->\n",
];

/// The whole table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Options {
    #[serde(rename = "option")]
    pub(crate) options: Vec<ClientOption>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientOption {
    /// The name for `seam_acs_options_set`.
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) kind: OptionType,
    /// What holds when it is unset, as the header says it.
    default: String,
    /// Which values are taken, as the header says it.
    #[serde(default)]
    range: String,
    /// What C calls the value, where that is not the option's own name.
    argument: Option<String>,
    /// Its function is not like the others, and stands in the template; or it has none.
    #[serde(default)]
    by_hand: bool,
    /// The comment of its function.
    #[serde(default)]
    pub(crate) about: String,
    /// Set by bindings alone: no header has it.
    #[serde(default)]
    only_bindings: bool,
    core: InCore,
    /// Its keyword argument; those that bindings set have none.
    python: Option<InPython>,
}

/// What Python says of an option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InPython {
    /// Where it has another name than the option, without the unit: durations are seconds there.
    pub(super) name: Option<String>,
    /// Its documentation.
    pub(super) about: String,
    /// As an expression; else None, which leaves it to core.
    pub(super) default: Option<String>,
    /// What None stands for where that is a value.
    pub(super) none: Option<String>,
    /// Whether a second client on the same connections may have another value.
    #[serde(default)]
    pub(super) scoped: bool,
}

/// What core says of an option, and how it reads a value.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InCore {
    /// What kind of value it takes, for people.
    value: String,
    summary: String,
    default: String,
    range: String,
    /// A function of core.
    parse: String,
    /// The range of a number.
    least: Option<u64>,
    most: Option<u64>,
    /// The field that holds it, where that has another name.
    field: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OptionType {
    Text,
    Integer,
    Milliseconds,
    Bytes,
    Flag,
}

impl Options {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let table: Options =
            toml::from_str(&text_of(FILE)?).with_context(|| format!("{FILE} is not understood"))?;
        for option in &table.options {
            let has_function = !option.by_hand && !option.only_bindings;
            ensure!(!has_function || !option.about.is_empty(), "{FILE}: {} has no comment", option.name);
        }
        Ok(table)
    }

    /// Those of the C header, and so of every language.
    pub(crate) fn public(&self) -> impl Iterator<Item = &ClientOption> {
        self.options.iter().filter(|option| !option.only_bindings)
    }

    /// Those whose function is made.
    fn made(&self) -> impl Iterator<Item = &ClientOption> {
        self.public().filter(|option| !option.by_hand)
    }

    /// Core's table, in its file.
    pub(super) fn specs(&self, templates: &Templates) -> anyhow::Result<File> {
        let options: Vec<Value> = self.options.iter().map(ClientOption::in_core).collect();
        let made = templates.fill_rust("core/option_specs.rs", context! { options })?;
        within(CORE, [BEGIN, END], &made)
    }

    /// The table for people, in its page.
    pub(super) fn page(&self) -> anyhow::Result<File> {
        let row = |option: &ClientOption| {
            let InCore { value, range, default, summary, .. } = &option.core;
            format!("| `{}` | {value} | {range} | {default} | {summary} |\n", option.name)
        };
        let head = "| Name | Type | Range | Default | Meaning |\n| --- | --- | --- | --- | --- |\n";
        let made: String = std::iter::once(head.to_owned()).chain(self.options.iter().map(row)).collect();
        within(PAGE, PAGE_MARKS, &made)
    }

    /// The C functions, as Rust.
    pub(super) fn functions(&self, templates: &Templates) -> anyhow::Result<File> {
        let options: Vec<Value> = self.public().map(ClientOption::in_rust).collect();
        let text = templates.fill_rust("ffi-c/options.rs", context! { options })?;
        Ok(("ffi-c/src/options.rs".to_owned(), text))
    }

    /// Calls of each function with NULL for its pointers.
    pub(super) fn refusals(&self, templates: &Templates) -> anyhow::Result<File> {
        let option = |own: &ClientOption| {
            let value = match own.kind {
                OptionType::Text => "\"x\"",
                OptionType::Bytes => "1024",
                _ => "1",
            };
            context! { name => own.name, value, is_text => own.kind == OptionType::Text }
        };
        let options: Vec<Value> = self.made().map(option).collect();
        let text = templates.fill("c/null_options.inc", context! { options })?;
        Ok(("tests/c/programs/null_options.inc".to_owned(), text))
    }

    /// The members of C++'s class.
    pub(super) fn members(&self) -> Vec<String> {
        self.made().map(ClientOption::in_cpp).collect()
    }
}

impl ClientOption {
    /// What Python's documentation says, and whether the option is text for a path.
    pub(super) fn in_python(&self) -> Option<(&InPython, bool)> {
        Some((self.python.as_ref()?, self.core.value == "path"))
    }

    fn in_core(&self) -> Value {
        let InCore { summary, default, range, parse, least, most, field, .. } = &self.core;
        let parse = match (least, most) {
            (Some(least), Some(most)) => {
                format!("|value| {parse}(value, {}, {})", literal(*least), literal(*most))
            }
            _ => parse.clone(),
        };
        context! {
            name => format!("{:?}", self.name),
            default => format!("{default:?}"),
            range => format!("{range:?}"),
            summary => format!("{summary:?}"),
            field => field.as_ref().unwrap_or(&self.name),
            parse,
        }
    }

    fn in_rust(&self) -> Value {
        let (kind, rust) = match self.kind {
            OptionType::Text => ("text", "*const c_char"),
            OptionType::Flag => ("flag", "c_int"),
            OptionType::Bytes => ("number", "usize"),
            OptionType::Integer | OptionType::Milliseconds => ("number", "c_int"),
        };
        context! {
            name => self.name,
            row => format!("{:<23}{:<31}{}", self.name, self.default, self.range).trim_end(),
            type => kind,
            rust,
            argument => self.argument.as_ref().unwrap_or(&self.name),
            by_hand => self.by_hand,
            about => self.about.lines().collect::<Vec<_>>(),
        }
    }

    fn in_cpp(&self) -> String {
        let setter = format!("seam_acs_options_set_{}", self.name);
        let name = self.name.trim_end_matches("_ms");
        let (parameter, value) = match self.kind {
            OptionType::Text => ("const std::string &value", "value"),
            OptionType::Integer => ("int value", "value"),
            OptionType::Milliseconds => ("std::chrono::milliseconds duration", "detail::in_range(duration)"),
            OptionType::Bytes => ("std::size_t bytes", "bytes"),
            OptionType::Flag => ("bool allowed = true", "allowed ? 1 : 0"),
        };
        // A duration of C++ knows its unit.
        let about = self.about.replace('\n', " ").replace(", in milliseconds", "");
        let about = about.replace("How long, ", "How long ").replace("The deadline, ", "The deadline ");
        let about = cpp::comment(&about);
        about
            + &cpp::laid_out(
                &format!("Options &{name}"),
                &[parameter.to_owned()],
                "",
                "return with",
                &[setter, value.to_owned()],
            )
    }
}

/// A number as Rust's style has it, in groups of three.
fn literal(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() > 4 { digits::grouped(&digits, '_') } else { digits }
}
