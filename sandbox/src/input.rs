//! Parameters of a call, from a JSON body or a query, checked as the official schemas check them.

use std::fmt::Write;

use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::http::Request;
use crate::switches::BadUuid;

/// The parameters of one call.
pub(crate) struct Params {
    values: Map<String, Value>,
    from_query: bool,
}

/// A body that is not JSON at all: Seam's framework answers that before the API sees it.
pub(crate) struct NotJson;

impl Params {
    /// Reads the query of GET and DELETE and the JSON body of everything else. A DELETE with a body is read
    /// like a POST, as the official fake does.
    pub(crate) fn of(request: &Request) -> Result<Result<Params, Failure>, NotJson> {
        if request.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(from_query(&request.query));
        }
        let declared = request.header("content-type").is_some_and(|kind| kind.contains("application/json"));
        if !declared && matches!(request.method.as_str(), "POST" | "PATCH") {
            return Ok(Err(Failure::new(
                400,
                "invalid_content_type",
                format!(
                    "{} requests must have Content-Type header with \"application/json\"",
                    request.method
                ),
            )));
        }
        match serde_json::from_slice(&request.body) {
            Ok(Value::Object(values)) => Ok(Ok(Params { values, from_query: false })),
            Ok(other) => {
                let message = format!("Expected object, received {}", kind(&other));
                Ok(Err(Failure::invalid_input(&[(String::new(), message)])))
            }
            Err(_) => Err(NotJson),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name).and_then(Value::as_str)
    }

    /// Every parameter except one, for the address of the next page.
    pub(crate) fn without<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.values.iter().filter(move |(key, _)| *key != name).map(|(key, value)| (key.as_str(), value))
    }
}

fn from_query(query: &str) -> Result<Params, Failure> {
    let mut values = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        if name == "_strict" {
            continue;
        }
        let value = if value.is_empty() { Value::Null } else { Value::from(decode(value)) };
        match values.get_mut(&name) {
            None => {
                values.insert(name, value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(Value::String(_)) if LISTS.contains(&name.as_str()) => {
                let first = values.remove(&name).unwrap_or_default();
                values.insert(name, Value::Array(vec![first, value]));
            }
            Some(_) => {
                let message = format!("The query parameter {name} was given more than once");
                return Err(Failure::new(400, "invalid_query_params", message));
            }
        }
    }
    Ok(Params { values, from_query: true })
}

/// The parameters that are lists.
const LISTS: [&str; 1] = ["acs_entrance_ids"];

/// Collects what is wrong with a call's parameters while they are read.
pub(crate) struct Checks<'a> {
    params: &'a Params,
    bad_uuid: BadUuid,
    issues: Vec<(String, String)>,
}

impl<'a> Checks<'a> {
    pub(crate) fn new(params: &'a Params, bad_uuid: BadUuid) -> Checks<'a> {
        Checks { params, bad_uuid, issues: Vec::new() }
    }

    /// A UUID that must be there; the empty string stands in for one that is wrong, until [`Checks::finish`].
    pub(crate) fn required_id(&mut self, name: &str) -> &'a str {
        if !self.params.values.contains_key(name) {
            self.issue(name, "Required");
        }
        self.id(name).unwrap_or("")
    }

    pub(crate) fn id(&mut self, name: &str) -> Option<&'a str> {
        let id = self.string(name)?;
        if self.bad_uuid == BadUuid::InvalidInput && !is_uuid(id) {
            self.issue(name, "Invalid uuid");
        }
        Some(id)
    }

    pub(crate) fn ids(&mut self, name: &str) -> Option<Vec<&'a str>> {
        match self.params.values.get(name)? {
            Value::Array(all) => Some(all.iter().filter_map(Value::as_str).collect()),
            Value::String(one) if self.params.from_query => Some(vec![one]),
            Value::Null if self.params.from_query => Some(Vec::new()),
            other => {
                self.issue(name, &format!("Expected array, received {}", kind(other)));
                None
            }
        }
    }

    pub(crate) fn string(&mut self, name: &str) -> Option<&'a str> {
        match self.params.values.get(name)? {
            Value::String(text) => Some(text),
            other => {
                self.issue(name, &format!("Expected string, received {}", kind(other)));
                None
            }
        }
    }

    /// A string with at least one character.
    pub(crate) fn search(&mut self, name: &str) -> Option<&'a str> {
        let text = self.string(name)?;
        if text.is_empty() {
            self.issue(name, "String must contain at least 1 character(s)");
        }
        Some(text)
    }

    pub(crate) fn nullable(&mut self, name: &str) -> Nullable<'a> {
        match self.params.values.get(name) {
            None => Nullable::Absent,
            Some(Value::Null) => Nullable::Null,
            Some(_) => self.string(name).map_or(Nullable::Absent, Nullable::Text),
        }
    }

    pub(crate) fn limit(&mut self, default: usize) -> usize {
        let Some(value) = self.params.values.get("limit") else { return default };
        let number = match value {
            Value::String(text) if self.params.from_query => text.parse().ok(),
            value => value.as_f64(),
        };
        let Some(number) = number else {
            self.issue("limit", &format!("Expected number, received {}", kind(value)));
            return default;
        };
        if number.fract() != 0.0 {
            self.issue("limit", "Expected integer, received float");
        } else if number <= 0.0 {
            self.issue("limit", "Number must be greater than 0");
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the page sizes"
        )]
        let limit = number.clamp(1.0, 10_000.0) as usize;
        limit
    }

    pub(crate) fn issue(&mut self, field: &str, message: &str) {
        self.issues.push((field.to_owned(), message.to_owned()));
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.issues.is_empty() { Ok(()) } else { Err(Failure::invalid_input(&self.issues)) }
    }
}

/// A string that may be left out, or be null.
#[derive(Clone, Copy)]
pub(crate) enum Nullable<'a> {
    Absent,
    Null,
    Text(&'a str),
}

impl<'a> Nullable<'a> {
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Nullable::Text(text) => Some(text),
            Nullable::Absent | Nullable::Null => None,
        }
    }

    /// As a filter: null asks for what has none.
    pub(crate) fn lets_pass(self, value: Option<&str>) -> bool {
        match self {
            Nullable::Absent => true,
            Nullable::Null => value.is_none(),
            Nullable::Text(text) => value == Some(text),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_uuid(text: &str) -> bool {
    let mut parts = text.split('-');
    let of = |part: Option<&str>, length| {
        part.is_some_and(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    [8, 4, 4, 4, 12].into_iter().all(|length| of(parts.next(), length)) && parts.next().is_none()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = [ahead.next(), ahead.next()].map(|digit| digit.and_then(hex_digit));
                if let [Some(high), Some(low)] = digits {
                    bytes.push(high << 4 | low);
                    rest = ahead;
                } else {
                    bytes.push(b'%');
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Text as a part of a query.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(encoded, "%{other:02X}");
            }
        }
    }
    encoded
}
