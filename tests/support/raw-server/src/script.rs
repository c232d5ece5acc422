//! What a server does, as data: made in Rust or read from JSON.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;

use crate::payload::Payload;

/// What a server does with its listener, its connections and the requests on them.
///
/// In JSON it is an object with the fields below, or just a list of steps, which every connection then plays.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Script {
    /// What becomes of a client that connects.
    pub listening: Listening,
    /// The first connection plays the first list, and so on; the last list serves all that follow. Where there is
    /// none, every connection is served from `exchanges`.
    pub connections: Vec<Vec<Step>>,
    /// What the requests are answered on connections that serve. A request takes the first exchange that matches it
    /// and has not run out, whichever connection it came on.
    pub exchanges: Vec<Exchange>,
}

/// What becomes of a client that connects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listening {
    /// It is let in.
    #[default]
    Accepts,
    /// The system makes the connection, and nobody ever looks at it.
    NeverAccepts,
    /// The queue of the listener is full, so that the system answers no further SYN: as on a network that drops
    /// packets, the connection never comes about.
    Full,
    /// Nobody listens: the connection is refused.
    Refuses,
}

/// What one request, or several, are answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exchange {
    /// The exact path without the query, or a prefix that ends with `*`. Empty means any.
    pub path: String,
    /// So many requests are answered so; `None` (`null`, or left out) means all.
    pub times: Option<u32>,
    /// How much of the request is read before the first step.
    pub read: Extent,
    /// What is done then. After the last step the next request of the connection is read.
    pub steps: Vec<Step>,
}

/// How much of a request is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Head and body.
    #[default]
    Request,
    /// Everything before the body.
    Head,
}

/// One thing that is done on a connection. In JSON: `{"wait_ms": 100}`, and `"reset"` for those that take nothing.
///
/// After the last step of a connection's list, the connection is ended as by [`Step::Fin`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Reads a request and records it.
    Read(Extent),
    /// Sends an answer. Reads a request first if none is waiting for one.
    Answer(Answer),
    /// Sends bytes.
    Send(Payload),
    /// Sends bytes slowly.
    Drip(Drip),
    /// Hands the last request on to another HTTP server and sends on what that answers.
    Forward(SocketAddr),
    /// Hands the last request on to another HTTP server, waits for its answer and keeps it back: what the request
    /// asks for is done, and nobody was told yet.
    Apply(SocketAddr),
    /// Does nothing for so many milliseconds.
    WaitMs(u64),
    /// Keeps the connection open, and reads and forgets what comes, until the client ends it.
    Hold,
    /// Keeps the connection open without ever reading.
    BlackHole,
    /// Reads and answers requests from [`Script::exchanges`] until an exchange or the client ends the connection.
    Serve,
    /// Ends the connection with a TCP FIN, and reads what is left so that it stays one.
    Fin,
    /// Ends the connection with a TCP RST.
    Reset,
}

/// An HTTP answer. `Content-Length` is added unless `headers` has it or `Transfer-Encoding`, or the status has no body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers, sent as they are.
    pub headers: BTreeMap<String, String>,
    /// The body, as it is.
    pub body: Payload,
    /// The body as JSON, with the `Content-Type` for it, in place of `body`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
}

/// Bytes, some at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drip {
    /// What is sent.
    pub send: Payload,
    /// Bytes in one piece.
    #[serde(default = "one")]
    pub bytes: usize,
    /// Milliseconds after each piece.
    pub every_ms: u64,
}

fn one() -> usize {
    1
}

/// Why a script cannot be used.
#[derive(Debug)]
pub struct ScriptError(pub(crate) String);

impl std::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ScriptError {}

impl Script {
    /// A server on which every connection plays these steps.
    #[must_use]
    pub fn each_connection(steps: Vec<Step>) -> Script {
        Script { connections: vec![steps], ..Script::default() }
    }

    /// A server on which the first connection plays the first list, and so on; the last list serves all that follow.
    #[must_use]
    pub fn connections(lists: Vec<Vec<Step>>) -> Script {
        Script { connections: lists, ..Script::default() }
    }

    /// A server that answers requests, on however many connections they come.
    #[must_use]
    pub fn exchanges(exchanges: Vec<Exchange>) -> Script {
        Script { exchanges, ..Script::default() }
    }

    /// A server that gives these answers, one to each request in the order in which they come, and the last one from
    /// then on.
    #[must_use]
    pub fn answers(answers: Vec<Answer>) -> Script {
        let count = answers.len();
        let exchange = |(number, answer): (usize, Answer)| Exchange {
            times: (number + 1 < count).then_some(1),
            steps: vec![Step::Answer(answer)],
            ..Exchange::default()
        };
        Script::exchanges(answers.into_iter().enumerate().map(exchange).collect())
    }

    /// A server that lets nobody in.
    #[must_use]
    pub fn listening(listening: Listening) -> Script {
        Script { listening, ..Script::default() }
    }

    /// Reads a script from JSON.
    ///
    /// # Errors
    /// When it is not a script, with the reason.
    pub fn from_json(text: &str) -> Result<Script, ScriptError> {
        let script: Script = serde_json::from_str(text).map_err(|error| ScriptError(error.to_string()))?;
        script.check()?;
        Ok(script)
    }

    pub(crate) fn check(&self) -> Result<(), ScriptError> {
        let refuse = |problem: &str| Err(ScriptError(problem.to_owned()));
        if self.exchanges.iter().any(|exchange| exchange.steps.contains(&Step::Serve)) {
            return refuse("the steps of an exchange cannot serve: they are what serving does");
        }
        let serves =
            self.connections.is_empty() || self.connections.iter().flatten().any(|step| *step == Step::Serve);
        if self.listening == Listening::Accepts && serves && self.exchanges.is_empty() {
            return refuse("connections are served, and there is no exchange");
        }
        if !serves && !self.exchanges.is_empty() {
            return refuse("there are exchanges, and no connection serves them");
        }
        Ok(())
    }

    /// What the connection of this number does, counted from 0.
    pub(crate) fn steps_of(&self, number: usize) -> &[Step] {
        const SERVE: &[Step] = &[Step::Serve];
        self.connections.get(number).or(self.connections.last()).map_or(SERVE, Vec::as_slice)
    }
}

impl Exchange {
    /// What every request to `path` (exact, or a prefix that ends with `*`) is answered.
    #[must_use]
    pub fn on(path: &str, steps: Vec<Step>) -> Exchange {
        Exchange { path: path.to_owned(), steps, ..Exchange::default() }
    }

    /// Runs out after so many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Exchange {
        self.times = Some(times);
        self
    }

    /// Does its steps when the head was read, with the body still in the socket.
    #[must_use]
    pub fn at_head(mut self) -> Exchange {
        self.read = Extent::Head;
        self
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => self.path.is_empty() || self.path == path,
        }
    }
}

impl Default for Answer {
    fn default() -> Answer {
        Answer { status: 200, headers: BTreeMap::new(), body: Payload::default(), json: None }
    }
}

impl Answer {
    /// An answer with a JSON body.
    #[must_use]
    pub fn json(status: u16, body: Value) -> Answer {
        Answer { status, json: Some(body), ..Answer::default() }
    }

    /// An answer with any body and no header but `Content-Length`.
    #[must_use]
    pub fn plain(status: u16, body: impl Into<Payload>) -> Answer {
        Answer { status, body: body.into(), ..Answer::default() }
    }

    /// Adds a header, or replaces the one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Answer {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Head and body as they go over the wire.
    #[must_use]
    pub fn to_payload(&self) -> Payload {
        let body = match &self.json {
            Some(value) => Payload::from(value.to_string()),
            None => self.body.clone(),
        };
        let given = |name: &str| self.headers.keys().any(|key| key.eq_ignore_ascii_case(name));
        let mut head = format!("HTTP/1.1 {} Scripted\r\n", self.status);
        let mut add = |name: &str, value: &str| head.extend([name, ": ", value, "\r\n"]);
        if self.json.is_some() && !given("content-type") {
            add("content-type", "application/json");
        }
        for (name, value) in &self.headers {
            add(name, value);
        }
        let bodiless = matches!(self.status, 100..=199 | 204 | 304);
        if !bodiless && !given("content-length") && !given("transfer-encoding") {
            add("content-length", &body.len().to_string());
        }
        head.push_str("\r\n");
        Payload::Together(vec![Payload::from(head), body])
    }
}

impl<'de> Deserialize<'de> for Script {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Script, D::Error> {
        // Not an untagged enum: its errors would say only that nothing matched.
        let written = Value::deserialize(deserializer)?;
        if written.is_array() {
            return serde_json::from_value(written).map(Script::each_connection).map_err(de::Error::custom);
        }
        let Whole { listening, connections, exchanges } =
            serde_json::from_value(written).map_err(de::Error::custom)?;
        Ok(Script { listening, connections, exchanges })
    }
}

/// A script that is written as an object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    #[serde(default)]
    listening: Listening,
    #[serde(default)]
    connections: Vec<Vec<Step>>,
    #[serde(default)]
    exchanges: Vec<Exchange>,
}
