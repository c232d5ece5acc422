//! Fingerprints: SHA-256 in hex. They tell values apart without revealing them.

use std::fmt::Write;

/// Hashes text part by part.
pub(crate) struct Fingerprint(ring::digest::Context);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(ring::digest::Context::new(&ring::digest::SHA256))
    }

    pub(crate) fn add(&mut self, part: &str) {
        self.0.update(part.as_bytes());
    }

    /// All 64 digits. A person needs fewer to tell two apart.
    pub(crate) fn finish(self) -> String {
        self.0.finish().as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}
