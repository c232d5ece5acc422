//! Text on its way to a terminal or a line: what came from elsewhere cannot command the one or forge the other.

use std::ffi::OsStr;
use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

/// The letters that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// All of them.
    Utf8,
    /// ISO 8859-1.
    Latin1,
    /// ISO 8859-9, Turkish: ISO 8859-1 but for six letters.
    Latin5,
    /// ISO 8859-15: ISO 8859-1 but for eight letters.
    Latin9,
    /// A to Z, and nothing that is not in every other charset: also where the charset is one that is not known here.
    Ascii,
}

const LATIN5: [(char, u8); 6] =
    [('Ğ', 0xd0), ('İ', 0xdd), ('Ş', 0xde), ('ğ', 0xf0), ('ı', 0xfd), ('ş', 0xfe)];
const LATIN9: [(char, u8); 8] =
    [('€', 0xa4), ('Š', 0xa6), ('š', 0xa8), ('Ž', 0xb4), ('ž', 0xb8), ('Œ', 0xbc), ('œ', 0xbd), ('Ÿ', 0xbe)];

impl Charset {
    /// That of the locale in the environment.
    pub(crate) fn of_environment() -> Charset {
        // The console takes every letter, whatever its code page.
        if cfg!(windows) {
            return Charset::Utf8;
        }
        let named = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
            let value = std::env::var_os(name)?;
            (!value.is_empty()).then(|| value.to_string_lossy().into_owned())
        });
        Charset::of_locale(&named.unwrap_or_default())
    }

    /// That of a locale such as `tr_TR.UTF-8` or `de_DE@euro`. Without a charset it is the one that the C library has
    /// for the language.
    fn of_locale(locale: &str) -> Charset {
        let (place, modifier) = locale.split_once('@').unwrap_or((locale, ""));
        let (language, charset) = place.split_once('.').unwrap_or((place, ""));
        let charset: String =
            charset.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match charset.as_str() {
            "utf8" => Charset::Utf8,
            "iso88591" | "latin1" => Charset::Latin1,
            "iso88599" | "latin5" => Charset::Latin5,
            "iso885915" | "latin9" => Charset::Latin9,
            "" if modifier == "euro" => Charset::Latin9,
            "" => Charset::of_language(language.split('_').next().unwrap_or_default()),
            _ => Charset::Ascii,
        }
    }

    fn of_language(language: &str) -> Charset {
        match language {
            "tr" => Charset::Latin5,
            "da" | "de" | "en" | "es" | "fi" | "fr" | "is" | "it" | "nb" | "nl" | "nn" | "no" | "pt"
            | "sv" => Charset::Latin1,
            _ => Charset::Ascii,
        }
    }

    /// The text of a word that was typed in this charset; `None` for bytes that are none in it.
    pub(crate) fn decode(self, word: &OsStr) -> Option<String> {
        if let Some(text) = word.to_str() {
            return Some(text.to_owned());
        }
        word.as_encoded_bytes().iter().map(|byte| self.letter_of(*byte)).collect()
    }

    fn letter_of(self, byte: u8) -> Option<char> {
        let own =
            |table: &[(char, u8)]| table.iter().find(|(_, own)| *own == byte).map(|(letter, _)| *letter);
        match self {
            Charset::Utf8 | Charset::Ascii => byte.is_ascii().then_some(byte.into()),
            Charset::Latin1 => Some(byte.into()),
            Charset::Latin5 => own(&LATIN5).or(Some(byte.into())),
            Charset::Latin9 => own(&LATIN9).or(Some(byte.into())),
        }
    }

    fn has(self, letter: char) -> bool {
        self == Charset::Utf8 || self.byte_of(letter).is_some()
    }

    /// The byte of a letter in a charset of one byte a letter.
    fn byte_of(self, letter: char) -> Option<u8> {
        let latin1 = u8::try_from(u32::from(letter)).ok();
        let other = |table: &[(char, u8)]| {
            let own = table.iter().find(|(own, _)| *own == letter).map(|(_, byte)| *byte);
            own.or(latin1.filter(|byte| table.iter().all(|(_, taken)| taken != byte)))
        };
        match self {
            Charset::Utf8 | Charset::Ascii => latin1.filter(u8::is_ascii),
            Charset::Latin1 => latin1,
            Charset::Latin5 => other(&LATIN5),
            Charset::Latin9 => other(&LATIN9),
        }
    }

    /// The bytes of a text. What the charset lacks is replaced as [`shown`](Self::shown) does.
    pub(crate) fn encode(self, text: &str) -> Vec<u8> {
        if self == Charset::Utf8 || text.is_ascii() {
            return text.as_bytes().to_vec();
        }
        let mut bytes = Vec::with_capacity(text.len());
        for letter in text.chars() {
            match self.byte_of(letter) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(letter.escape_unicode().map(|part| part as u8)),
            }
        }
        bytes
    }

    /// Text from elsewhere (a name, a message of a server, what stands in a file) as it may stand in a line of a
    /// terminal, a log or a table: without controls, line ends, and letters that are not seen or that turn the others
    /// around; and with nothing that the charset lacks. All of those are shown as `\u{2013}`.
    pub(crate) fn shown(self, text: &str) -> String {
        let mut safe = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\n' => safe.push_str("\\n"),
                '\r' => safe.push_str("\\r"),
                '\t' => safe.push_str("\\t"),
                ' '..='~' => safe.push(letter),
                _ if is_harmless(letter) && self.has(letter) => safe.push(letter),
                _ => safe.extend(letter.escape_unicode()),
            }
        }
        safe
    }

    /// JSON with the same letters written as JSON's own escapes: it is still the same JSON.
    pub(crate) fn shown_json(self, json: &str) -> String {
        let mut safe = String::with_capacity(json.len());
        for letter in json.chars() {
            // Line ends outside of texts are JSON's own, and inside of them there are none.
            // Other charsets are none that JSON can be written in.
            if letter.is_ascii() && letter != '\u{7f}' || is_harmless(letter) && self == Charset::Utf8 {
                safe.push(letter);
                continue;
            }
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        }
        safe
    }
}

/// How many columns of a terminal a text takes that is [`shown`](Charset::shown).
pub(crate) fn width(shown: &str) -> usize {
    shown.width()
}

/// Whether a letter beyond ASCII is seen, and does nothing but be seen.
fn is_harmless(letter: char) -> bool {
    /// Letters by their category, but nothing is drawn for them.
    const INVISIBLE: [char; 7] =
        ['\u{34f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{3164}', '\u{ffa0}'];
    // The standard library knows which letters are printable. A mark that belongs to the letter before it is, unless it
    // stands alone, so it gets one.
    let mut room = ['x', letter].iter().collect::<String>();
    let is_printable = room.escape_debug().count() == 2;
    room.clear();
    is_printable && !INVISIBLE.contains(&letter)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn what_commands_a_terminal_or_forges_a_line_is_escaped() {
        for (text, shown) in [
            ("\u{1b}[2JMallory\u{7}", "\\u{1b}[2JMallory\\u{7}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{202e}live\u{2066}", "\\u{202e}live\\u{2066}"),
            ("zero\u{200b}width\u{feff}\u{2060}", "zero\\u{200b}width\\u{feff}\\u{2060}"),
            ("line\u{2028}\u{2029}\u{85}", "line\\u{2028}\\u{2029}\\u{85}"),
            ("tag\u{e0041}", "tag\\u{e0041}"),
            ("filler\u{3164}", "filler\\u{3164}"),
        ] {
            assert_eq!(Charset::Utf8.shown(text), shown);
        }
    }

    #[test]
    fn names_of_people_stay_as_they_are() {
        for name in [
            "Björn Okafor",
            "Zoe\u{308} \"Z\" O'Neil\\",
            "李小龍",
            "Ğülşen İı",
            "ᄒ\u{1161}\u{11ab}",
            "R&D – 2",
        ] {
            assert_eq!(Charset::Utf8.shown(name), name);
        }
    }

    #[test]
    fn what_the_charset_lacks_is_replaced_visibly() {
        let name = "Ğünter – Ş€";
        assert_eq!(Charset::Ascii.shown(name), "\\u{11e}\\u{fc}nter \\u{2013} \\u{15e}\\u{20ac}");
        assert_eq!(Charset::Latin1.shown(name), "\\u{11e}ünter \\u{2013} \\u{15e}\\u{20ac}");
        assert_eq!(Charset::Latin5.encode("Ğü–ð"), b"\xd0\xfc\\u{2013}\\u{f0}");
        assert_eq!(Charset::Latin9.encode("€é"), b"\xa4\xe9");
    }

    #[test]
    fn words_are_read_in_the_charset_they_are_typed_in() {
        for (charset, bytes, text) in [
            (Charset::Utf8, "Ğül".as_bytes(), Some("Ğül")),
            (Charset::Latin5, b"\xd0\xfcl", Some("Ğül")),
            (Charset::Latin1, b"\xe9", Some("é")),
            (Charset::Latin9, b"\xa4", Some("€")),
            (Charset::Utf8, b"\xe9", None),
            (Charset::Ascii, b"\xe9", None),
        ] {
            assert_eq!(charset.decode(OsStr::from_bytes(bytes)).as_deref(), text, "{charset:?}");
        }
    }

    #[test]
    fn json_stays_the_same_json() {
        let value = serde_json::json!({ "name": "\u{1b}\u{202e}Ğ\u{1f511}–" });
        let text = serde_json::to_string_pretty(&value).expect("a value");
        for charset in [Charset::Utf8, Charset::Latin1, Charset::Ascii] {
            let shown = charset.shown_json(&text);
            assert!(!shown.contains(['\u{1b}', '\u{202e}']));
            assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect(&shown), value);
        }
        assert!(Charset::Latin1.shown_json(&text).is_ascii());
    }

    #[test]
    fn the_locale_names_the_charset() {
        for (locale, charset) in [
            ("", Charset::Ascii),
            ("C", Charset::Ascii),
            ("POSIX", Charset::Ascii),
            ("C.UTF-8", Charset::Utf8),
            ("tr_TR.utf8", Charset::Utf8),
            ("tr_TR", Charset::Latin5),
            ("tr_TR.ISO-8859-9", Charset::Latin5),
            ("de_DE.ISO8859-1", Charset::Latin1),
            ("de_DE@euro", Charset::Latin9),
            ("en_US", Charset::Latin1),
            ("ja_JP.EUC-JP", Charset::Ascii),
        ] {
            assert_eq!(Charset::of_locale(locale), charset, "{locale:?}");
        }
    }
}
