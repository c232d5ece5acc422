//! The seal of a saved plan: it proves that somebody with the same credentials saved exactly this text.

use std::fmt::{self, Write};

use ring::hmac;
use zeroize::Zeroizing;

use crate::base::secret::wipe_stack_after;
use crate::client::Client;
use crate::model::error::Error;

/// How a plan is authenticated.
#[derive(Debug)]
pub(super) enum Seal {
    /// It was made by a client of this process, with whose key it is sealed when it is saved.
    Own(SealKey),
    /// It was read from a text with this digest and seal, which nobody has checked yet.
    Given { digest: String, seal: String },
}

/// A key that is derived from credentials and does not reveal them.
pub(super) struct SealKey(Zeroizing<[u8; 32]>);

/// Keys that are derived from the same credentials for other purposes differ.
const PURPOSE: &[u8] = b"seam-acs saved plan";

impl SealKey {
    pub(super) fn of(client: &Client) -> Result<SealKey, Error> {
        client.credentials().derive_key(PURPOSE).map(SealKey)
    }

    /// The seal for a text with this digest, in hex.
    pub(super) fn seal(&self, digest: &str) -> String {
        let tag = wipe_stack_after(|| hmac::sign(&self.key(), digest.as_bytes()));
        tag.as_ref().iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Whether a seal is that of this key and digest.
    pub(super) fn fits(&self, digest: &str, seal: &str) -> bool {
        let Some(tag) = bytes_of(seal) else { return false };
        wipe_stack_after(|| hmac::verify(&self.key(), digest.as_bytes(), &tag).is_ok())
    }

    fn key(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_own_key_and_digest_alone() {
        let key = |first: u8| SealKey(Zeroizing::new([first; 32]));
        let seal = key(1).seal("digest");
        assert!(seal.len() == 64 && key(1).fits("digest", &seal));
        for (other, digest, seal) in [
            (key(2), "digest", seal.as_str()),
            (key(1), "Digest", &seal),
            (key(1), "digest", &seal[..62]),
            (key(1), "digest", &seal[..63]),
            (key(1), "digest", ""),
            (key(1), "digest", "no seal"),
        ] {
            assert!(!other.fits(digest, seal), "{digest} {seal}");
        }
        assert_eq!(format!("{:?}", key(1)), "[secret]");
    }
}
