//! The token, and the password of a proxy, appear in nothing that the library says or writes, and go to nobody else.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Duration;

use seam_acs_core::{Action, ApplyOptions, Call, Changes, Client, Error, Operation, Options, Read, User};
use seam_acs_sandbox::{Fault, Sandbox};
use seam_acs_secret_search::{Echo, Search};

use crate::fixture::{ADD, Fixture, GROUP, LONG, USER, add, options, remove};

const TOKEN: &str = "seam_Zq7Xk2Vw9Lr4Tn8Bd3Hs6Jm1";
const PASSWORD: &str = "Uy5Pc0Ge7Fa2Ik9Ow4Rv8Sb3";

/// Everything that was said, and the files that were written.
struct Heard {
    text: String,
    log: PathBuf,
    audit: PathBuf,
}

impl Heard {
    fn new(name: &str) -> Heard {
        let file = |what: &str| {
            std::env::temp_dir().join(format!("seam-acs-secrets-{name}-{what}-{}", std::process::id()))
        };
        Heard { text: String::new(), log: file("log"), audit: file("audit") }
    }

    fn options(&self, endpoint: &str) -> Options {
        options(&[
            ("api_key", TOKEN),
            ("endpoint", endpoint),
            ("max_attempts", "1"),
            // A remove behind an add that had no answer would wait until that can arrive no more.
            ("timeout_ms", "5000"),
            ("log_file", self.log.to_str().expect("UTF-8")),
            ("log_level", "trace"),
            ("audit_log", self.audit.to_str().expect("UTF-8")),
        ])
    }

    fn error(&mut self, error: &Error) {
        self.text += &format!("{error}\n{error:?}\n{error:#?}\n{}\n", error.to_json());
        self.text += &format!("{:?} {:?} {:?}\n", error.api_type(), error.api_message(), error.request_id());
        self.text += &format!("{:?} {:?}\n", error.data(), error.validation_errors());
        if let Some(cause) = error.cause() {
            self.error(cause);
        }
    }

    /// Runs the call to its end and hears all that can be asked about it.
    fn call(&mut self, client: &Client, call: Call) {
        let operation = client.begin(call).expect("begun");
        self.end_of(&operation);
    }

    fn end_of(&mut self, operation: &Operation) {
        self.text += &format!("{operation:?}\n");
        assert!(operation.wait(Some(LONG)));
        match operation.result() {
            Ok(answer) => self.text += &format!("{:?}\n", answer.request_id()),
            Err(error) => self.error(&error),
        }
        self.text += &format!("{operation:?} {:?}\n", operation.request_id());
        if let Some(report) = operation.report() {
            self.text += &format!("{} {} {report:?}\n", report.to_json(), report.to_csv());
        }
    }

    fn has_no(&self, secret: &str) {
        let files = [&self.log, &self.audit].map(|file| std::fs::read(file).unwrap_or_default());
        for (what, bytes) in [("text", self.text.as_bytes()), ("log", &files[0]), ("audit log", &files[1])] {
            let found: Vec<_> = Search::new(secret).find(bytes).collect();
            let around = found.first().map(|(_, at)| {
                String::from_utf8_lossy(&bytes[at.saturating_sub(200)..(at + 100).min(bytes.len())])
            });
            assert!(found.is_empty(), "{found:?} in the {what}: {around:?}");
        }
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.log);
        let _ = std::fs::remove_file(&self.audit);
    }
}

fn get_user() -> Call {
    let params = [("acs_user_id".to_owned(), USER.into())];
    Call::read(Read::GetUser, params.into_iter().collect()).expect("complete")
}

/// Of somebody else: behind a removal that had no answer an add would wait.
fn changes() -> Changes {
    let mut changes = Changes::new();
    changes.push(Action::Add, User::Acs("33333333-3333-3333-3333-000000000009"), GROUP).expect("valid ids");
    changes
}

#[test]
fn server_that_repeats_the_token_in_every_kind_of_answer_gets_it_into_no_message_log_or_audit_line() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port");
    elsewhere.set_nonblocking(true).expect("a socket");
    let echo = Echo::start(&format!("http://{}", elsewhere.local_addr().expect("bound"))).expect("a port");
    let mut heard = Heard::new("echo");
    let client = Client::new(&heard.options(echo.url())).expect("a client");
    heard.text += &format!("{client:?} {:?}\n", heard.options(echo.url()));
    for call in [add, remove, get_user] {
        for _ in 0..Echo::ANSWERS {
            heard.call(&client, call());
        }
    }
    for _ in 0..Echo::ANSWERS {
        let applying = client.begin_apply(changes(), &ApplyOptions::default()).expect("begun");
        heard.end_of(&applying);
    }
    assert_eq!(echo.asked(), 4 * Echo::ANSWERS, "each kind of answer to each call");
    drop(client);
    assert!(heard.text.contains("[secret]"), "the server's words are told, and only the token is not");
    heard.has_no(TOKEN);
    let follower = elsewhere.accept().expect_err("a redirect is not followed");
    assert_eq!(follower.kind(), ErrorKind::WouldBlock);
}

#[test]
fn calls_that_no_server_answers_say_nothing_of_the_token_or_the_password() {
    let mut heard = Heard::new("unanswered");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let refused = listener.local_addr().expect("bound");
    drop(listener);
    let proxy = format!("http://panel:{PASSWORD}@{refused}");
    for (endpoint, proxy) in [
        (format!("http://{refused}"), ""),
        (format!("https://{refused}"), ""),
        ("https://nobody.invalid".to_owned(), ""),
        ("https://connect.example".to_owned(), proxy.as_str()),
    ] {
        let mut options = heard.options(&endpoint);
        options.set("proxy", proxy).expect("a URL");
        heard.text += &format!("{options:?}\n");
        let client = Client::new(&options).expect("a client");
        heard.call(&client, add());
        client.cancel();
        heard.call(&client, remove());
    }
    let sandbox = Sandbox::start_default().expect("a sandbox");
    sandbox.fault(Fault::on(ADD).always().hold());
    let mut options = heard.options(sandbox.url());
    options.set("timeout_ms", "50").expect("in range");
    heard.call(&Client::new(&options).expect("a client"), add());
    heard.has_no(TOKEN);
    heard.has_no(PASSWORD);
}

#[test]
fn proxy_that_repeats_its_password_gets_it_into_no_message() {
    let proxy = Echo::start("http://127.0.0.1:1").expect("a port");
    let mut heard = Heard::new("proxy");
    let mut options = heard.options("http://127.0.0.1:1");
    options.set("allow_insecure_http", "true").expect("a boolean");
    options.set("proxy", &proxy.url().replace("//", &format!("//panel:{PASSWORD}@"))).expect("a URL");
    let client = Client::new(&options).expect("a client");
    for _ in 0..Echo::ANSWERS {
        heard.call(&client, add());
    }
    assert_eq!(proxy.asked(), Echo::ANSWERS);
    drop(client);
    heard.has_no(TOKEN);
    heard.has_no(PASSWORD);
}

#[test]
fn credential_in_the_wrong_option_is_not_quoted() {
    let mut heard = Heard::new("options");
    for spec in Options::NAMES.iter().filter(|spec| spec.range != "path") {
        let mut options = Options::new();
        if let Err(error) = options.set(spec.name, TOKEN) {
            heard.error(&error);
        }
        if let Err(error) = Client::new(&options) {
            heard.error(&error);
        }
    }
    for name in ["workspace_id", "actor", "reason", "user_agent_suffix", "log_file", "audit_log", "ca_file"] {
        let own = TOKEN.replace("seam_", "seam_at1_");
        for value in [TOKEN, &format!("of-{own}")] {
            let mut options = Options::new();
            options.set("personal_access_token", &own).expect("any text");
            options.set("workspace_id", "w").expect("any text");
            options.set(name, value).expect("any text");
            let error = Client::new(&options).expect_err(name);
            assert!(error.to_string().contains(&format!("{name} holds a token")), "{error}");
            heard.error(&error);
        }
    }
    heard.error(&Options::new().set(TOKEN, "x").expect_err("no such option"));
    for endpoint in ["https://panel:@", "http://panel:@host:99999999", "ftp://panel:@host"] {
        let mut options = Options::new();
        options.set("api_key", TOKEN).expect("any text");
        options.set("endpoint", &endpoint.replace(":@", &format!(":{PASSWORD}@"))).expect("any text");
        heard.error(&Client::new(&options).expect_err("refused"));
    }
    heard.has_no(TOKEN);
    heard.has_no(PASSWORD);
}

#[test]
fn request_carries_the_token_in_one_header_and_nowhere_else() {
    let fixture = Fixture::new();
    fixture.add().expect("recorded");
    fixture.client.run(get_user()).expect("read");
    assert!(fixture.sandbox.wait_for_requests("/acs/users/get", 1, Duration::from_secs(5)));
    for request in fixture.sandbox.requests() {
        let elsewhere: Vec<_> =
            request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("authorization")).collect();
        let rest = format!("{} {} {elsewhere:?} {}", request.path, request.query, request.body);
        assert!(request.has_api_key);
        assert_eq!(Search::new(&fixture.sandbox.api_key()).find(rest.as_bytes()).count(), 0, "{rest}");
    }
}
