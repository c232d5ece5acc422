//! A checked request: its words for messages, its bytes, and what may be done when it fails.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::endpoint::{Cardinality, RequiredParams, RetryPolicy};
use super::endpoints::{self, ADD_IDENTITY, ADD_USER, REMOVE_IDENTITY, REMOVE_USER, Read, Write};
use super::error::Error;
use super::id::{canonical, check_id, is_same, names_an_id, names_ids};
use super::response::Record;
use crate::base::excerpt::quoted_begin;
use crate::base::json::is_plain;
use crate::base::nearest::nearest;

/// One thing to do through Seam's API, validated.
#[derive(Debug, Clone)]
pub struct Call {
    /// For messages. The phrase of a change is made only when one is needed.
    phrase: String,
    pub(crate) path: Cow<'static, str>,
    pub(crate) params: Map<String, Value>,
    pub(crate) kind: Kind,
}

/// A member of an access group, by either of the two ids that Seam has for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum User<'a> {
    /// An ACS user id: the person within one access control system.
    Acs(&'a str),
    /// A user identity id: the person within the workspace.
    Identity(&'a str),
}

/// What the answer must be, and when the call may be repeated.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// Puts a member into a group or takes one out.
    Change { membership: Arc<Membership>, wanted: bool, repeat: RetryPolicy, asked_by: Option<Box<AskedBy>> },
    /// Reads what is under a key of the answer.
    Read { key: &'static str, cardinality: Cardinality, every_page: bool },
    /// Any other change that has a name in this library; the answer says that it is recorded.
    Write { repeat: RetryPolicy },
    /// Any other path of Seam's API; the whole body is the answer.
    Request { reads: bool, change: Option<(Arc<Membership>, bool)> },
    /// Several calls that are one operation for the caller; nothing is sent under this kind itself.
    Composite,
}

/// Who asks for a change, and why, in place of what the client says of all its changes.
#[derive(Debug, Clone)]
pub(crate) struct AskedBy {
    pub(crate) actor: Option<String>,
    pub(crate) reason: Option<String>,
}

/// The pair that changes are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Membership {
    pub(crate) user_field: &'static str,
    pub(crate) user_id: Arc<str>,
    pub(crate) group_id: Arc<str>,
}

const ACS_USER_FIELD: &str = "acs_user_id";
const IDENTITY_FIELD: &str = "user_identity_id";
const GROUP_FIELD: &str = "acs_access_group_id";

impl<'a> User<'a> {
    /// The name of the parameter that carries the id, and the id.
    #[must_use]
    pub fn parts(self) -> (&'static str, &'a str) {
        match self {
            User::Acs(id) => (ACS_USER_FIELD, id),
            User::Identity(id) => (IDENTITY_FIELD, id),
        }
    }

    /// The name of the parameter that carries the other kind of id.
    pub(crate) fn other_field(self) -> &'static str {
        match self {
            User::Acs(_) => IDENTITY_FIELD,
            User::Identity(_) => ACS_USER_FIELD,
        }
    }
}

impl Call {
    /// Whether it reads one of the objects that this library knows.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.kind, Kind::Read { .. })
    }

    /// Puts a user into an access group.
    ///
    /// The user gets all of the group's permissions once the access system follows. A repeat after a lost answer can
    /// undo a removal that somebody else made meanwhile; the option `max_attempts=1` turns repeats off. While a removal
    /// of this process that was given up may still arrive, for 30 s after it began, the add waits. By user
    /// identity, Seam links or creates an ACS user, so that call is repeated only when it was never sent or was
    /// answered 429.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the malformed id.
    pub fn add_user_to_group(user: User<'_>, acs_access_group_id: &str) -> Result<Call, Error> {
        Membership::checked(user, acs_access_group_id).map(|membership| Self::change(membership, true))
    }

    /// Takes a user out of an access group. A success says that Seam recorded it; the access system follows.
    ///
    /// While an add of this process that was given up may still arrive, for 30 s after it began, the removal is sent at
    /// once and succeeds only when a read after that shows the user out. Where the deadline comes first, it is
    /// [`Error::OutcomeUnknown`].
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the malformed id.
    pub fn remove_user_from_group(user: User<'_>, acs_access_group_id: &str) -> Result<Call, Error> {
        Membership::checked(user, acs_access_group_id).map(|membership| Self::change(membership, false))
    }

    /// Reads one thing, or a list with every page of it.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a missing or malformed id.
    pub fn read(read: Read, params: Map<String, Value>) -> Result<Call, Error> {
        Self::reading(read, params, true)
    }

    /// Reads what a filter says: a list with every page of it, or the one page that its `limit` and `page_cursor` name.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_filtered(read: Read, filter: Map<String, Value>) -> Result<Call, Error> {
        let names_a_page = ["limit", "page_cursor"]
            .iter()
            .any(|name| filter.get(*name).is_some_and(|value| !value.is_null()));
        Self::reading(read, filter, !names_a_page)
    }

    /// A read whose parameters are all texts.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn read_with(read: Read, params: &[(&str, &str)]) -> Result<Call, Error> {
        Self::read(read, params.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect())
    }

    /// Reads one page of a list; the answer's pagination names the next.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_page(read: Read, params: Map<String, Value>) -> Result<Call, Error> {
        Self::reading(read, params, false)
    }

    /// Changes something by its id, such as deleting an access group. A success says that Seam recorded it.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a missing or malformed id.
    pub fn write(write: Write, params: Map<String, Value>) -> Result<Call, Error> {
        let endpoint = write.endpoint();
        let (phrase, params) = checked(endpoint.phrase, endpoint.needs, params)?;
        let kind = Kind::Write { repeat: endpoint.repeat };
        Ok(Call { phrase, path: endpoint.path.into(), params, kind })
    }

    /// Reads the list of systems, to see whether Seam is reachable and accepts the credentials.
    #[must_use]
    pub fn check() -> Call {
        let endpoint = Read::ListSystems.endpoint();
        Call {
            phrase: "check the connection to Seam".to_owned(),
            path: endpoint.path.into(),
            params: Map::new(),
            kind: Kind::Read { key: endpoint.key, cardinality: endpoint.cardinality, every_page: true },
        }
    }

    /// Any other path of Seam's API, such as `/acs/users/suspend`, with its parameters as a JSON object
    /// (`""` for none).
    ///
    /// A path whose last part begins with `get` or `list` is repeated like a read; any other only when it was never
    /// sent or was answered 429.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a path that could lead elsewhere and for text that is not a JSON object.
    pub fn request(path: &str, params_json: &str) -> Result<Call, Error> {
        check_path(path)?;
        let params = parse_object("params", params_json)?;
        check_ids_of(&params)?;
        let verb = path.rsplit('/').next().unwrap_or_default();
        let reads = verb.starts_with("get") || verb.starts_with("list");
        let change = change_of(path, &params);
        Ok(Call {
            phrase: format!("request {path}"),
            path: path.to_owned().into(),
            params,
            kind: Kind::Request { reads, change },
        })
    }

    /// The change that puts the user of a pair into its group if `wanted`, else takes the user out.
    pub(crate) fn change(pair: Membership, wanted: bool) -> Call {
        crate::base::failpoint::hit("call");
        let (path, repeat) = endpoints::membership(pair.user_field == ACS_USER_FIELD, wanted);
        let kind = Kind::Change { membership: Arc::new(pair), wanted, repeat, asked_by: None };
        Call { phrase: String::new(), path: path.into(), params: Map::new(), kind }
    }

    /// A change that somebody else asked for than whom the client names.
    pub(crate) fn asked_by(mut self, by: AskedBy) -> Call {
        if let Kind::Change { asked_by, .. } = &mut self.kind {
            *asked_by = Some(Box::new(by));
        }
        self
    }

    fn reading(read: Read, params: Map<String, Value>, every_page: bool) -> Result<Call, Error> {
        let endpoint = read.endpoint();
        check_names(read, &params)?;
        let (phrase, params) = checked(endpoint.phrase, endpoint.needs, params)?;
        let kind = Kind::Read { key: endpoint.key, cardinality: endpoint.cardinality, every_page };
        Ok(Call { phrase, path: endpoint.path.into(), params, kind })
    }

    /// A call that stands for one operation of several calls.
    pub(crate) fn composite(phrase: String) -> Call {
        Call { phrase, path: "".into(), params: Map::new(), kind: Kind::Composite }
    }

    /// What it does, for messages: `add user "u" to group "g"`.
    pub(crate) fn phrase(&self) -> Cow<'_, str> {
        match &self.kind {
            Kind::Change { membership, wanted, .. } => membership.phrase(*wanted).into(),
            _ => self.phrase.as_str().into(),
        }
    }

    /// The bytes that are sent.
    pub(crate) fn body(&self) -> Result<Bytes, Error> {
        let body = match &self.kind {
            Kind::Change { membership, .. } => membership.body(),
            _ => serde_json::to_vec(&self.params),
        };
        body.map(Bytes::from)
            .map_err(|error| Error::internal(format!("parameters do not serialize: {error}")))
    }

    /// Whether a lost answer may mean that something changed.
    pub(crate) fn changes(&self) -> bool {
        match self.kind {
            Kind::Change { .. } | Kind::Write { .. } => true,
            Kind::Read { .. } | Kind::Composite => false,
            Kind::Request { reads, .. } => !reads,
        }
    }

    /// The pair in whose queue this call waits.
    pub(crate) fn membership(&self) -> Option<&Arc<Membership>> {
        self.aim().map(|(membership, _)| membership)
    }

    /// The pair that this call changes, and whether it puts the user into the group.
    pub(crate) fn aim(&self) -> Option<(&Arc<Membership>, bool)> {
        match &self.kind {
            Kind::Change { membership, wanted, .. } => Some((membership, *wanted)),
            Kind::Read { .. } | Kind::Write { .. } | Kind::Composite => None,
            Kind::Request { change, .. } => change.as_ref().map(|(membership, wanted)| (membership, *wanted)),
        }
    }

    /// Whether the answer can be as long as a list of all members.
    pub(crate) fn is_list(&self) -> bool {
        match self.kind {
            Kind::Change { .. } | Kind::Write { .. } | Kind::Composite => false,
            Kind::Read { cardinality, .. } => cardinality != Cardinality::One,
            Kind::Request { reads, .. } => reads && self.path.contains("/list"),
        }
    }
}

impl Membership {
    fn checked(user: User<'_>, group_id: &str) -> Result<Membership, Error> {
        let (user_field, user_id) = user.parts();
        check_id(user_field, user_id)?;
        check_id(GROUP_FIELD, group_id)?;
        Ok(Self::of(user, group_id))
    }

    pub(crate) fn of(user: User<'_>, group_id: &str) -> Membership {
        let (user_field, user_id) = user.parts();
        Membership { user_field, user_id: shared(user_id), group_id: shared(group_id) }
    }

    /// The user, by the id that names it.
    pub(crate) fn user(&self) -> User<'_> {
        if self.user_field == ACS_USER_FIELD {
            User::Acs(&self.user_id)
        } else {
            User::Identity(&self.user_id)
        }
    }

    /// The read of the group's members.
    pub(crate) fn list_members(&self) -> Result<Call, Error> {
        let params = Map::from_iter([(GROUP_FIELD.to_owned(), (*self.group_id).into())]);
        Call::read(Read::ListGroupUsers, params)
    }

    /// Whether the user is one of these members of the group.
    pub(crate) fn is_among<'a>(&self, members: impl IntoIterator<Item = &'a Record>) -> bool {
        members
            .into_iter()
            .any(|member| member.get(self.user_field).is_some_and(|id| is_same(&id, &self.user_id)))
    }

    fn phrase(&self, wanted: bool) -> String {
        let Membership { user_field, user_id, group_id } = self;
        let (verb, preposition) = if wanted { ("add", "to") } else { ("remove", "from") };
        format!("{verb} {} {preposition} group {group_id:?}", user_phrase(user_field, user_id))
    }

    fn body(&self) -> serde_json::Result<Vec<u8>> {
        let Membership { user_field, user_id, group_id } = self;
        if !is_plain(user_id) || !is_plain(group_id) {
            return serde_json::to_vec(&json!({ *user_field: **user_id, GROUP_FIELD: **group_id }));
        }
        // Nearly all ids need no escapes, so that one block of the right size is enough.
        let parts = ["{\"", user_field, "\":\"", user_id, "\",\"", GROUP_FIELD, "\":\"", group_id, "\"}"];
        Ok(parts.concat().into_bytes())
    }
}

/// How messages name a user.
pub(crate) fn user_phrase(field: &str, id: &str) -> String {
    format!("{} {id:?}", if field == ACS_USER_FIELD { "user" } else { "user identity" })
}

/// An id in its canonical form.
fn shared(id: &str) -> Arc<str> {
    canonical(id).into()
}

/// The object in a JSON text; `""` is an empty one.
pub(crate) fn parse_object(field: &str, text: &str) -> Result<Map<String, Value>, Error> {
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_str(text)
        .map_err(|error| Error::invalid_argument(field, format!("must be a JSON object: {error}")))
}

fn check_path(path: &str) -> Result<(), Error> {
    let refuse = |reason: &str| Err(Error::invalid_argument("path", format!("{reason}: {path:?}")));
    if !path.starts_with('/') {
        return refuse("must begin with /, without a host");
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_' | b'-' | b'.');
    if !path.bytes().all(plain) {
        return refuse("must be a plain path without query: put parameters into the JSON object");
    }
    if path.split('/').skip(1).any(|part| part.is_empty() || part == "." || part == "..") {
        return refuse("must not have empty parts or dots that lead elsewhere");
    }
    Ok(())
}

/// Parameters with their ids in canonical form, and the call as a phrase: `get user "u"`.
fn checked(
    phrase: &str,
    needs: RequiredParams,
    mut params: Map<String, Value>,
) -> Result<(String, Map<String, Value>), Error> {
    check_needs(needs, &params)?;
    check_ids_of(&params)?;
    for (_, value) in params.iter_mut().filter(|(name, _)| names_an_id(name)) {
        if let Value::String(id) = value {
            *id = canonical(id).into_owned();
        }
    }
    let about = params.iter().find(|(name, _)| names_an_id(name)).and_then(|(_, id)| id.as_str());
    let phrase = match about {
        Some(id) if needs != RequiredParams::Nothing => format!("{phrase} {id:?}"),
        _ => phrase.to_owned(),
    };
    Ok((phrase, params))
}

/// A name that Seam does not know would filter nothing, and the answer would be everybody.
fn check_names(read: Read, params: &Map<String, Value>) -> Result<(), Error> {
    let Some(other) = params.keys().find(|name| !read.takes().contains(&name.as_str())) else {
        return Ok(());
    };
    let hint = match nearest(other, read.takes().iter().copied(), 0.5) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("it takes {}", read.takes().join(", ")),
    };
    let path = read.endpoint().path;
    Err(Error::invalid_argument(quoted_begin(other), format!("is no parameter of {path}; {hint}")))
}

fn check_needs(needs: RequiredParams, params: &Map<String, Value>) -> Result<(), Error> {
    let has = |field: &str| params.get(field).is_some_and(|value| !value.is_null());
    match needs {
        RequiredParams::Nothing => Ok(()),
        RequiredParams::Field(field) if has(field) => Ok(()),
        RequiredParams::Field(field) => Err(Error::invalid_argument(field, "is required")),
        RequiredParams::User => match (has("acs_user_id"), has("user_identity_id")) {
            (true, true) => {
                Err(Error::invalid_argument("acs_user_id", "cannot be used together with user_identity_id"))
            }
            (false, false) => Err(Error::invalid_argument(
                "acs_user_id",
                "or user_identity_id with acs_system_id is required",
            )),
            (false, true) if !has("acs_system_id") => {
                Err(Error::invalid_argument("acs_system_id", "is required with user_identity_id"))
            }
            _ => Ok(()),
        },
    }
}

fn check_ids_of(params: &Map<String, Value>) -> Result<(), Error> {
    for (name, value) in params {
        match value {
            Value::String(id) if names_an_id(name) => check_id(name, id)?,
            Value::Array(ids) if names_ids(name) => {
                ids.iter().filter_map(Value::as_str).try_for_each(|id| check_id(name, id))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a [`Call::request`] changes, so that it takes its turn like the named calls.
fn change_of(path: &str, params: &Map<String, Value>) -> Option<(Arc<Membership>, bool)> {
    let wanted = match path {
        ADD_USER | ADD_IDENTITY => true,
        REMOVE_USER | REMOVE_IDENTITY => false,
        _ => return None,
    };
    let text = |field: &str| params.get(field).and_then(Value::as_str);
    let user = [ACS_USER_FIELD, IDENTITY_FIELD].into_iter().find_map(|field| Some((field, text(field)?)));
    let (user_field, user_id) = user?;
    let membership =
        Membership { user_field, user_id: shared(user_id), group_id: shared(text(GROUP_FIELD)?) };
    Some((Arc::new(membership), wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_ids_are_refused_with_the_field_named() {
        let long = "x".repeat(257);
        for bad in ["", " u", "u\n", "u\0v", "\tu", long.as_str()] {
            let error = Call::add_user_to_group(User::Acs(bad), "g").expect_err(bad).to_string();
            assert!(error.starts_with("acs_user_id "), "{error}");
            let error = Call::remove_user_from_group(User::Identity("u"), bad).expect_err(bad).to_string();
            assert!(error.starts_with("acs_access_group_id "), "{error}");
        }
        Call::add_user_to_group(User::Acs("Zoë 1"), &"x".repeat(256)).expect("unusual, but an id");
    }

    #[test]
    fn the_body_of_a_change_has_its_ids_as_they_are() {
        for id in ["33333333-3333-3333-3333-333333333333", "Zoë", "\"", "a\\b"] {
            for call in [
                Call::add_user_to_group(User::Acs(id), "g").expect("an id"),
                Call::add_user_to_group(User::Acs("u"), id).expect("an id"),
            ] {
                let membership = call.membership().expect("a change has one");
                let expected = json!({ "acs_user_id": *membership.user_id, "acs_access_group_id": *membership.group_id });
                let sent: Value = serde_json::from_slice(&call.body().expect("a body")).expect("JSON");
                assert_eq!(sent, expected);
            }
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for bad in
            ["", "acs", "//evil", "/a//b", "/a/../b", "/a?x=1", "/a b", "/a%2e", "/a#b", "/a/", "/a\\b"]
        {
            Call::request(bad, "").expect_err(bad);
        }
        Call::request("/acs/users/suspend", r#"{"acs_user_id": "u"}"#).expect("a path of Seam's");
    }

    #[test]
    fn a_user_is_named_by_one_id_only() {
        let params = |text: &str| parse_object("params", text).expect("an object");
        for bad in [
            "{}",
            r#"{"acs_user_id":"u","user_identity_id":"i"}"#,
            r#"{"user_identity_id":"i"}"#,
            r#"{"acs_user_id":""}"#,
        ] {
            Call::read(Read::GetUser, params(bad)).expect_err(bad);
        }
        Call::read(Read::GetUser, params(r#"{"user_identity_id":"i","acs_system_id":"s"}"#))
            .expect("complete");
    }
}
