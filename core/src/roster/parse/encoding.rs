//! Bytes of a file as text: UTF-8 with or without a byte order mark, or UTF-16 with one.

use std::borrow::Cow;

use super::super::diagnostics::refuse;
use super::records::line_ends;
use crate::model::error::Error;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// The text without its byte order mark. Any other encoding is refused, naming the line.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => Cow::Owned(decode_utf16(rest, u16::from_le_bytes)?),
        [0xFE, 0xFF, rest @ ..] => Cow::Owned(decode_utf16(rest, u16::from_be_bytes)?),
        _ => Cow::Borrowed(decode_utf8(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes))?),
    };
    if let Some(place) = text.find('\0') {
        let line = line_of(text.get(..place).unwrap_or_default());
        return Err(refuse(format!(
            "line {line}: holds a NUL character; save the file as UTF-8, or as UTF-16 with a byte order mark"
        )));
    }
    Ok(text)
}

fn decode_utf8(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes.split_at(error.valid_up_to());
        let line = line_of(std::str::from_utf8(good).unwrap_or_default());
        let byte = bad.first().copied().unwrap_or_default();
        refuse(format!(
            "line {line}: byte 0x{byte:02X} is not UTF-8; save the file as UTF-8, or as UTF-16 with a byte order mark"
        ))
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Error> {
    let pairs = bytes.chunks_exact(2);
    let cut = !pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| Some(unit(pair.try_into().ok()?)));
    let mut text = String::with_capacity(bytes.len() / 2);
    for letter in char::decode_utf16(units) {
        match letter {
            Ok(letter) => text.push(letter),
            Err(error) => {
                let (line, unit) = (line_of(&text), error.unpaired_surrogate());
                return Err(refuse(format!("line {line}: 0x{unit:04X} is not UTF-16")));
            }
        }
    }
    if cut {
        let line = line_of(&text);
        return Err(refuse(format!("line {line}: the UTF-16 text ends in the middle of a character")));
    }
    Ok(text)
}

/// The number of the line that follows this text.
fn line_of(text: &str) -> u64 {
    line_ends(text) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[test]
    fn byte_order_marks_are_understood_and_dropped() {
        let text = "name;group\r\nZoë 🦀;Lobby\r\n";
        let marked = [UTF8_MARK, text.as_bytes()].concat();
        for bytes in
            [text.as_bytes().to_vec(), marked, utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)]
        {
            assert_eq!(decode(&bytes).expect("text"), text);
        }
        assert_eq!(decode(b"").expect("nothing"), "");
    }

    #[test]
    fn other_encodings_are_refused_with_the_line() {
        let mut cut = utf16("a\nb", u16::to_le_bytes);
        cut.push(0x20);
        let half = [utf16("a\nb", u16::to_le_bytes), 0xD83D_u16.to_le_bytes().to_vec()].concat();
        let unmarked: Vec<u8> = "a\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, expected) in [
            (b"name\nZo\xEB\n".to_vec(), "roster line 2: byte 0xEB is not UTF-8"),
            (cut, "roster line 2: the UTF-16 text ends in the middle"),
            (half, "roster line 2: 0xD83D is not UTF-16"),
            (unmarked, "roster line 1: holds a NUL character"),
        ] {
            let error = decode(&bytes).expect_err(expected).to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
