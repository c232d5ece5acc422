//! The contract's runner for Rust: on `seam-acs-core`, without the C ABI.
#![allow(clippy::print_stdout, reason = "a runner answers on its standard output")]

use std::io::BufRead;
use std::path::Path;
use std::time::Duration;

use seam_acs_core::{
    ApplyOptions, Call, Client, Error, Operation, Options, Plan, PlanOptions, Presence, Read, Record,
    ResolveOptions, Response, Roster, User, WaitOptions, Write,
};
use serde_json::{Map, Value, json};

fn main() -> anyhow::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let mut answer = run(&case);
        answer.insert("name".to_owned(), case.get("name").cloned().unwrap_or_default());
        println!("{}", Value::Object(answer));
    }
    Ok(())
}

fn run(case: &Value) -> Map<String, Value> {
    // A client that is dropped ends its calls.
    let (_client, operation) = match begin(case) {
        Ok(begun) => begun,
        Err(error) => return failed(&error),
    };
    if let Some(sign) = case.get("cancel_when").and_then(Value::as_str) {
        while !Path::new(sign).exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        operation.cancel();
    }
    let _ = operation.wait(None);
    let mut answer = match operation.result() {
        Ok(found) => answered(&found, text(case, "method")),
        Err(error) => failed(&error),
    };
    let report = operation.report().map(|report| report.to_json());
    if let Some(found) = report.or_else(|| operation.plan().map(|plan| plan.to_json())) {
        answer.insert("result".to_owned(), parsed(&found));
    }
    answer
}

fn answered(answer: &Response, method: &str) -> Map<String, Value> {
    let list = || answer.list().and_then(|list| list.to_json().ok()).map(|text| parsed(&text));
    let result = if method == "check" {
        Value::Null
    } else if method.ends_with("is_member") {
        answer.record().and_then(|record| record.value().get("is_member").cloned()).unwrap_or_default()
    } else {
        let record = answer.record().map(Record::value);
        record.or_else(list).or_else(|| answer.json().map(parsed)).unwrap_or_default()
    };
    Map::from_iter([("status", json!("OK")), ("code", json!(0)), ("result", result)].map(named))
}

fn failed(error: &Error) -> Map<String, Value> {
    Map::from_iter(
        [
            ("status", json!(error.name())),
            ("code", json!(error.status().code())),
            ("message", json!(error.to_string())),
            ("http_status", json!(error.http_status())),
            ("api_type", json!(error.api_type())),
            ("request_id", json!(error.request_id())),
            ("retryable", json!(error.retryable())),
            ("outcome_unknown", json!(error.outcome_unknown())),
            ("validation_errors", json!(error.validation_errors())),
            ("attempts", json!(error.attempts())),
        ]
        .map(named),
    )
}

fn begin(case: &Value) -> Result<(Client, Operation), Error> {
    let mut options = Options::new();
    for (name, value) in case.get("options").and_then(Value::as_object).into_iter().flatten() {
        options.set(name, value.as_str().unwrap_or_default())?;
    }
    let client = Client::new(&options)?;
    let nothing = Map::new();
    let given = case.get("arguments").and_then(Value::as_object).unwrap_or(&nothing);
    let operation = Asked { client: &client, given }.begin(text(case, "method"))?;
    Ok((client, operation))
}

/// A client, and what it is asked with.
struct Asked<'a> {
    client: &'a Client,
    given: &'a Map<String, Value>,
}

impl Asked<'_> {
    fn begin(&self, method: &str) -> Result<Operation, Error> {
        let client = self.client;
        match method {
            "check" => client.begin(Call::check()),
            "request" => client.begin(Call::request(self.id("path"), &self.json("params"))?),
            "acs.users.add_to_access_group" | "acs.access_groups.add_user" => {
                client.begin(Call::add_user_to_group(self.user(), self.group())?)
            }
            "acs.users.remove_from_access_group" | "acs.access_groups.remove_user" => {
                client.begin(Call::remove_user_from_group(self.user(), self.group())?)
            }
            _ => self.begin_by_path(method),
        }
    }

    /// What is one request of Seam's: a method is named as its path is.
    fn begin_by_path(&self, method: &str) -> Result<Operation, Error> {
        let path = format!("/{}", method.replace('.', "/"));
        let call = if let Some(read) = Read::at(&path) {
            Call::read_filtered(read, self.given.clone())?
        } else if let Some(write) = Write::at(&path) {
            Call::write(write, self.given.clone())?
        } else {
            return self.begin_membership(method);
        };
        self.client.begin(call)
    }

    fn begin_membership(&self, method: &str) -> Result<Operation, Error> {
        let client = self.client;
        match method.trim_start_matches("acs.memberships.") {
            "apply" => {
                let (resolve, apply) = ResolveOptions::with_apply_from_json(&self.rest("changes"))?;
                client.begin_apply_table(self.table("changes")?, resolve, &apply)
            }
            "plan" => client.begin_plan(self.table("roster")?, PlanOptions::from_json(&self.rest("roster"))?),
            "sync" => client.begin_sync(
                &Plan::from_json(&self.json("plan"))?,
                &ApplyOptions::from_json(&self.rest("plan"))?,
            ),
            "wait" => {
                let known = ["acs_user_id", "user_identity_id", "acs_access_group_id", "present"];
                let limits = WaitOptions::from_json(&self.without(&known))?;
                client.begin_wait(self.user(), self.group(), self.presence(), limits)
            }
            "ensure" => client.begin_ensure(self.user(), self.group(), self.presence()),
            "is_member" => client.begin_is_member(self.user(), self.group()),
            "groups_of" => client.begin_groups_of(self.user()),
            "entrances_of" => client.begin_entrances_of(self.user()),
            "who_can_open" => client.begin_who_can_open(self.id("acs_entrance_id")),
            other => Err(Error::State(format!("this runner has no {other}"))),
        }
    }

    fn user(&self) -> User<'_> {
        match self.given.get("user_identity_id").and_then(Value::as_str) {
            Some(identity) => User::Identity(identity),
            None => User::Acs(self.id("acs_user_id")),
        }
    }

    fn group(&self) -> &str {
        self.id("acs_access_group_id")
    }

    fn presence(&self) -> Presence {
        let absent = self.given.get("present").is_some_and(|present| present == false);
        if absent { Presence::Absent } else { Presence::Present }
    }

    fn id(&self, name: &str) -> &str {
        self.given.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn table(&self, name: &str) -> Result<Roster, Error> {
        Roster::parse(self.json(name).as_bytes())
    }

    /// Text as it is, anything else as JSON.
    fn json(&self, name: &str) -> String {
        match self.given.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        }
    }

    fn rest(&self, known: &str) -> String {
        self.without(&[known])
    }

    fn without(&self, known: &[&str]) -> String {
        let mut rest = self.given.clone();
        rest.retain(|name, _| !known.contains(&name.as_str()));
        Value::Object(rest).to_string()
    }
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn named((name, value): (&str, Value)) -> (String, Value) {
    (name.to_owned(), value)
}
