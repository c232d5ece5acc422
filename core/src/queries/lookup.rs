//! Finds whom or what a person means by an id, a name or an e-mail address.

use std::borrow::Cow;

use serde_json::json;

use crate::base::excerpt::quoted_begin;
use crate::base::folding::address;
use crate::base::nearest::{LIKE_ENOUGH, nearest};
use crate::client::Client;
use crate::engine::operation::Operation;
use crate::engine::operation::state::EngineOutput;
use crate::engine::query_runner::QueryRunner;
use crate::model::endpoints::Read;
use crate::model::error::Error;
use crate::model::id::{canonical, looks_like_an_id};
use crate::model::json_fields::record;
use crate::model::problem::Problem;
use crate::model::response::{Content, Record};
use crate::roster::system_index::Systems;
use crate::roster::user_record::UserRecord;

/// What to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LookupKind {
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
    /// A text in the form of a UUID is taken as the id without a read, and the record has no `name` and no system. Any
    /// other text is looked for among all objects of that kind, or those of the access system with the name or id
    /// `system`.
    ///
    /// # Errors
    /// [`Error::Resources`]. The operation itself fails with [`Error::InvalidArgument`] where nothing matches the
    /// text, and where several things do: the message names the nearest, or lists them; likewise for the system.
    pub fn begin_find(
        &self,
        sought: LookupKind,
        text: &str,
        system: Option<&str>,
    ) -> Result<Operation, Error> {
        let (text, system) = (text.trim().to_owned(), system.map(|system| system.trim().to_owned()));
        let phrase = format!("find the {} {text:?}", sought.noun());
        self.begin_query(phrase, move |runner| async move { find(&runner, sought, &text, system).await })
    }
}

impl LookupKind {
    const fn noun(self) -> &'static str {
        match self {
            LookupKind::User => "ACS user",
            LookupKind::Group => "access group",
            LookupKind::Entrance => "entrance",
        }
    }

    const fn id_field(self) -> &'static str {
        match self {
            LookupKind::User => "acs_user_id",
            LookupKind::Group => "acs_access_group_id",
            LookupKind::Entrance => "acs_entrance_id",
        }
    }

    const fn list(self) -> Read {
        match self {
            LookupKind::User => Read::ListUsers,
            LookupKind::Group => Read::ListGroups,
            LookupKind::Entrance => Read::ListEntrances,
        }
    }

    /// Whether a text means this object.
    fn is_called(self, object: &Record, text: &str) -> bool {
        if self != LookupKind::User {
            return names(object).any(|name| name.trim() == text);
        }
        let folded = address(text);
        UserRecord::of(object).is_ok_and(|person| {
            person.names().any(|name| name == text) || person.emails().any(|email| email == folded)
        })
    }

    /// All that an object can be found by, beside its id.
    fn words_for(self, object: &Record) -> Vec<String> {
        if self != LookupKind::User {
            return names(object).collect();
        }
        let words = UserRecord::of(object).map(|person| {
            let emails = person.emails().map(Cow::into_owned);
            person.names().map(str::to_owned).chain(emails).collect()
        });
        words.unwrap_or_default()
    }

    /// The name to show to people.
    fn name_of(self, object: &Record) -> String {
        if self == LookupKind::User {
            return UserRecord::of(object).map(|person| person.name().to_owned()).unwrap_or_default();
        }
        names(object).next().unwrap_or_default()
    }
}

async fn find(
    runner: &QueryRunner,
    sought: LookupKind,
    text: &str,
    system: Option<String>,
) -> Result<EngineOutput, Error> {
    if text.is_empty() {
        return Err(Error::invalid_argument(sought.id_field(), "must not be empty"));
    }
    if looks_like_an_id(text) {
        return found(runner, &json!({ "id": canonical(text) }));
    }
    runner.fails_with_a_read();
    let systems = match &system {
        Some(_) => Systems::of(&runner.many(Read::ListSystems, &[]).await?),
        None => Systems::default(),
    };
    let refuse = |problem: Box<Problem>| Error::invalid_argument("system", format!("is wrong: {problem}"));
    let homes = system.as_deref().map(|system| systems.called(system)).transpose().map_err(refuse)?;
    let listed = runner.many(sought.list(), &[]).await?;
    let is_here = |object: &&Record| {
        let home = object.get("acs_system_id").unwrap_or_default();
        homes.as_ref().is_none_or(|homes| homes.contains(&home.as_str()))
    };
    let all: Vec<&Record> = listed.iter().filter(is_here).collect();
    let id = |object: &Record| object.get(sought.id_field()).unwrap_or_default();
    let mut matching: Vec<&Record> = all.iter().copied().filter(|object| id(object) == text).collect();
    if matching.is_empty() {
        matching = all.iter().copied().filter(|object| sought.is_called(object, text)).collect();
    }
    match matching.as_slice() {
        [one] => {
            let system = one.get("acs_system_id");
            found(runner, &json!({ "id": id(one), "name": sought.name_of(one), "acs_system_id": system }))
        }
        [] => {
            let called: Vec<String> = all.iter().flat_map(|object| sought.words_for(object)).collect();
            let near = nearest(text, called.iter().map(String::as_str), LIKE_ENOUGH);
            let hint = near.map_or(String::new(), |near| format!("; did you mean {}?", quoted_begin(near)));
            let reason = format!("{text:?} names no {} of this workspace{hint}", sought.noun());
            Err(Error::invalid_argument(sought.id_field(), reason))
        }
        several => {
            let candidate = |object: &&Record| {
                let system = object.get("acs_system_id").unwrap_or_default();
                format!("{} ({}, of the system {system})", id(object), sought.name_of(object))
            };
            let candidates: Vec<String> = several.iter().map(candidate).collect();
            let reason = format!("{text:?} may mean several: {}", candidates.join(", "));
            Err(Error::invalid_argument(sought.id_field(), reason))
        }
    }
}

fn found(runner: &QueryRunner, answer: &serde_json::Value) -> Result<EngineOutput, Error> {
    Ok(EngineOutput::Response(runner.answer(Content::One(record(answer)?), None)))
}

/// The names of a group or an entrance.
fn names(object: &Record) -> impl Iterator<Item = String> {
    ["display_name", "name"].into_iter().filter_map(|field| object.get(field))
}
