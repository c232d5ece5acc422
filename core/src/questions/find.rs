//! Who or what a person means by an id, a name or an e-mail address.

use serde_json::json;

use crate::answer::{Content, Record};
use crate::client::Client;
use crate::engine::Asker;
use crate::error::Error;
use crate::fields::record;
use crate::ids::{canonical, looks_like_an_id};
use crate::operation::{Operation, Product};
use crate::read::Read;
use crate::roster::{Person, address};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sought {
    /// An ACS user: by id, full or display name, or e-mail address in any case.
    User,
    /// An access group: by id or name.
    Group,
    /// An entrance: by id or name.
    Entrance,
}

impl Client {
    /// Begins to look up what a person means. The record has `id`, `name` and `acs_system_id`.
    ///
    /// What has the shape of a UUID is an id and taken as it is, without `name` and system; anything else is looked for
    /// among all there are.
    ///
    /// # Errors
    /// [`Error::Resources`]. The operation itself fails with [`Error::InvalidArgument`] where nobody or more than one
    /// answers to the text; several are listed.
    pub fn begin_find(&self, sought: Sought, text: &str) -> Result<Operation, Error> {
        let text = text.trim().to_owned();
        let phrase = format!("find the {} {text:?}", sought.noun());
        self.begin_question(phrase, move |asker| async move { find(&asker, sought, &text).await })
    }
}

impl Sought {
    const fn noun(self) -> &'static str {
        match self {
            Sought::User => "ACS user",
            Sought::Group => "access group",
            Sought::Entrance => "entrance",
        }
    }

    const fn id_field(self) -> &'static str {
        match self {
            Sought::User => "acs_user_id",
            Sought::Group => "acs_access_group_id",
            Sought::Entrance => "acs_entrance_id",
        }
    }

    const fn list(self) -> Read {
        match self {
            Sought::User => Read::ListUsers,
            Sought::Group => Read::ListGroups,
            Sought::Entrance => Read::ListEntrances,
        }
    }

    /// Whether an object answers to a text.
    fn is_called(self, object: &Record, text: &str) -> bool {
        if self != Sought::User {
            return names(object).any(|name| name.trim() == text);
        }
        let folded = address(text);
        Person::of(object).is_ok_and(|person| {
            person.names().any(|name| name == text) || person.emails().any(|email| email == folded)
        })
    }

    /// The name that people know.
    fn name_of(self, object: &Record) -> String {
        if self == Sought::User {
            return Person::of(object).map(|person| person.name().to_owned()).unwrap_or_default();
        }
        names(object).next().unwrap_or_default()
    }
}

async fn find(asker: &Asker, sought: Sought, text: &str) -> Result<Product, Error> {
    if text.is_empty() {
        return Err(Error::invalid_argument(sought.id_field(), "must not be empty"));
    }
    if looks_like_an_id(text) {
        return found(asker, &json!({ "id": canonical(text) }));
    }
    asker.fails_with_a_read();
    let all = asker.many(sought.list(), &[]).await?;
    let id = |object: &Record| object.get(sought.id_field()).unwrap_or_default();
    let mut matching: Vec<&Record> = all.iter().filter(|object| id(object) == text).collect();
    if matching.is_empty() {
        matching = all.iter().filter(|object| sought.is_called(object, text)).collect();
    }
    match matching.as_slice() {
        [one] => {
            let system = one.get("acs_system_id");
            found(asker, &json!({ "id": id(one), "name": sought.name_of(one), "acs_system_id": system }))
        }
        [] => {
            let reason = format!("{text:?} names no {} of this workspace", sought.noun());
            Err(Error::invalid_argument(sought.id_field(), reason))
        }
        several => {
            let candidates: Vec<String> =
                several.iter().map(|object| format!("{} ({})", id(object), sought.name_of(object))).collect();
            let reason = format!("{text:?} may mean several: {}", candidates.join(", "));
            Err(Error::invalid_argument(sought.id_field(), reason))
        }
    }
}

fn found(asker: &Asker, answer: &serde_json::Value) -> Result<Product, Error> {
    Ok(Product::Answer(asker.answer(Content::One(record(answer)?), None)))
}

/// What groups and entrances are called.
fn names(object: &Record) -> impl Iterator<Item = String> {
    ["display_name", "name"].into_iter().filter_map(|field| object.get(field))
}
