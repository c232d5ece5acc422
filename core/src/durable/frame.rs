//! One line of an append-only file: a CRC-32 of its text, and the text, which is JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The CRC in hexadecimal, and the space behind it.
const CRC: usize = 9;

/// A value as a line.
pub(crate) fn frame(content: &impl Serialize) -> Vec<u8> {
    // Strings and numbers always serialize.
    sealed(&serde_json::to_vec(content).unwrap_or_default())
}

/// JSON as a line.
pub(crate) fn sealed(json: &[u8]) -> Vec<u8> {
    let mut line = format!("{:08x} ", crc32fast::hash(json)).into_bytes();
    line.extend_from_slice(json);
    line.push(b'\n');
    line
}

/// The JSON of a whole line; `None` if it is not what was written.
pub(crate) fn unsealed(line: &[u8]) -> Option<&[u8]> {
    let (crc, json) = line.strip_suffix(b"\n")?.split_at_checked(CRC)?;
    let crc = u32::from_str_radix(std::str::from_utf8(crc).ok()?.strip_suffix(' ')?, 16).ok()?;
    (crc32fast::hash(json) == crc).then_some(json)
}

/// The content of a whole line; `None` if it is not what was written.
pub(crate) fn content_of<T: DeserializeOwned>(line: &[u8]) -> Option<T> {
    unsealed(line).and_then(parsed)
}

/// What the JSON of a line says; `None` if that is nothing that is known. Its text is parsed: parsing bytes would bring a
/// second parser into the library.
pub(crate) fn parsed<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    serde_json::from_str(std::str::from_utf8(json).ok()?).ok()
}

/// Whether a file was begun with a frame whose JSON begins so, even if that frame is torn.
pub(crate) fn begins_with(text: &[u8], json: &str) -> bool {
    let Some((crc, rest)) = text.split_at_checked(CRC.min(text.len())) else { return false };
    let is_crc = crc.iter().enumerate().all(|(place, byte)| match place {
        8 => *byte == b' ',
        _ => byte.is_ascii_hexdigit(),
    });
    let shown = rest.len().min(json.len());
    is_crc && rest.get(..shown) == json.as_bytes().get(..shown)
}

/// The next line of a text with its line end, and what stands behind it; the last line may lack its end.
pub(crate) fn split_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |end| end + 1);
    text.split_at_checked(end).filter(|(line, _)| !line.is_empty())
}

/// Whether a whole frame stands anywhere in a text, be its line begun by another one whose end is lost.
pub(crate) fn holds_a_frame(text: &[u8]) -> bool {
    memchr::memchr_iter(b' ', text).any(|space| {
        let begin = (space + 1).checked_sub(CRC).and_then(|begin| text.get(begin..));
        // The words of a change may look like a checksum, and never like all that follows it.
        begin.and_then(split_line).and_then(|(line, _)| content_of::<serde_json::Value>(line)).is_some()
    })
}
