//! Words of the command line, in the charset of the terminal that they were typed at.

use std::ffi::OsString;

use clap::builder::{OsStringValueParser, TypedValueParser};

use crate::output::text::Charset;

/// Reads an argument that is text. Paths stay the bytes that they are.
pub(crate) fn word() -> impl TypedValueParser<Value = String> {
    OsStringValueParser::new().try_map(|word: OsString| {
        Charset::of_environment().decode(&word).ok_or("it has letters that the charset of the locale lacks")
    })
}
