//! What the C ABI is: read from the Rust that declares it, in `ffi-c/src`, by Rust's own grammar.

use anyhow::{Context, bail, ensure};
use syn::{Attribute, Expr, FnArg, Item, ItemConst, ItemFn, Lit, Meta, Pat, ReturnType, UnOp};

use crate::header::SECTIONS;
use crate::operations::options::{ClientOption, OptionType, Options};
use seam_acs_workspace::{VERSION, root};

/// What `seam_acs.h` declares.
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
    /// `int64_t *`.
    LongOut,
}

impl Header {
    pub(crate) fn read() -> anyhow::Result<Self> {
        let items = items()?;
        let functions =
            items.iter().filter_map(exported).map(function).collect::<anyhow::Result<Vec<_>>>()?;
        let constants: Vec<(String, i32, String)> = items.iter().filter_map(constant).collect();
        let abi_version = constants.iter().find(|(name, ..)| name == "ABI_VERSION");
        let header = Self {
            version: VERSION.to_owned(),
            abi_version: abi_version.context("ffi-c has no SEAM_ACS_ABI_VERSION")?.1,
            statuses: constants
                .into_iter()
                .filter(|(name, ..)| name != "ABI_VERSION")
                .map(|(name, code, about)| Status { name, code, about })
                .collect(),
            options: options()?,
            functions,
        };
        ensure!(
            header.statuses.len() > 20 && header.options.len() > 15 && header.functions.len() > 100,
            "ffi-c/src was not understood"
        );
        Ok(header)
    }

    pub(crate) fn function(&self, name: &str) -> anyhow::Result<&Function> {
        self.functions
            .iter()
            .find(|function| function.name == name)
            .with_context(|| format!("ffi-c has no {name}"))
    }
}

/// Everything in the files of the header's sections, in the order of the header.
fn items() -> anyhow::Result<Vec<Item>> {
    let mut found = Vec::new();
    for section in SECTIONS {
        let path = root().join(format!("ffi-c/src/{section}.rs"));
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let file = syn::parse_file(&text).with_context(|| format!("{} is not Rust", path.display()))?;
        found.extend(file.items);
    }
    Ok(found)
}

fn exported(item: &Item) -> Option<&ItemFn> {
    match item {
        Item::Fn(function) if function.sig.abi.is_some() => Some(function),
        _ => None,
    }
}

/// `pub const SEAM_ACS_NAME: c_int = -5003;`, without the prefix, and its comment.
fn constant(item: &Item) -> Option<(String, i32, String)> {
    let Item::Const(ItemConst { ident, expr, attrs, .. }) = item else { return None };
    let name = ident.to_string().strip_prefix("SEAM_ACS_")?.to_owned();
    Some((name, number(expr)?, comment(attrs).join(" ")))
}

fn number(expr: &Expr) -> Option<i32> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(negative) if matches!(negative.op, UnOp::Neg(_)) => {
            number(&negative.expr).map(|own| -own)
        }
        _ => None,
    }
}

/// The lines of a documentation comment.
fn comment(attributes: &[Attribute]) -> Vec<String> {
    let mut lines = Vec::new();
    for attribute in attributes {
        if let Meta::NameValue(pair) = &attribute.meta
            && pair.path.is_ident("doc")
            && let Expr::Lit(text) = &pair.value
            && let Lit::Str(text) = &text.lit
        {
            lines.push(text.value().trim().to_owned());
        }
    }
    lines
}

/// As they are set by name; the comment is that of the function that sets one alone.
fn options() -> anyhow::Result<Vec<OptionRow>> {
    let row = |option: &ClientOption| OptionRow {
        kind: match option.kind {
            OptionType::Text => OptionKind::Text,
            OptionType::Flag => OptionKind::Flag,
            OptionType::Integer | OptionType::Milliseconds | OptionType::Bytes => OptionKind::Number,
        },
        about: option.about.lines().collect::<Vec<_>>().join(" "),
        name: option.name.clone(),
    };
    Ok(Options::read()?.public().map(row).collect())
}

fn function(function: &ItemFn) -> anyhow::Result<Function> {
    let name = function.sig.ident.to_string();
    let returns = match &function.sig.output {
        ReturnType::Default => Type::Void,
        ReturnType::Type(_, kind) => typed(kind, true).with_context(|| name.clone())?,
    };
    let mut parameters = Vec::new();
    for parameter in &function.sig.inputs {
        let FnArg::Typed(parameter) = parameter else { bail!("{name} is a method") };
        let Pat::Ident(own) = &*parameter.pat else { bail!("{name} has a parameter without a name") };
        parameters.push((own.ident.to_string(), typed(&parameter.ty, false).with_context(|| name.clone())?));
    }
    Ok(Function { name, returns, parameters })
}

/// A type of Rust as one of the few.
fn typed(kind: &syn::Type, is_returned: bool) -> anyhow::Result<Type> {
    let (stars, is_const, base) = pointed(kind)?;
    Ok(match (base.as_str(), stars, is_const) {
        ("c_int" | "seam_acs_status", 0, _) => Type::Int,
        ("usize", 0, _) => Type::Size,
        ("c_char", 1, true) => Type::Text,
        ("c_char", 1, false) => Type::OwnedText,
        ("c_char", 2, _) => Type::TextOut,
        ("usize", 1, false) => Type::SizeOut,
        ("c_int", 1, false) => Type::IntOut,
        ("i64", 1, false) => Type::LongOut,
        (object, 1 | 2, _) => {
            let object = object.strip_prefix("seam_acs_").with_context(|| format!("type {object}"))?;
            if stars == 1 { Type::Handle(object.to_owned()) } else { Type::HandleOut(object.to_owned()) }
        }
        (other, ..) => bail!("type {other}{}", if is_returned { ", returned" } else { "" }),
    })
}

/// How many pointers lead to a type, whether the innermost of them is const, and the type's name.
fn pointed(kind: &syn::Type) -> anyhow::Result<(usize, bool, String)> {
    match kind {
        syn::Type::Ptr(pointer) => {
            let (stars, is_const, base) = pointed(&pointer.elem)?;
            Ok((stars + 1, if stars == 0 { pointer.const_token.is_some() } else { is_const }, base))
        }
        syn::Type::Path(path) => {
            let last = path.path.segments.last().context("a type without a name")?;
            Ok((0, false, last.ident.to_string()))
        }
        _ => bail!("a type that C does not have"),
    }
}
