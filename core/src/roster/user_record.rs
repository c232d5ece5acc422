//! The fields of a user that identify the person.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::value::RawValue;

use crate::base::folding::address;
use crate::base::json::text_of;
use crate::model::error::{Error, Failure};
use crate::model::response::Record;

/// A user as a list shows one. What is absent, null or of another kind is `None`.
#[derive(Debug, Deserialize)]
pub(crate) struct UserRecord<'a> {
    #[serde(borrow, default, deserialize_with = "text")]
    acs_user_id: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    pub(crate) user_identity_id: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    full_name: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    display_name: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    email_address: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    email: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "text")]
    user_identity_email_address: Option<Cow<'a, str>>,
}

impl<'a> UserRecord<'a> {
    pub(crate) fn of(record: &'a Record) -> Result<UserRecord<'a>, Error> {
        let person: Option<UserRecord<'a>> = serde_json::from_str(record.json()).ok();
        person.filter(|person| !person.id().is_empty()).ok_or_else(|| {
            let excerpt: String = record.json().chars().take(200).collect();
            Error::UnexpectedResponse(Failure::boxed(format!("a user without acs_user_id: {excerpt}")))
        })
    }

    pub(crate) fn id(&self) -> &str {
        self.acs_user_id.as_deref().unwrap_or_default()
    }

    /// The name to show to people.
    pub(crate) fn name(&self) -> &str {
        self.names().next().unwrap_or_default()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        [&self.full_name, &self.display_name].into_iter().filter_map(|name| name.as_deref()).map(str::trim)
    }

    /// The e-mail addresses as they are compared.
    pub(crate) fn emails(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let fields = [&self.email_address, &self.email, &self.user_identity_email_address];
        fields.into_iter().filter_map(|email| Some(address(email.as_deref()?.trim())))
    }
}

/// A string; `None` for any other value.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    Ok(text_of(<&'de RawValue>::deserialize(deserializer)?.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_another_kind_are_absent() {
        let text = r#"{"acs_user_id": "u", "full_name": null, "display_name": " Z\u00f6 ", "email": 5,
                       "email_address": "A@B.example ", "user_identity_id": {}}"#;
        let record = Record::new(bytes::Bytes::from_static(text.as_bytes()));
        let person = UserRecord::of(&record).expect("a person");
        assert_eq!((person.id(), person.name()), ("u", "Zö"));
        assert_eq!(person.emails().collect::<Vec<_>>(), ["a@b.example"]);
        assert!(person.user_identity_id.is_none());
    }
}
