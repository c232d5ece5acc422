//! The second opinion: the same changes and failures on Seam's own fake server, from every language, with the
//! membership looked up in the fake's database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

use seam_acs_core::{Call, Client, Options, User};
use seam_acs_e2e::{compiled, python, repository};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

const ADD_PATH: &str = "/acs/users/add_to_access_group";

/// One running fake; it ends when its standard input closes.
struct Fake {
    child: Child,
    input: Option<ChildStdin>,
    facts: Value,
}

impl Fake {
    fn start() -> Self {
        let mut node = Command::new("node");
        node.arg(repository().join("tests/official/fake.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = node.spawn().expect("node is installed");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let facts =
            serde_json::from_str(&line).unwrap_or_else(|_| panic!("the fake did not start: {line:?}"));
        Self { input: child.stdin.take(), child, facts }
    }

    fn text(&self, field: &str) -> &str {
        self.facts[field].as_str().unwrap_or_else(|| panic!("the fake did not say its {field}"))
    }

    fn user(&self) -> &str {
        self.facts["acs_user_ids"][0].as_str().unwrap()
    }

    fn group(&self) -> &str {
        self.facts["acs_access_group_ids"][0].as_str().unwrap()
    }

    fn members(&self) -> Vec<String> {
        let database: Value = serde_json::from_str(&self.http("GET", "/_fake/database", "")).unwrap();
        let groups = database["acs_access_groups"].as_array().unwrap();
        let group = groups.iter().find(|group| group["acs_access_group_id"] == self.group()).unwrap();
        let members = group["_acs_user_ids"].as_array().unwrap();
        members.iter().map(|member| member.as_str().unwrap().to_string()).collect()
    }

    /// The fake answers this path with 503 from now on.
    fn break_path(&self, path: &str) {
        let workspace = self.text("workspace_id");
        let body = serde_json::json!({"workspace_id": workspace, "routes": [path]}).to_string();
        self.http("POST", "/_fake/simulate_workspace_outage", &body);
    }

    /// One request without any client of ours; HTTP/1.0, so that the body simply ends.
    fn http(&self, method: &str, path: &str, body: &str) -> String {
        let address = self.text("url").trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{method} {path}: {answer}");
        body.to_string()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// Makes one change and says "recorded" or the failure's name.
type Changer = fn(&Fake, key: &str, verb: &str, user: &str, group: &str) -> String;

fn from_rust(fake: &Fake, key: &str, verb: &str, user: &str, group: &str) -> String {
    let mut options = Options::new();
    options.set("endpoint", fake.text("url")).unwrap();
    options.set("api_key", key).unwrap();
    options.set("max_attempts", "2").unwrap();
    let call = match verb {
        "add" => Call::add_user_to_group(User::Acs(user), group),
        _ => Call::remove_user_from_group(User::Acs(user), group),
    };
    match Client::new(&options).and_then(|client| client.run(call?)) {
        Ok(_) => "recorded".into(),
        Err(error) => error.name().into(),
    }
}

fn from_c(fake: &Fake, key: &str, verb: &str, user: &str, group: &str) -> String {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| compiled("tests/e2e/tests/official_fake/change.c", "official_fake"));
    say(fake, key, Command::new(program).args([verb, user, group]))
}

fn from_python(fake: &Fake, key: &str, verb: &str, user: &str, group: &str) -> String {
    let script = repository().join("tests/e2e/tests/official_fake/change.py");
    say(fake, key, python().arg(script).args([verb, user, group]))
}

fn from_node(fake: &Fake, key: &str, verb: &str, user: &str, group: &str) -> String {
    let script = repository().join("ffi-c/runtimes/node/test/change.mjs");
    from_a_runtime(fake, key, Command::new("node").arg(script).args([verb, user, group]))
}

fn from_a_runtime(fake: &Fake, key: &str, program: &mut Command) -> String {
    say(fake, key, program.env("SEAM_ACS_LIBRARY", seam_acs_e2e::built()))
}

fn say(fake: &Fake, key: &str, program: &mut Command) -> String {
    program.env("SEAM_API_KEY", key).env("SEAM_ENDPOINT", fake.text("url"));
    program.env_remove("SEAM_PERSONAL_ACCESS_TOKEN").env_remove("SEAM_WORKSPACE_ID");
    let output = program.output().unwrap_or_else(|error| panic!("{program:?}: {error}"));
    assert!(output.status.success(), "{program:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_string()
}

fn an_add_and_a_remove_reach_the_database(change: Changer) {
    let fake = Fake::start();
    let (user, group, key) = (fake.user(), fake.group(), fake.text("api_key"));
    assert_eq!(change(&fake, key, "add", user, group), "recorded");
    assert_eq!(fake.members(), [user]);
    assert_eq!(change(&fake, key, "remove", user, group), "recorded");
    assert_eq!(fake.members(), [""; 0]);
}

fn unknown_people_and_groups_are_not_found(change: Changer) {
    let fake = Fake::start();
    let (user, group, key) = (fake.user(), fake.group(), fake.text("api_key"));
    assert_eq!(change(&fake, key, "add", "acs_user_of_nowhere", group), "NOT_FOUND");
    assert_eq!(change(&fake, key, "add", user, "acs_access_group_of_nowhere"), "NOT_FOUND");
    assert_eq!(change(&fake, key, "remove", "acs_user_of_nowhere", group), "NOT_FOUND");
    assert_eq!(fake.members(), [""; 0]);
}

fn a_wrong_key_changes_nothing(change: Changer) {
    let fake = Fake::start();
    let (user, group) = (fake.user(), fake.group());
    assert_eq!(change(&fake, "seam_apikey_of_nobody", "add", user, group), "UNAUTHORIZED");
    assert_eq!(fake.members(), [""; 0]);
}

fn an_outage_leaves_the_outcome_unknown(change: Changer) {
    let fake = Fake::start();
    let (user, group, key) = (fake.user(), fake.group(), fake.text("api_key"));
    fake.break_path(ADD_PATH);
    assert_eq!(change(&fake, key, "add", user, group), "OUTCOME_UNKNOWN");
}

macro_rules! from_each_language {
    ($($language:ident: $changer:ident),*) => { $(
        mod $language {
            use super::*;

            #[test]
            fn an_add_and_a_remove_reach_the_database() {
                super::an_add_and_a_remove_reach_the_database($changer);
            }

            #[test]
            fn unknown_people_and_groups_are_not_found() {
                super::unknown_people_and_groups_are_not_found($changer);
            }

            #[test]
            fn a_wrong_key_changes_nothing() {
                super::a_wrong_key_changes_nothing($changer);
            }

            #[test]
            fn an_outage_leaves_the_outcome_unknown() {
                super::an_outage_leaves_the_outcome_unknown($changer);
            }
        }
    )* };
}

from_each_language! { rust: from_rust, c: from_c, python: from_python, node: from_node }
