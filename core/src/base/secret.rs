//! Text that must not be shown: wiped when dropped, absent from Debug output.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;
use zeroize::{Zeroize, Zeroizing};

/// A credential, or a URL that may hold one.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(text: &str) -> Self {
        Self::from_owned(text.to_owned())
    }

    /// Takes the text by value, so that no unwiped copy is left.
    pub(crate) fn from_owned(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. The name makes every use easy to find in a review.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl Hash for Secret {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expose().hash(state);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Runs work that leaves parts of a secret on the stack, as hashing does, and then overwrites that part of the stack:
/// the stack is the host's and outlives the last client.
pub(crate) fn wipe_stack_after<T>(work: impl FnOnce() -> T) -> T {
    /// In words of 64 bits; more than the frames of the work need.
    const DEPTH: usize = 512;

    #[inline(never)]
    fn apart<T>(work: impl FnOnce() -> T) -> T {
        work()
    }

    #[inline(never)]
    fn overwrite() {
        [0_u64; DEPTH].zeroize();
    }

    let result = apart(work);
    overwrite();
    result
}

/// Removes a client's secrets from texts that come from elsewhere: an error page may repeat the request with its
/// headers, and our messages quote the page.
#[derive(Debug, Clone)]
pub(crate) struct Redactor(Arc<[Secret]>);

impl Redactor {
    /// Empty secrets are left out: every text contains them.
    pub(crate) fn over(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self(secrets.into_iter().filter(|secret| !secret.expose().is_empty()).collect())
    }

    /// The text with `[secret]` in place of each secret.
    pub(crate) fn text(&self, mut text: String) -> String {
        for secret in self.0.iter().map(Secret::expose) {
            if text.contains(secret) {
                text = text.replace(secret, "[secret]");
            }
        }
        text
    }

    /// The same for every text in a value, including the names of fields.
    pub(crate) fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(fields) => {
                fields.into_iter().map(|(name, value)| (self.text(name), self.value(value))).collect()
            }
            other => other,
        }
    }
}

/// A value as a message quotes it, unless it looks like a credential in the wrong place.
pub(crate) fn quoted(value: &str) -> String {
    if value.starts_with("seam_") || value.contains('@') || value.starts_with("ey") {
        "a text that looks like a credential".to_owned()
    } else {
        format!("{value:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_veil_covers_every_text_of_a_value() {
        let redactor = Redactor::over([Secret::new("seam_visible"), Secret::new("")]);
        let value =
            serde_json::json!({ "seam_visible": ["Bearer seam_visible", 1, { "a": "seam_visible" }] });
        assert!(!redactor.value(value).to_string().contains("visible"));
        assert_eq!(redactor.text("Bearer seam_visible.".to_owned()), "Bearer [secret].");
    }

    #[test]
    fn a_credential_in_the_wrong_place_is_not_quoted() {
        assert_eq!(quoted("verbose"), "\"verbose\"");
        for secret in ["seam_visible", "https://user:visible@proxy", "eyvisible"] {
            assert!(!quoted(secret).contains("visible"));
        }
    }
}
