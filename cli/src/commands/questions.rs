//! `members`, `groups`, `doors` and `who-can-open`: what is, without changing it.

use clap::Args;
use seam_acs_core::{Call, Client, List, LookupKind, Operation, Read, Record, User};
use serde_json::{Map, Value};

use crate::exit_code;
use crate::failure::Failure;
use crate::following::follow;
use crate::input::connection::Connection;
use crate::input::word::word;
use crate::output::Output;
use crate::signals::Signals;

/// What a question about a group takes.
#[derive(Debug, Args)]
pub(crate) struct AboutGroup {
    /// Id or name
    #[arg(value_name = "GROUP", value_parser = word())]
    group: String,
    /// The access system of the group, by name or id, where several have one of this name
    #[arg(long, value_name = "SYSTEM", value_parser = word())]
    system: Option<String>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// What a question about a user takes.
#[derive(Debug, Args)]
pub(crate) struct AboutUser {
    /// Id, e-mail address or name
    #[arg(value_name = "USER", value_parser = word())]
    user: String,
    /// The access system of the user, by name or id, where several have one of this name
    #[arg(long, value_name = "SYSTEM", value_parser = word())]
    system: Option<String>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

/// What a question about an entrance takes.
#[derive(Debug, Args)]
pub(crate) struct AboutEntrance {
    /// Id or name
    #[arg(value_name = "ENTRANCE", value_parser = word())]
    entrance: String,
    /// The access system of the entrance, by name or id, where several have one of this name
    #[arg(long, value_name = "SYSTEM", value_parser = word())]
    system: Option<String>,
    #[command(flatten)]
    pub(crate) connection: Connection,
}

impl AboutGroup {
    /// Who is in a group.
    pub(crate) fn members(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let group = Found::find(&client, LookupKind::Group, &self.group, self.system.as_deref(), signals)?;
        let parameters = Map::from_iter([("acs_access_group_id".to_owned(), Value::from(group.id.as_str()))]);
        let people = list(&client.begin(Call::read(Read::ListGroupUsers, parameters)?)?, signals)?;
        let row = |one: &Record| cells(one, &["full_name", "email_address", "acs_user_id"]);
        let rows: Vec<Vec<String>> = people.iter().map(row).collect();
        let nobody = format!("Nobody is in {}.", output.shown(&group.name));
        output.table(&["NAME", "E-MAIL", "ACS USER"], &rows, &values(&people), &nobody);
        Ok(exit_code::DONE)
    }
}

impl AboutUser {
    /// Which groups a user is in.
    pub(crate) fn groups(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let user = Found::find(&client, LookupKind::User, &self.user, self.system.as_deref(), signals)?;
        let groups = list(&client.begin_groups_of(User::Acs(&user.id))?, signals)?;
        let row = |one: &Record| {
            let [name, id] = ["name", "acs_access_group_id"].map(|field| one.get(field).unwrap_or_default());
            vec![name, schedule(&one.value()), id]
        };
        let rows: Vec<Vec<String>> = groups.iter().map(row).collect();
        let none = format!("{} is in no group.", output.shown(&user.name));
        output.table(&["GROUP", "SCHEDULE", "ACCESS GROUP"], &rows, &values(&groups), &none);
        Ok(exit_code::DONE)
    }

    /// Which entrances a user can open.
    pub(crate) fn doors(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let user = Found::find(&client, LookupKind::User, &self.user, self.system.as_deref(), signals)?;
        let entrances = list(&client.begin_entrances_of(User::Acs(&user.id))?, signals)?;
        let row = |one: &Record| {
            let value = one.value();
            vec![one.get("display_name").unwrap_or_default(), paths(&value), now(&value).to_owned()]
        };
        let rows: Vec<Vec<String>> = entrances.iter().map(row).collect();
        let none = format!("{} can open no entrance.", output.shown(&user.name));
        output.table(&["ENTRANCE", "THROUGH", "NOW"], &rows, &values(&entrances), &none);
        Ok(exit_code::DONE)
    }
}

impl AboutEntrance {
    /// Whom groups let in at an entrance.
    pub(crate) fn who_can_open(&self, output: &mut Output, signals: &Signals) -> Result<u8, Failure> {
        let client = self.connection.client(output, signals)?;
        let entrance =
            Found::find(&client, LookupKind::Entrance, &self.entrance, self.system.as_deref(), signals)?;
        let people = list(&client.begin_who_can_open(&entrance.id)?, signals)?;
        let row = |one: &Record| {
            let value = one.value();
            let [name, id] = ["full_name", "acs_user_id"].map(|field| one.get(field).unwrap_or_default());
            vec![name, paths(&value), obstacles(&value), id]
        };
        let rows: Vec<Vec<String>> = people.iter().map(row).collect();
        let nobody = format!("No group lets anybody in at {}.", output.shown(&entrance.name));
        output.table(&["NAME", "THROUGH", "IN THE WAY", "ACS USER"], &rows, &values(&people), &nobody);
        Ok(exit_code::DONE)
    }
}

/// Who or what a person means.
struct Found {
    id: String,
    /// The id where no name is known.
    name: String,
}

impl Found {
    fn find(
        client: &Client,
        sought: LookupKind,
        text: &str,
        system: Option<&str>,
        signals: &Signals,
    ) -> Result<Found, Failure> {
        let answer = follow(&client.begin_find(sought, text, system)?, signals)?;
        let field = |name: &str| answer.record().and_then(|record| record.get(name));
        let id = field("id").unwrap_or_default();
        let name = field("name").filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        Ok(Found { id, name })
    }
}

fn list(operation: &Operation, signals: &Signals) -> Result<List, Failure> {
    let answer = follow(operation, signals)?;
    Ok(answer.list().cloned().ok_or_else(|| seam_acs_core::Error::internal("an answer has no list"))?)
}

/// Objects as Seam sent them.
fn values(list: &List) -> Value {
    list.iter().map(Record::value).collect()
}

fn cells(record: &Record, fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| record.get(field).unwrap_or_default()).collect()
}

fn now(entrance: &Value) -> &'static str {
    match entrance.get("accessible").and_then(Value::as_bool) {
        Some(true) => "yes",
        Some(false) => "not yet, or suspended",
        None => "this server does not say",
    }
}

/// The groups that let somebody in, with their schedules.
fn paths(value: &Value) -> String {
    let through = value.get("through").and_then(Value::as_array);
    let path = |path: &Value| {
        let name = path.get("name").and_then(Value::as_str).unwrap_or_default();
        let schedule = schedule(path);
        if schedule.is_empty() { name.to_owned() } else { format!("{name} ({schedule})") }
    };
    let paths: Vec<String> = through.into_iter().flatten().map(path).collect();
    if paths.is_empty() { "directly".to_owned() } else { paths.join(", ") }
}

fn schedule(value: &Value) -> String {
    let of = |name: &str, word: &str| {
        let text = value.get("access_schedule")?.get(name)?.as_str()?;
        Some(format!("{word} {text}"))
    };
    let parts = [of("starts_at", "from"), of("ends_at", "until")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn obstacles(value: &Value) -> String {
    let found = value.get("obstacles").and_then(Value::as_array);
    let messages = found.into_iter().flatten().filter_map(|obstacle| obstacle.get("message")?.as_str());
    messages.collect::<Vec<_>>().join("; ")
}
