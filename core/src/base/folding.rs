//! Makes spellings of one text equal: marks apart from their letter or composed with it, and in e-mail addresses
//! capitals.

use std::borrow::Cow;

use unicode_normalization::char::compose;

/// The text with each letter and its marks composed into one character, where Unicode has one. macOS writes them apart
/// (NFD), everybody else writes them composed (NFC).
///
/// Nothing is decomposed. So a character that Unicode only calls equivalent to a letter stays as it is: the Kelvin sign
/// does not become K, and nobody can choose a name that turns into somebody else's.
#[inline(never)]
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(compose_all(text, |letter| letter)) }
}

/// The form in which e-mail addresses are compared: composed and in lower case.
#[inline(never)]
pub(crate) fn address(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(compose_all(text, small));
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// The lower case of a letter. No character beyond ASCII becomes an ASCII letter: the Kelvin sign would become k.
fn small(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut small = letter.to_lowercase();
    match (small.next(), small.next()) {
        // Both small forms of sigma have the same capital.
        (Some('ς'), None) => 'σ',
        (Some(one), None) if !one.is_ascii() => one,
        _ => letter,
    }
}

/// Canonical composition, as in Unicode Standard Annex 15, of the text after `instead` has replaced each letter.
#[inline(never)]
fn compose_all(text: &str, instead: fn(char) -> char) -> String {
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    let (mut starter, mut class_before) = (None, 0);
    for letter in text.chars() {
        let letter = instead(letter);
        let (class, end) = (class(letter), letters.len());
        if let Some(place) = starter
            && (place + 1 == end || class_before < class)
            && let Some(first) = letters.get_mut(place)
            && let Some(both) = compose(*first, letter)
        {
            *first = both;
            continue;
        }
        if class == 0 {
            starter = Some(end);
        }
        class_before = class;
        letters.push(letter);
    }
    letters.into_iter().collect()
}

/// The canonical combining class of the marks of Latin, Greek and Cyrillic letters, which can have several; 0 for every
/// other character. Marks of other scripts directly follow their letter.
const fn class(letter: char) -> u8 {
    match letter {
        '\u{34f}' => 0,
        '\u{334}'..='\u{338}' => 1,
        '\u{321}' | '\u{322}' | '\u{327}' | '\u{328}' => 202,
        '\u{31b}' => 216,
        '\u{316}'..='\u{319}'
        | '\u{31c}'..='\u{320}'
        | '\u{323}'..='\u{326}'
        | '\u{329}'..='\u{333}'
        | '\u{339}'..='\u{33c}'
        | '\u{347}'..='\u{349}'
        | '\u{34d}'
        | '\u{34e}'
        | '\u{353}'..='\u{356}'
        | '\u{359}'
        | '\u{35a}' => 220,
        '\u{315}' | '\u{31a}' | '\u{358}' => 232,
        '\u{35c}' | '\u{35f}' | '\u{362}' => 233,
        '\u{35d}' | '\u{35e}' | '\u{360}' | '\u{361}' => 234,
        '\u{345}' => 240,
        '\u{300}'..='\u{36f}' => 230,
        _ => 0,
    }
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
    fn marks_have_the_class_that_unicode_gives_them() {
        for letter in '\u{300}'..='\u{36f}' {
            let theirs = unicode_normalization::char::canonical_combining_class(letter);
            assert_eq!(class(letter), theirs, "{:x}", u32::from(letter));
        }
    }

    #[test]
    fn every_letter_that_is_taken_apart_comes_together_again() {
        use unicode_normalization::UnicodeNormalization as _;
        for letter in '\u{a0}'..='\u{ffff}' {
            let together: String = letter.to_string().nfc().collect();
            if together != letter.to_string() {
                // A character that is only equivalent to another, such as the Kelvin sign.
                continue;
            }
            let apart: String = letter.to_string().nfd().collect();
            assert_eq!(composed(&apart), together, "{:x}", u32::from(letter));
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
