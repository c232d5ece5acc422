//! An HTTP client that hides nothing: it sees every byte and how a connection ends.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use seam_acs_sandbox::{Sandbox, SandboxOptions, Switch};
use serde_json::Value;

pub(crate) const ADD: &str = "/acs/users/add_to_access_group";
pub(crate) const REMOVE: &str = "/acs/users/remove_from_access_group";
pub(crate) const USER: &str = Sandbox::USER;
pub(crate) const GROUP: &str = Sandbox::GROUP;

/// A sandbox whose pushes stay pending until the test finishes them, so that no test depends on time.
pub(crate) fn sandbox() -> Sandbox {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    sandbox.set(Switch::PushDelayMs(None));
    sandbox
}

pub(crate) fn pair() -> Value {
    serde_json::json!({ "acs_user_id": USER, "acs_access_group_id": GROUP })
}

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
    api_key: String,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn error_type(&self) -> String {
        self.json()["error"]["type"].as_str().unwrap_or_default().to_owned()
    }

    /// The values of one field of every object in a list.
    pub(crate) fn column(&self, list: &str, field: &str) -> Vec<String> {
        let json = self.json();
        let rows = json[list].as_array().unwrap_or_else(|| panic!("no {list}: {json}"));
        rows.iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
    }
}

impl Connection {
    pub(crate) fn to(sandbox: &Sandbox) -> Connection {
        Self::with(sandbox.url(), sandbox.api_key())
    }

    pub(crate) fn with(url: &str, api_key: String) -> Connection {
        let stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
        // Only so that a broken sandbox fails a test instead of stopping it.
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Connection { stream, received: Vec::new(), api_key }
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &body.to_string());
        self.answer().unwrap()
    }

    pub(crate) fn get(&mut self, target: &str) -> Answer {
        self.send("GET", target, "");
        self.answer().unwrap()
    }

    pub(crate) fn send(&mut self, method: &str, target: &str, body: &str) {
        let key = format!("authorization: Bearer {}\r\ncontent-type: application/json\r\n", self.api_key);
        self.send_with(method, target, &key, body);
    }

    pub(crate) fn send_with(&mut self, method: &str, target: &str, headers: &str, body: &str) {
        let length = body.len();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n"
        );
        self.write((head + body).as_bytes());
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// The next answer, or how the connection ended instead: `UnexpectedEof` after a FIN.
    pub(crate) fn answer(&mut self) -> io::Result<Answer> {
        let (head_length, mut answer) = loop {
            if let Some(head) = parse_head(&self.received) {
                break head;
            }
            self.more()?;
        };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        while self.received.len() < head_length + length {
            self.more()?;
        }
        answer.body = self.received[head_length..head_length + length].to_vec();
        self.received.drain(..head_length + length);
        Ok(answer)
    }

    /// What came in and belongs to no complete answer.
    pub(crate) fn incomplete(&self) -> String {
        String::from_utf8_lossy(&self.received).into_owned()
    }

    /// How the other side ended the connection: `None` is a FIN.
    pub(crate) fn ending(&mut self) -> Option<io::ErrorKind> {
        loop {
            match self.more() {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return None,
                Err(error) => return Some(error.kind()),
            }
        }
    }

    pub(crate) fn hang_up(&mut self) {
        self.stream.shutdown(Shutdown::Both).unwrap();
    }

    fn more(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; 65_536];
        let count = loop {
            match self.stream.read(&mut bytes) {
                // A read with a timeout is interrupted by things that concern nobody, such as a child's start.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.received.extend_from_slice(&bytes[..count]);
        if count == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

fn parse_head(received: &[u8]) -> Option<(usize, Answer)> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(received[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    });
    Some((end + 4, Answer { status, headers: headers.collect(), body: Vec::new() }))
}

/// Waits for a condition that another thread brings about.
#[track_caller]
pub(crate) fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(20), "it never happened that {what}");
        std::thread::yield_now();
    }
}
