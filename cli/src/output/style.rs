//! Colours, where a person reads the answers on a terminal.

use std::env;

/// What a piece of text is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Style {
    Title,
    Added,
    Removed,
}

impl Style {
    /// The text between the sequences that begin and end the style.
    pub(crate) fn paint(self, text: &str) -> String {
        let code = match self {
            Style::Title => 1,
            Style::Added => 32,
            Style::Removed => 31,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// Whether the person wants colours: `NO_COLOR`, and terminals that have none.
pub(crate) fn are_wanted() -> bool {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && env::var_os("TERM").is_some_and(|terminal| terminal != "dumb")
}
