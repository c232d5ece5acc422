//! What came in, kept for tests to look at.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::time::{Instant, SystemTime};

use serde_json::{Value, json};

use crate::clock;
use crate::http::Request;

/// A request that the sandbox received, and what became of it.
#[derive(Clone, Debug)]
pub struct LoggedRequest {
    /// Counts up from 1, in the order in which requests were complete.
    pub number: u64,
    /// The connection that it came on; they count up from 1.
    pub connection: u64,
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query without the question mark, as it came.
    pub query: String,
    /// Every header as it came, in order; a token in `authorization` is `[secret]`.
    pub headers: Vec<(String, String)>,
    /// Whether `authorization` had the API key of the workspace.
    pub has_api_key: bool,
    /// The body; bytes that are not UTF-8 are replaced.
    pub body: String,
    /// Wall clock at `started`.
    pub received_at: SystemTime,
    /// When the request was complete.
    pub started: Instant,
    /// When the answer was ready to be written, or the connection was dropped; none while the request waits.
    pub ended: Option<Instant>,
    /// HTTP status of the answer; none if there was none, or none yet.
    pub status: Option<u16>,
    /// The request id that the answer carried, if it carried one.
    pub request_id: Option<String>,
}

impl LoggedRequest {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, or null.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

fn has_key(request: &Request, key: &str) -> bool {
    request
        .headers
        .iter()
        .any(|(name, value)| is_authorization(name) && value.strip_prefix("Bearer ") == Some(key))
}

/// Whoever reads the log must not learn what somebody has put into a sandbox by mistake: a real key.
fn without_tokens(headers: &[(String, String)]) -> Vec<(String, String)> {
    let shown = |(name, value): &(String, String)| {
        let scheme = value.split_once(' ').map_or("", |(scheme, _)| scheme);
        let value = if is_authorization(name) { format!("{scheme} [secret]") } else { value.clone() };
        (name.clone(), value)
    };
    headers.iter().map(shown).collect()
}

/// The newest requests, up to a limit.
pub(crate) struct RequestLog {
    kept: VecDeque<LoggedRequest>,
    limit: usize,
    last_number: u64,
    began: Instant,
    /// Where requests are kept beyond this process, if the environment says so.
    file: Option<File>,
}

impl RequestLog {
    pub(crate) fn new(limit: usize) -> RequestLog {
        let path = std::env::var_os("SEAM_ACS_SANDBOX_REQUESTS").filter(|path| !path.is_empty());
        // One that cannot be opened is missed by who wanted it.
        let file = path.and_then(|path| OpenOptions::new().append(true).create(true).open(path).ok());
        RequestLog { kept: VecDeque::new(), limit, last_number: 0, began: Instant::now(), file }
    }

    /// Writes down a request of somebody with that key, without the header that has to carry it.
    fn write(&self, request: &Request, key: &str) {
        let Some(mut file) = self.file.as_ref() else { return };
        let with = if has_key(request, key) { "with" } else { "without" };
        let mut headers = String::new();
        for (name, value) in request.headers.iter().filter(|(name, _)| !is_authorization(name)) {
            headers.extend([" ", name, ": ", value, ";"]);
        }
        let line = format!("{with} the key {} {}?{};{headers} ", request.method, request.path, request.query);
        // One write a line, so that those of several sandboxes do not mix.
        let _ = file.write_all(&[line.as_bytes(), &request.body, b"\n"].concat());
    }

    pub(crate) fn begin(&mut self, request: &Request, connection: u64, key: &str) -> u64 {
        self.last_number += 1;
        self.write(request, key);
        if self.limit == 0 {
            return self.last_number;
        }
        if self.kept.len() == self.limit {
            self.kept.pop_front();
        }
        self.kept.push_back(LoggedRequest {
            number: self.last_number,
            connection,
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: without_tokens(&request.headers),
            has_api_key: has_key(request, key),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            received_at: SystemTime::now(),
            started: Instant::now(),
            ended: None,
            status: None,
            request_id: None,
        });
        self.last_number
    }

    pub(crate) fn end(&mut self, number: u64, status: Option<u16>, request_id: Option<&str>) {
        let Some(first) = self.kept.front().map(|request| request.number) else { return };
        let place = number.checked_sub(first).and_then(|place| usize::try_from(place).ok());
        if let Some(request) = place.and_then(|place| self.kept.get_mut(place)) {
            request.ended = Some(Instant::now());
            request.status = status;
            request.request_id = request_id.map(str::to_owned);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }

    pub(crate) fn all(&self) -> Vec<LoggedRequest> {
        self.kept.iter().cloned().collect()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.kept.iter().filter(|request| request.path == path).count()
    }

    pub(crate) fn to_json(&self) -> Value {
        let microseconds = |moment: Instant| moment.duration_since(self.began).as_micros();
        let shown = self.kept.iter().map(|request| {
            json!({
                "number": request.number,
                "connection": request.connection,
                "method": request.method,
                "path": request.path,
                "query": request.query,
                "headers": request.headers,
                "has_api_key": request.has_api_key,
                "body": request.body,
                "received_at": clock::rfc3339(request.received_at),
                "started_us": u64::try_from(microseconds(request.started)).unwrap_or(u64::MAX),
                "ended_us": request.ended.map(|ended| u64::try_from(microseconds(ended)).unwrap_or(u64::MAX)),
                "status": request.status,
                "request_id": request.request_id,
            })
        });
        Value::Array(shown.collect())
    }
}
