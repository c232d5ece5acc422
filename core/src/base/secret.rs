//! Text that must not be shown: wiped when dropped, absent from Debug output.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
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
    /// Empty secrets are left out: every text contains them. Each is known in base64 too, as in `Authorization: Basic`.
    pub(crate) fn over(secrets: impl IntoIterator<Item = Secret>) -> Self {
        let mut forms: Vec<Secret> = Vec::new();
        for secret in secrets.into_iter().filter(|secret| !secret.expose().is_empty()) {
            forms.extend(in_base64(&secret));
            forms.push(secret);
        }
        Self(forms.into())
    }

    /// Whether a text has one of the secrets.
    pub(crate) fn finds(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose()))
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

/// A secret as it stands in base64 behind any number of other bytes. What stands around it decides over its first and last
/// letters, which are left out; the rest of a short one is too little to be known by.
fn in_base64(secret: &Secret) -> Vec<Secret> {
    const ENOUGH: usize = 12;
    let bytes = secret.expose().as_bytes();
    let whole_threes = |start: usize| {
        let rest = bytes.get(start..)?;
        rest.get(..rest.len() / 3 * 3).filter(|threes| threes.len() >= ENOUGH)
    };
    let encode = |threes: &[u8]| {
        wipe_stack_after(|| [STANDARD, URL_SAFE].map(|alphabet| Secret::from_owned(alphabet.encode(threes))))
    };
    let mut forms: Vec<Secret> = (0..3).filter_map(whole_threes).flat_map(encode).collect();
    // Most have neither of the letters in which the two alphabets differ.
    forms.dedup();
    forms
}

/// Whether a text is a token, or begins as one of a kind: no other value of an option does.
pub(crate) fn is_token(text: &str) -> bool {
    const SHORTEST: usize = 16;
    let of_seam = text.strip_prefix("seam_").is_some_and(|rest| {
        let is_of_a_kind = ["at", "cst", "pk"].iter().any(|kind| {
            rest.strip_prefix(kind)
                .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit() || letter == '_'))
        });
        is_of_a_kind
            || text.len() >= SHORTEST && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    of_seam || text.starts_with("ey") && text.bytes().filter(|byte| *byte == b'.').count() == 2
}

/// A value as a message quotes it, unless it looks like a credential in the wrong place.
pub(crate) fn quoted(value: &str) -> String {
    if value.contains("seam_") || value.contains('@') || value.starts_with("ey") {
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
    fn a_secret_is_covered_in_base64_wherever_it_begins() {
        let token = "seam_Zq7Xk2Vw9Lr4Tn8Bd3Hs6Jm1";
        let redactor = Redactor::over([Secret::new(token), Secret::new("short")]);
        for before in ["", "u", "us", ":", "user:", "Bearer "] {
            for behind in ["", ":", ":x", "\n"] {
                for alphabet in [STANDARD, URL_SAFE] {
                    let text = redactor.text(alphabet.encode(format!("{before}{token}{behind}")));
                    assert!(text.contains("[secret]") && text.len() < 40, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_token_is_told_from_words() {
        for token in ["seam_Zq7Xk2Vw9Lr4Tn8Bd3Hs6Jm1", "seam_at1_x", "seam_cst_1", "seam_pk1", "ey.a.b"] {
            assert!(is_token(token), "{token}");
        }
        for word in ["", "seam_admin", "seam_attic", "eyewitness", "seam_night porter on duty", "w_env"] {
            assert!(!is_token(word), "{word}");
        }
    }

    #[test]
    fn a_credential_in_the_wrong_place_is_not_quoted() {
        assert_eq!(quoted("verbose"), "\"verbose\"");
        for secret in ["seam_visible", "https://user:visible@proxy", "eyvisible"] {
            assert!(!quoted(secret).contains("visible"));
        }
    }
}
