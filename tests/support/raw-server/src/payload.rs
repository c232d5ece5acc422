//! Bytes to send, which need not be in memory all at once.

use serde::{Deserialize, Serialize};

/// Bytes to send.
///
/// In JSON: a text, `{"hex": "00ff"}` for bytes that are no text, `{"repeat": "[", "times": 100000}` for what nobody
/// wants to write out, or a list of these, sent one after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Payload {
    /// UTF-8.
    Text(String),
    /// Bytes as hexadecimal digits.
    Hex {
        /// Two digits for each byte.
        #[serde(with = "hexadecimal")]
        hex: Vec<u8>,
    },
    /// The same, many times.
    Repeat {
        /// What is repeated.
        repeat: Box<Payload>,
        /// How often.
        times: u64,
    },
    /// One after the other.
    Together(Vec<Payload>),
}

impl Payload {
    /// The same bytes, many times; they are made while they are sent.
    #[must_use]
    pub fn repeated(what: impl Into<Payload>, times: u64) -> Payload {
        Payload::Repeat { repeat: Box::new(what.into()), times }
    }

    /// How many bytes it is.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Payload::Text(text) => text.len() as u64,
            Payload::Hex { hex } => hex.len() as u64,
            Payload::Repeat { repeat, times } => repeat.len().saturating_mul(*times),
            Payload::Together(parts) => parts.iter().map(Payload::len).sum(),
        }
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of it in memory.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Payload::Text(text) => text.clone().into_bytes(),
            Payload::Hex { hex } => hex.clone(),
            Payload::Repeat { repeat, times } => {
                let unit = repeat.to_bytes();
                (0..*times).flat_map(|_| unit.iter().copied()).collect()
            }
            Payload::Together(parts) => parts.iter().flat_map(Payload::to_bytes).collect(),
        }
    }

    /// The parts in order, each with how often it comes.
    pub(crate) fn parts(&self) -> Vec<(Vec<u8>, u64)> {
        match self {
            Payload::Text(_) | Payload::Hex { .. } => vec![(self.to_bytes(), 1)],
            Payload::Repeat { repeat, times } => vec![(repeat.to_bytes(), *times)],
            Payload::Together(parts) => parts.iter().flat_map(Payload::parts).collect(),
        }
    }
}

impl Default for Payload {
    fn default() -> Payload {
        Payload::Text(String::new())
    }
}

impl From<&str> for Payload {
    fn from(text: &str) -> Payload {
        Payload::Text(text.to_owned())
    }
}

impl From<String> for Payload {
    fn from(text: String) -> Payload {
        Payload::Text(text)
    }
}

impl From<Vec<u8>> for Payload {
    fn from(hex: Vec<u8>) -> Payload {
        Payload::Hex { hex }
    }
}

impl From<&[u8]> for Payload {
    fn from(bytes: &[u8]) -> Payload {
        Payload::Hex { hex: bytes.to_vec() }
    }
}

mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits: String = nibbles.filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect();
        serializer.serialize_str(&digits)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let digits = String::deserialize(deserializer)?;
        let byte =
            |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let bytes: Option<Vec<u8>> =
            digits.as_bytes().chunks(2).map(|pair| byte(pair).filter(|_| pair.len() == 2)).collect();
        bytes.ok_or_else(|| de::Error::custom("hex takes two hexadecimal digits for each byte"))
    }
}
