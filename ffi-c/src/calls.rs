//! What the functions that are generated from `api/operations.toml` do with their arguments and their answers.

use std::ffi::{c_char, c_int};

use seam_acs_core::{Call, Client, Error, Operation, Presence, Read, WaitOptions, Write};
use serde_json::{Map, Value};

use crate::arguments::Arguments;
use crate::client::seam_acs_client;
use crate::list::seam_acs_list;
use crate::operation::{finish, seam_acs_op};
use crate::record::seam_acs_record;

/// Makes a change and waits for it.
pub(crate) fn change(
    arguments: &Arguments,
    client: *const seam_acs_client,
    build: &dyn Fn() -> Result<Call, Error>,
) -> Result<(), Error> {
    let client = arguments.handle(client, "client")?.share();
    client.run(build()?).map(drop)
}

pub(crate) fn read_record(
    arguments: &Arguments,
    client: *const seam_acs_client,
    build: &dyn Fn() -> Result<Call, Error>,
    record: *mut *mut seam_acs_record,
) -> Result<(), Error> {
    let record = arguments.out(record, "record")?;
    let client = arguments.handle(client, "client")?.share();
    let answer = client.run(build()?)?;
    let found = answer.record().ok_or_else(|| Error::internal("an answer without its record"))?;
    record.put(seam_acs_record::new(found.clone()));
    Ok(())
}

pub(crate) fn read_list(
    arguments: &Arguments,
    client: *const seam_acs_client,
    build: &dyn Fn() -> Result<Call, Error>,
    list: *mut *mut seam_acs_list,
) -> Result<(), Error> {
    let list = arguments.out(list, "list")?;
    let client = arguments.handle(client, "client")?.share();
    let answer = client.run(build()?)?;
    let found = answer.list().ok_or_else(|| Error::internal("an answer without its list"))?;
    list.put(seam_acs_list::new(found.clone(), answer.next_cursor().as_deref())?);
    Ok(())
}

pub(crate) fn begin(
    arguments: &Arguments,
    client: *const seam_acs_client,
    build: &dyn Fn() -> Result<Call, Error>,
    op: *mut *mut seam_acs_op,
) -> Result<(), Error> {
    let op = arguments.out(op, "op")?;
    let client = arguments.handle(client, "client")?.share();
    op.put(seam_acs_op::new(client.begin(build()?)?));
    Ok(())
}

/// A read of what the ids name.
pub(crate) fn named(
    arguments: &Arguments,
    read: Read,
    ids: &[(&'static str, *const c_char)],
) -> Result<Call, Error> {
    Call::read(read, params(arguments, ids)?)
}

/// A change of what the ids name.
pub(crate) fn written(
    arguments: &Arguments,
    write: Write,
    ids: &[(&'static str, *const c_char)],
) -> Result<Call, Error> {
    Call::write(write, params(arguments, ids)?)
}

/// A read with the caller's own parameters.
pub(crate) fn filtered(arguments: &Arguments, read: Read, filter_json: *const c_char) -> Result<Call, Error> {
    let Some(text) = arguments.optional_text(filter_json, "filter_json")? else {
        return Call::read_filtered(read, Map::new());
    };
    let params = serde_json::from_str(text).map_err(|fault| {
        Error::invalid_argument("filter_json", format!("is not the text of a JSON object ({fault})"))
    })?;
    Call::read_filtered(read, params)
}

/// Asks what takes several requests, and waits for the record that it gives.
pub(crate) fn ask_record(
    arguments: &Arguments,
    client: *const seam_acs_client,
    record: *mut *mut seam_acs_record,
    ask: &dyn Fn(&Client) -> Result<Operation, Error>,
) -> Result<(), Error> {
    let record = arguments.out(record, "record")?;
    let client = arguments.handle(client, "client")?.share();
    let answer = finish(&ask(&client)?)?;
    let found = answer.record().ok_or_else(|| Error::internal("an answer without its record"))?;
    record.put(seam_acs_record::new(found.clone()));
    Ok(())
}

pub(crate) fn ask_list(
    arguments: &Arguments,
    client: *const seam_acs_client,
    list: *mut *mut seam_acs_list,
    ask: &dyn Fn(&Client) -> Result<Operation, Error>,
) -> Result<(), Error> {
    let list = arguments.out(list, "list")?;
    let client = arguments.handle(client, "client")?.share();
    let answer = finish(&ask(&client)?)?;
    let found = answer.list().ok_or_else(|| Error::internal("an answer without its list"))?;
    list.put(seam_acs_list::new(found.clone(), answer.next_cursor().as_deref())?);
    Ok(())
}

pub(crate) fn ask_yes_or_no(
    arguments: &Arguments,
    client: *const seam_acs_client,
    is_member: *mut c_int,
    ask: &dyn Fn(&Client) -> Result<Operation, Error>,
) -> Result<(), Error> {
    let is_member = arguments.out_number(is_member, "is_member")?;
    let client = arguments.handle(client, "client")?.share();
    let answer = finish(&ask(&client)?)?;
    match answer.record().and_then(|record| record.value().get("is_member")?.as_bool()) {
        Some(answer) => is_member.put(c_int::from(answer)),
        None => return Err(Error::internal("an answer that is neither yes nor no")),
    }
    Ok(())
}

pub(crate) fn ask(
    arguments: &Arguments,
    client: *const seam_acs_client,
    op: *mut *mut seam_acs_op,
    ask: &dyn Fn(&Client) -> Result<Operation, Error>,
) -> Result<(), Error> {
    let op = arguments.out(op, "op")?;
    let client = arguments.handle(client, "client")?.share();
    op.put(seam_acs_op::new(ask(&client)?));
    Ok(())
}

pub(crate) fn presence(present: c_int) -> Result<Presence, Error> {
    match present {
        1 => Ok(Presence::Present),
        0 => Ok(Presence::Absent),
        other => Err(Error::invalid_argument("present", format!("must be 1 or 0, not {other}"))),
    }
}

pub(crate) fn limits(arguments: &Arguments, options_json: *const c_char) -> Result<WaitOptions, Error> {
    WaitOptions::from_json(arguments.optional_text(options_json, "options_json")?.unwrap_or_default())
}

fn params(arguments: &Arguments, ids: &[(&'static str, *const c_char)]) -> Result<Map<String, Value>, Error> {
    let mut params = Map::new();
    for (name, id) in ids {
        params.insert((*name).to_owned(), Value::from(arguments.text(*id, name)?));
    }
    Ok(params)
}
