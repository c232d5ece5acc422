//! Options written as one JSON object, for languages that do not see our structs.

use serde_json::{Map, Value};

use super::options::unknown;
use crate::base::excerpt::{Excerpt, LONGEST_VALUE};
use crate::model::error::Error;

/// The members of a JSON object of options. A `null` and an empty text count as unset.
pub(crate) struct NamedValues(Map<String, Value>);

impl NamedValues {
    /// Reads an object that may have these members; an empty text has none.
    ///
    /// # Errors
    /// [`Error::Options`] for text that is no object and for an unknown name; the message names the nearest.
    pub(crate) fn parse(text: &str, known: &[&'static str]) -> Result<NamedValues, Error> {
        if text.trim().is_empty() {
            return Ok(NamedValues(Map::new()));
        }
        let values: Map<String, Value> = serde_json::from_str(text)
            .map_err(|error| Error::Options(format!("they must be a JSON object ({error})")))?;
        match values.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(unknown(name, known.iter().copied())),
            None => Ok(NamedValues(values)),
        }
    }

    /// A whole number in a range.
    pub(crate) fn number(&self, name: &str, least: u32, most: u32) -> Result<Option<u32>, Error> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(wrong(name, &format!("a whole number from {least} to {most}"), value)),
        }
    }

    /// A number, as it is written, or a text.
    pub(crate) fn number_or_text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) => Some(text.clone()),
            // Any other value passes too: the caller refuses it with a message of its own.
            other => Some(other.to_string()),
        }
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, Error> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(name, "a text", other)),
        }
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, Error> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let texts = value.as_array().and_then(|items| {
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        texts.ok_or_else(|| wrong(name, "a list of strings", value))
    }

    /// An object of texts or, if `several`, of texts and lists of texts.
    pub(crate) fn texts_by_name(
        &self,
        name: &str,
        several: bool,
    ) -> Result<Vec<(String, Vec<String>)>, Error> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let range =
            if several { "an object of strings or of lists of strings" } else { "an object of strings" };
        let Some(members) = value.as_object() else { return Err(wrong(name, range, value)) };
        let mut found = Vec::with_capacity(members.len());
        for (member, value) in members {
            let items = match value {
                Value::Array(items) if several => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            let mut texts = Vec::with_capacity(items.len());
            for item in items {
                texts.push(item.as_str().ok_or_else(|| wrong(name, range, item))?.to_owned());
            }
            found.push((member.clone(), texts));
        }
        Ok(found)
    }

    /// A boolean, `false` where it is unset.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Error> {
        match self.get(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(other) => Err(wrong(name, "true or false", other)),
        }
    }

    /// One of several words; the first of them where it is unset.
    pub(crate) fn choice<T: Copy>(&self, name: &str, choices: [(&str, T); 2]) -> Result<T, Error> {
        let [first, second] = choices;
        match self.text(name)? {
            None => Ok(first.1),
            Some(word) if word == first.0 => Ok(first.1),
            Some(word) if word == second.0 => Ok(second.1),
            Some(word) => Err(wrong(name, &format!("{} or {}", first.0, second.0), &Value::from(word))),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null() && value.as_str() != Some(""))
    }
}

fn wrong(name: &str, range: &str, value: &Value) -> Error {
    let value = value.to_string();
    Error::Options(format!("{name} must be {range}, not {}", Excerpt::new(&value, LONGEST_VALUE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["ceiling", "journal", "empties", "order", "allow"];

    fn refusal<T>(text: &str, read: impl FnOnce(NamedValues) -> Result<T, Error>) -> String {
        match NamedValues::parse(text, KNOWN).and_then(read) {
            Ok(_) => panic!("{text} should have been refused"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn nothing_null_and_empty_texts_are_unset() {
        for text in ["", " \n", "{}", r#"{"ceiling": null, "journal": "", "empties": null}"#] {
            let values = NamedValues::parse(text, KNOWN).expect(text);
            assert_eq!(values.number("ceiling", 1, 9).expect(text), None);
            assert_eq!(values.text("journal").expect(text), None);
            assert!(values.texts("empties").expect(text).is_empty());
            assert!(!values.flag("allow").expect(text));
            assert_eq!(values.choice("order", [("up", 1), ("down", 2)]).expect(text), 1);
        }
    }

    #[test]
    fn unknown_names_and_wrong_values_are_refused_by_name() {
        assert!(refusal(r#"{"journals": "x"}"#, Ok).contains("did you mean journal?"));
        assert!(refusal("[1]", Ok).contains("must be a JSON object"));
        for bad in ["0", "10", "1.5", "-1", "\"3\"", "99999999999"] {
            let said = refusal(&format!("{{\"ceiling\": {bad}}}"), |values| values.number("ceiling", 1, 9));
            assert!(said.contains("ceiling must be a whole number from 1 to 9, not "), "{said}");
        }
        assert!(refusal(r#"{"journal": 1}"#, |v| v.text("journal").map(|_| ())).contains("a text"));
        assert!(refusal(r#"{"empties": ["a", 1]}"#, |v| v.texts("empties")).contains("a list of strings"));
        assert!(refusal(r#"{"allow": "yes"}"#, |v| v.flag("allow")).contains("true or false"));
        let choice = |v: NamedValues| v.choice("order", [("up", 1), ("down", 2)]);
        assert!(refusal(r#"{"order": "left"}"#, choice).contains("up or down"));
    }
}
