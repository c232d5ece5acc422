//! Spellings that are one text: letters with their marks apart or together, and for e-mail addresses capitals.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, compose};

/// The text with each letter and its marks in one, where Unicode has such a letter: what a Mac writes apart (NFD) becomes
/// what everybody else writes (NFC).
///
/// Nothing is taken apart. So a sign that Unicode only calls the same as a letter stays what it is: the Kelvin sign is no
/// K, and whoever can choose a name cannot become somebody else with it.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(compose_all(text.chars())) }
}

/// The text by which an e-mail address is compared: composed, and without capitals.
pub(crate) fn address(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(compose_all(text.chars().map(small)));
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The small letter of a capital. No sign beyond ASCII has one within: that of the Kelvin sign would be k.
fn small(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        // At the end of a word the capital is the same.
        (Some('ς'), None) => 'σ',
        (Some(one), None) if !one.is_ascii() => one,
        _ => letter,
    }
}

/// Canonical composition, as Unicode's annex 15 has it.
fn compose_all(letters: impl Iterator<Item = char>) -> String {
    let mut text: Vec<char> = Vec::new();
    let (mut starter, mut class_before) = (None, 0);
    for letter in letters {
        let class = canonical_combining_class(letter);
        let end = text.len();
        if let Some(place) = starter
            && (place + 1 == end || class_before < class)
            && let Some(first) = text.get_mut(place)
            && let Some(both) = compose(*first, letter)
        {
            *first = both;
            continue;
        }
        if class == 0 {
            starter = Some(end);
        }
        class_before = class;
        text.push(letter);
    }
    text.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_apart_and_together_are_one() {
        for (apart, together) in [
            ("Zoe\u{308}", "Zo\u{eb}"),
            ("Nguye\u{302}\u{303}n", "Nguy\u{1ec5}n"),
            ("e\u{323}\u{302}", "\u{1ec7}"),
            ("\u{1112}\u{1161}\u{11ab}", "\u{d55c}"),
            ("Ada", "Ada"),
        ] {
            assert_eq!(composed(apart), together);
            assert_eq!(composed(together), together);
        }
    }

    #[test]
    fn addresses_in_capitals_are_one_and_look_alikes_are_not() {
        for (one, other) in [
            ("ADA@B.example", "ada@b.example"),
            ("ZOE\u{308}@b", "zo\u{eb}@b"),
            ("J\u{30c}@b", "\u{1f0}@b"),
            ("ΑΣ@b", "ας@b"),
        ] {
            assert_eq!(address(one), address(other));
        }
        for (one, other) in [("\u{212a}im@b", "kim@b"), ("\u{130}da@b", "ida@b"), ("zoe@b", "zo\u{eb}@b")] {
            assert_ne!(address(one), address(other));
        }
    }
}
