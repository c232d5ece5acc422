//! A response as it came from the wire, and what its body says.

use std::fmt::Display;
use std::time::Duration;

use bytes::Bytes;
use serde::de::{DeserializeSeed, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;

use super::body_parser::{Entries, TopLevel, TopLevelOf};
use super::error::ApiError;
use super::id_check::check_ids;
use super::member_parser::{Members, Note};
use super::response::Record;
use crate::base::memory::reserve;
use crate::base::secret::Redactor;

/// A complete response.
#[derive(Debug, Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) location: Option<String>,
    /// What time it was for the server, where this is the answer to a read.
    pub(crate) date: Option<String>,
    pub(crate) body: Bytes,
    /// Removes secrets from everything that a message quotes from the response.
    pub(crate) redactor: Redactor,
    /// The largest answer that is read, in bytes, as the option `max_response_bytes` says.
    pub(crate) limit: usize,
}

impl RawResponse {
    /// Checks that the body says `"ok": true`; the error is a phrase that says what the body is instead.
    pub(crate) fn confirm(&self) -> Result<(), String> {
        self.top_level("").map(|_| ())
    }

    /// The one object under `key`.
    pub(crate) fn record(&self, key: &str) -> Result<Record, String> {
        let found = self.top_level(key)?.value.ok_or_else(|| missing(key))?;
        if !found.get().starts_with('{') {
            return Err(format!("{key:?} is not an object"));
        }
        self.cut(found)
    }

    /// The objects of the list under `key`.
    pub(crate) fn records(&self, key: &str) -> Result<Vec<Record>, Unusable> {
        let found = self.top_level(key)?.value.ok_or_else(|| missing(key))?;
        if !found.get().starts_with('[') {
            return Err(Unusable::NotSeams(format!("{key:?} is not a list")));
        }
        let mut parser = serde_json::Deserializer::from_str(found.get());
        let mut is_out_of_memory = false;
        let entries = Entries { limit: self.limit, is_out_of_memory: &mut is_out_of_memory };
        let items = match entries.deserialize(&mut parser) {
            Ok(items) => items,
            Err(_) if is_out_of_memory => return Err(Unusable::NoMemory),
            Err(error) => return Err(Unusable::NotSeams(error.to_string())),
        };
        let mut records = Vec::new();
        reserve(&mut records, items.len()).map_err(|_| Unusable::NoMemory)?;
        for item in items {
            if !item.get().starts_with('{') {
                return Err(Unusable::NotSeams(format!("{key:?} holds something that is not an object")));
            }
            records.push(self.cut(item)?);
        }
        Ok(records)
    }

    /// Passes the ids of the members in the list under `key` to `note`. They are valid only if this returns `Ok`.
    pub(crate) fn members(&self, key: &str, note: Note<'_>) -> Result<(), String> {
        let members = Members { note, limit: self.limit };
        let found = self.walk(TopLevelOf { key, members: Some(members) })?;
        if found.has_members { Ok(()) } else { Err(missing(key)) }
    }

    /// The whole body, where it says `"ok": true`.
    pub(crate) fn whole(&self) -> Result<Record, String> {
        self.confirm()?;
        let whole: &RawValue =
            serde_json::from_str(self.text()?).map_err(|error| self.redactor.text(error.to_string()))?;
        self.cut(whole)
    }

    /// How many objects a page of the list under `key` holds, and where the next page is.
    pub(crate) fn end_of_page(&self, key: &str) -> Result<PageEnd, String> {
        let found = self.top_level(key)?;
        let list = found.value.ok_or_else(|| missing(key))?;
        let items: Vec<IgnoredAny> =
            serde_json::from_str(list.get()).map_err(|_| format!("{key:?} is not a list"))?;
        let pagination = found.pagination.map(|found| self.cut(found)).transpose()?;
        let more =
            pagination.filter(|record| record.value().get("has_next_page") == Some(&Value::Bool(true)));
        let next_cursor = match more {
            None => None,
            Some(record) => Some(
                record
                    .get("next_page_cursor")
                    .ok_or("there is a next page, but next_page_cursor is missing")?,
            ),
        };
        Ok(PageEnd { items: items.len() as u64, next_cursor })
    }

    /// Where the next page is, if the body says so.
    pub(crate) fn pagination(&self) -> Result<Option<Record>, String> {
        self.top_level("")?.pagination.map(|found| self.cut(found)).transpose()
    }

    /// Seam's error envelope. An answer without a type and a message is not from Seam.
    pub(crate) fn envelope(&self) -> Option<ApiError> {
        let body: Value = serde_json::from_str(self.text().ok()?).ok()?;
        let error = body.get("error")?;
        let text = |field: &str| error.get(field).and_then(Value::as_str).map(str::to_owned);
        Some(ApiError {
            kind: self.redactor.text(text("type")?),
            message: self.redactor.text(text("message")?),
            data: error.get("data").map(|data| self.redactor.value(shallow(data, LEVELS_KEPT))),
            validation_errors: error
                .get("validation_errors")
                .map(|tree| self.redactor.value(shallow(tree, LEVELS_KEPT))),
        })
    }

    /// The beginning of an unexpected body, fit for a message.
    pub(crate) fn excerpt(&self) -> String {
        const LONGEST: usize = 512;
        /// Longer than a secret: one that was cut through would not be recognised.
        const SEEN: usize = 8 * LONGEST;
        if self.body.is_empty() {
            return "an empty body".to_owned();
        }
        let start = self.body.get(..SEEN).unwrap_or(&self.body);
        let text: String = self
            .redactor
            .text(String::from_utf8_lossy(start).into_owned())
            .chars()
            .take(LONGEST)
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        format!("the body {:?}", text.trim())
    }

    fn top_level(&self, key: &str) -> Result<TopLevel<'_>, String> {
        self.walk(TopLevelOf { key, members: None })
    }

    fn walk(&self, wanted: TopLevelOf<'_, '_>) -> Result<TopLevel<'_>, String> {
        let mut parser = serde_json::Deserializer::from_str(self.text()?);
        let found = wanted
            .deserialize(&mut parser)
            .and_then(|found| parser.end().map(|()| found))
            .map_err(|error| self.spoilt(&error))?;
        match found.ok {
            Some(true) => Ok(found),
            Some(false) => Err(format!("it says \"ok\": false in {}", self.excerpt())),
            None => Err(format!("\"ok\": true is missing in {}", self.excerpt())),
        }
    }

    /// The body, all of it UTF-8: the parser checks the texts that it keeps, but not those that it skips.
    fn text(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.body).map_err(|error| self.spoilt(&error))
    }

    fn spoilt(&self, reason: &dyn Display) -> String {
        let reason = self.redactor.text(reason.to_string());
        format!("{} is not the JSON of an answer: {reason}", self.excerpt())
    }

    /// Shares a part of the body after checking that every id in it is fit to be used as one.
    fn cut(&self, part: &RawValue) -> Result<Record, String> {
        check_ids(part.get(), false).map_err(|reason| self.redactor.text(reason))?;
        Ok(Record::new(self.body.slice_ref(part.get().as_bytes())))
    }
}

/// An error goes to threads of the host, which copy and free it level by level, perhaps on a stack of 16 kB.
const LEVELS_KEPT: u32 = 16;

/// The same value with everything below so many levels as its JSON text.
fn shallow(value: &Value, levels: u32) -> Value {
    match (value, levels.checked_sub(1)) {
        (Value::Array(_) | Value::Object(_), None) => Value::String(value.to_string()),
        (Value::Array(items), Some(below)) => items.iter().map(|item| shallow(item, below)).collect(),
        (Value::Object(fields), Some(below)) => {
            fields.iter().map(|(name, value)| (name.clone(), shallow(value, below))).collect()
        }
        _ => value.clone(),
    }
}

/// Why an answer gives nothing.
#[derive(Debug)]
pub(crate) enum Unusable {
    /// It is not one that Seam gives; a phrase says what it is instead.
    NotSeams(String),
    /// The system has no memory for what it holds.
    NoMemory,
}

impl From<String> for Unusable {
    fn from(reason: String) -> Self {
        Self::NotSeams(reason)
    }
}

fn missing(key: &str) -> String {
    format!("{key:?} is missing")
}

/// How many objects a page holds, and where the next page is.
#[derive(Debug)]
pub(crate) struct PageEnd {
    pub(crate) items: u64,
    pub(crate) next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id_check::ENTRY;

    fn reply(body: &str) -> RawResponse {
        RawResponse {
            status: 200,
            request_id: None,
            retry_after: None,
            location: None,
            date: None,
            body: Bytes::copy_from_slice(body.as_bytes()),
            redactor: Redactor::over([]),
            limit: 1 << 20,
        }
    }

    #[test]
    fn only_ok_true_confirms() {
        reply(r#" {"ok": true} "#).confirm().expect("confirmed");
        for other in [
            "",
            "{}",
            "null",
            "[true]",
            r#"{"ok": false}"#,
            r#"{"ok": "true"}"#,
            r#"{"ok": 1}"#,
            r#"{"ok": true} trailing"#,
            r#"{"ok": false, "ok": true}"#,
            r#"{"ok": "no", "ok": true}"#,
            r#"{"ok": true"#,
            "<html>Log in</html>",
        ] {
            reply(other).confirm().expect_err(other);
        }
    }

    #[test]
    fn an_id_with_a_control_character_spoils_the_answer() {
        let spoilt = r#"{"acs_users":[{"acs_user_id":"a\u0000b"}],"ok":true}"#;
        assert!(reply(spoilt).records("acs_users").is_err());
        let nested =
            r#"{"acs_users":[{"pending_mutations":[{"to":{"acs_access_group_id":"a\nb"}}]}],"ok":true}"#;
        assert!(reply(nested).records("acs_users").is_err());
        let harmless = r#"{"acs_users":[{"acs_user_id":"a","full_name":"two\nlines"}],"ok":true}"#;
        assert_eq!(reply(harmless).records("acs_users").expect("fit").len(), 1);
    }

    fn members(body: &str) -> Result<Vec<(String, Option<String>)>, String> {
        let mut told = Vec::new();
        let mut note = |user: &str, identity: Option<&str>| {
            told.push((user.to_owned(), identity.map(str::to_owned)));
        };
        reply(body).members("acs_users", &mut note).map(|()| told)
    }

    #[test]
    fn members_are_told_by_their_ids() {
        let body = r#"{"acs_users": [
            {"acs_user_id": "a", "user_identity_id": "i", "errors": [{"acs_user_id": "other"}]},
            {"user_identity_id": null, "full_name": 5, "acs_user_id": "b\u0063"},
            {"acs_user_id": "d", "user_identity_id": {"user_identity_id": "inner"}, "more": [1.5, true, null]}
        ], "ok": true, "pagination": {}}"#;
        let expected = [("a", Some("i")), ("bc", None), ("d", None)];
        let told = members(body).expect("members");
        assert!(told.iter().map(|(user, identity)| (user.as_str(), identity.as_deref())).eq(expected));
        assert_eq!(members(r#"{"ok": true, "acs_users": []}"#).expect("nobody"), []);
    }

    #[test]
    fn no_member_counts_unless_the_whole_answer_is_sound() {
        let first = r#"{"acs_user_id": "a"}"#;
        for (rest, reason) in [
            (r#", {"acs_user_id": "b"#, "EOF"),
            ("], \"ok\": true", "EOF"),
            ("]}", "\"ok\": true is missing"),
            (r#"], "ok": false}"#, "\"ok\": false"),
            (r#"], "ok": true} {"#, "trailing"),
            (r#"], "ok": true, "acs_users": []}"#, "the list is there twice"),
            (r#", {}], "ok": true}"#, "a user without acs_user_id"),
            (r#", {"acs_user_id": ""}], "ok": true}"#, "a user without acs_user_id"),
            (r#", {"acs_user_id": 5}], "ok": true}"#, "a user without acs_user_id"),
            (r#", {"acs_user_id": "b", "acs_user_id": "c"}], "ok": true}"#, "the same id field twice"),
            (r#", null], "ok": true}"#, "expected an object"),
            (r#", {"acs_user_id": "b\u0000"}], "ok": true}"#, "control character"),
            (r#", {"acs_user_id": "b\u0080"}], "ok": true}"#, "control character"),
            (r#", {"acs_user_id": "b", "user_identity_id": "\u007f"}], "ok": true}"#, "control character"),
            (
                r#", {"acs_user_id": "b", "user_identity_id": [{"x_id": "\n"}]}], "ok": true}"#,
                "control character",
            ),
            (r#", {"acs_user_id": "b", "e": [{"x_ids": ["\n"]}]}], "ok": true}"#, "control character"),
        ] {
            let error = members(&format!(r#"{{"acs_users": [{first}{rest}"#)).expect_err(rest);
            assert!(error.contains(reason), "{rest}: {error}");
        }
        for body in
            [r#"{"ok": true}"#, r#"{"ok": true, "acs_users": null}"#, r#"{"ok": true, "acs_users": {}}"#]
        {
            members(body).expect_err(body);
        }
        let short = RawResponse {
            limit: 2 * ENTRY,
            ..reply(
                r#"{"acs_users": [{"acs_user_id": "a"}, {"acs_user_id": "b"}, {"acs_user_id": "c"}], "ok": true}"#,
            )
        };
        let error = short.members("acs_users", &mut |_, _| ()).expect_err("three where two have room");
        assert!(error.contains("max_response_bytes"), "{error}");
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion_to_death() {
        let deep =
            format!(r#"{{"acs_user":{{"x":{}{}}},"ok":true}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert!(reply(&deep).record("acs_user").is_err());
    }

    #[test]
    fn deep_data_of_an_error_is_kept_as_text_below_some_levels() {
        let nested = format!("{}1{}", r#"[{"a":"#.repeat(50), "}]".repeat(50));
        let body = format!(r#"{{"error":{{"type":"t","message":"m","data":{nested}}},"ok":false}}"#);
        let data = reply(&body).envelope().and_then(|api| api.data).expect("data");
        let inner = data.pointer(&"/0/a".repeat(8)).and_then(Value::as_str).expect("a text");
        assert_eq!(inner, format!("{}1{}", r#"[{"a":"#.repeat(42), "}]".repeat(42)));
    }

    #[test]
    fn an_envelope_needs_type_and_message() {
        assert!(reply(r#"{"error":{"type":"t","message":"m"},"ok":false}"#).envelope().is_some());
        for other in [
            "404",
            "",
            r#"{"error":"x"}"#,
            r#"{"error":{"type":"t"}}"#,
            r#"{"error":{"type":1,"message":"m"}}"#,
        ] {
            assert!(reply(other).envelope().is_none(), "{other}");
        }
    }
}
