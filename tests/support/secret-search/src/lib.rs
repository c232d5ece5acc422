//! Finds a credential in what tests write, in every form that it could have taken on the way.
//!
//! Pieces are looked for and not the whole, so that one that was cut is found too.

mod echo;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

pub use echo::Echo;

/// What is looked for.
#[derive(Debug)]
pub struct Search {
    needles: Vec<(&'static str, Vec<u8>)>,
    /// For each two bytes whether a needle begins with them: most places are passed over with one look.
    beginnings: Vec<bool>,
}

/// Where something was found, and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub file: PathBuf,
    /// The form, such as "base64".
    pub form: &'static str,
    /// The place in the file.
    pub at: usize,
}

/// So many characters of a secret are enough to know it by.
const PIECE: usize = 16;

impl Search {
    /// A search for the pieces of a secret of at least 24 characters, `seam_` in front of it aside.
    #[must_use]
    pub fn new(secret: &str) -> Search {
        let core = secret.strip_prefix("seam_").unwrap_or(secret).as_bytes();
        let (first, last) = (core.get(..PIECE).unwrap_or(core), core.get(core.len().saturating_sub(PIECE)..));
        let needles: Vec<_> = [first, last.unwrap_or(core)].into_iter().flat_map(forms).collect();
        let mut beginnings = vec![false; 1 << 16];
        for (_, needle) in &needles {
            if let Some(place) = needle.first_chunk().and_then(|two| beginnings.get_mut(number(*two))) {
                *place = true;
            }
        }
        Search { needles, beginnings }
    }

    /// The forms in which the bytes have the secret, each with its places.
    pub fn find<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = (&'static str, usize)> + 'a {
        let begins = |two: &[u8]| {
            two.first_chunk().is_some_and(|two| self.beginnings.get(number(*two)) == Some(&true))
        };
        let places = bytes.windows(2).enumerate().filter(move |(_, two)| begins(two)).map(|(at, _)| at);
        places.flat_map(move |at| {
            let rest = bytes.get(at..).unwrap_or_default();
            self.needles
                .iter()
                .filter(|(_, needle)| rest.starts_with(needle))
                .map(move |(form, _)| (*form, at))
        })
    }

    /// Searches a file, or a folder with all that is in it. What is neither, and what is gone meanwhile, is passed
    /// over; so are links, and programs and libraries, which a compiler wrote and no test.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn find_under(&self, path: &Path) -> io::Result<Vec<Found>> {
        let mut found = Vec::new();
        let mut left = vec![path.to_owned()];
        while let Some(path) = left.pop() {
            let kind = match path.symlink_metadata() {
                Ok(data) => data.file_type(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            if kind.is_dir() {
                for entry in path.read_dir()? {
                    left.push(entry?.path());
                }
            } else if kind.is_file() {
                let mut bytes = Vec::new();
                File::open(&path)?.read_to_end(&mut bytes)?;
                if is_compiled(&bytes) {
                    continue;
                }
                let places = self.find(&bytes);
                found.extend(places.map(|(form, at)| Found { file: path.clone(), form, at }));
            }
        }
        Ok(found)
    }
}

fn number(two: [u8; 2]) -> usize {
    u16::from_le_bytes(two).into()
}

/// Whether it is a program, a library or a part of one; a core dump, which is of the same format, is not.
fn is_compiled(bytes: &[u8]) -> bool {
    const CORE: u8 = 4;
    bytes.starts_with(b"!<arch>") || bytes.starts_with(b"\x7fELF") && bytes.get(16) != Some(&CORE)
}

/// A piece of a secret in each form, with the form's name.
///
/// What is written around it decides over the first and last letters of base64, which are left out.
#[must_use]
pub fn forms(piece: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let each = |write: fn(u8) -> String| piece.iter().flat_map(|byte| write(*byte).into_bytes()).collect();
    let mut forms: Vec<(&'static str, Vec<u8>)> = vec![
        ("plain", piece.to_vec()),
        ("reversed", piece.iter().rev().copied().collect()),
        ("upper case", piece.to_ascii_uppercase()),
        ("hex", each(|byte| format!("{byte:02x}"))),
        ("HEX", each(|byte| format!("{byte:02X}"))),
        ("hex with spaces", each(|byte| format!("{byte:02x} "))),
        ("percent", each(|byte| format!("%{byte:02x}"))),
        ("PERCENT", each(|byte| format!("%{byte:02X}"))),
        ("JSON", each(|byte| format!("\\u{byte:04x}"))),
        ("JSON in capitals", each(|byte| format!("\\u{byte:04X}"))),
        ("C", each(|byte| format!("\\x{byte:02x}"))),
        ("list of numbers", each(|byte| format!("{byte}, "))),
        ("UTF-16LE", piece.iter().flat_map(|byte| [*byte, 0]).collect()),
        ("UTF-16BE", piece.iter().flat_map(|byte| [0, *byte]).collect()),
    ];
    for before in 0..3 {
        forms.push(("base64", base64(piece, before)));
    }
    forms
}

/// The letters of base64 that depend on the piece alone, when it stands behind so many bytes.
fn base64(piece: &[u8], before: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = piece.get((3 - before) % 3..).unwrap_or_default();
    let mut text = Vec::new();
    for three in whole.chunks_exact(3) {
        let bits = three.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        let letters = [18, 12, 6, 0].map(|shift| bits >> shift & 63);
        text.extend(letters.iter().filter_map(|letter| LETTERS.get(*letter)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "seam_4fzTq0LmYb7rXw2Kc9JhVn5s";

    #[test]
    fn every_form_of_a_secret_is_found_wherever_it_is_cut() {
        let search = Search::new(SECRET);
        for (form, written) in forms(SECRET.as_bytes()) {
            for around in ["", "x", "xy", "xyz"] {
                let text = [around.as_bytes(), &written, around.as_bytes()].concat();
                assert!(search.find(&text).any(|(found, _)| found == form), "{form}");
            }
        }
        let cut = SECRET.get(..24).unwrap();
        assert_eq!(search.find(cut.as_bytes()).count(), 1);
    }

    #[test]
    fn known_encodings_are_as_others_write_them() {
        // printf 'Bearer seam_4fzTq0LmYb7rXw2Kc9JhVn5s' | base64, with 0, 1 and 2 bytes in front.
        let search = Search::new(SECRET);
        for text in [
            "QmVhcmVyIHNlYW1fNGZ6VHEwTG1ZYjdyWHcyS2M5SmhWbjVz",
            "eEJlYXJlciBzZWFtXzRmelRxMExtWWI3clh3MktjOUpoVm41cw==",
            "eHlCZWFyZXIgc2VhbV80ZnpUcTBMbVliN3JYdzJLYzlKaFZuNXM=",
        ] {
            assert_eq!(search.find(text.as_bytes()).next().map(|found| found.0), Some("base64"), "{text}");
        }
    }

    #[test]
    fn other_text_has_no_secret_in_it() {
        assert_eq!(Search::new(SECRET).find(b"seam_testkey_of_the_local_sandbox").count(), 0);
    }
}
