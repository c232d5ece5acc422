//! How C# and Java choose a form of an operation: by which of its arguments are null. And what no language takes together.

use super::model::{ArgumentKind, Form, Operation};

/// What holds if the arguments of this form are given, and no other's; empty where there is no choice.
pub(super) fn conditions(operation: &Operation, form: &Form, spelt: fn(&str) -> String) -> Vec<String> {
    let of_kind = [ArgumentKind::Id, ArgumentKind::Text, ArgumentKind::Table, ArgumentKind::Plan];
    let named = operation.arguments().into_iter().filter(|(_, kind, _)| of_kind.contains(kind));
    named
        .map(|(name, ..)| {
            let wanted = if form.names.iter().any(|own| own == name) { "!=" } else { "==" };
            format!("{} {wanted} null", spelt(name))
        })
        .collect()
}

/// The two ids of which a call takes one, such as those of a user: each form begins with its own.
pub(super) fn rivals(operation: &Operation) -> Option<(&str, &str)> {
    let mut firsts = operation.forms.iter().filter_map(|form| form.names.first());
    let (first, second) = (firsts.next()?, firsts.next()?);
    (first != second).then_some((first, second))
}

/// What core says of a call that names both, and so every language that has no call of core's to ask.
pub(super) fn refusal((first, second): (&str, &str)) -> String {
    format!("{first} cannot be used together with {second}")
}

/// The arguments of each form, for the message of a call that fits none.
pub(super) fn ways(operation: &Operation, spelt: fn(&str) -> String) -> String {
    let way = |form: &Form| form.names.iter().map(|name| spelt(name)).collect::<Vec<_>>().join(", ");
    operation.forms.iter().map(way).collect::<Vec<_>>().join(" or ")
}
