//! Failures on demand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::push::PushPlan;

/// A failure, or another oddity, that a matching request meets.
///
/// A request takes the first fault that matches it and has not run out. In JSON the answer's fields stand beside
/// the others: `{"path": "/acs/users/add_to_access_group", "kind": "status", "status": 503, "times": 2}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// The exact path, or a prefix that ends with `*`. `"*"`, the default, matches every path.
    #[serde(default = "every_path")]
    pub path: String,
    /// Only requests that name this user.
    #[serde(default)]
    pub acs_user_id: Option<String>,
    /// Only requests that name this group.
    #[serde(default)]
    pub acs_access_group_id: Option<String>,
    /// So many matching requests pass before the first one is hit.
    #[serde(default)]
    pub skip: u32,
    /// So many requests are hit; `None` (`null`) hits them all. Default 1.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// Waits so long after the change was recorded and before the answer.
    #[serde(default)]
    pub delay_ms: u64,
    /// Holds the answer until [`Sandbox::release`](crate::Sandbox::release).
    #[serde(default)]
    pub hold: bool,
    /// Whether the change is recorded. Left open, it is exactly when the usual answer is (partly) sent, and for
    /// a connection that is dropped after applying.
    #[serde(default)]
    pub applied: Option<bool>,
    /// Records the change so long after the request came, whatever became of the connection.
    #[serde(default)]
    pub apply_after_ms: Option<u64>,
    /// How the push of this change goes, if not as the switches say.
    #[serde(default)]
    pub push: Option<PushPlan>,
    /// The header `Retry-After`, any text.
    #[serde(default)]
    pub retry_after: Option<String>,
    /// Further headers; one of these replaces the sandbox's own of the same name.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Closes the connection after the answer without saying so beforehand, as a server does whose
    /// keep-alive time ran out.
    #[serde(default)]
    pub close: bool,
    /// What is answered.
    #[serde(flatten)]
    pub answer: Answer,
}

/// What a request that meets a fault is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Answer {
    /// The answer that the request would have got anyway.
    AsUsual,
    /// An error with Seam's envelope.
    Status {
        /// HTTP status.
        status: u16,
        /// Seam's error type; by default one that fits the status.
        #[serde(default, rename = "type")]
        error_type: Option<String>,
        /// The message in the envelope.
        #[serde(default)]
        message: Option<String>,
    },
    /// Any status with any body and no request id: a proxy, a captive portal, a broken server.
    Body {
        /// HTTP status.
        #[serde(default = "ok")]
        status: u16,
        /// Header `content-type`; none by default.
        #[serde(default)]
        content_type: Option<String>,
        /// The body, as it is.
        #[serde(default)]
        body: String,
    },
    /// A redirect.
    Redirect {
        /// HTTP status.
        #[serde(default = "found")]
        status: u16,
        /// Header `location`.
        location: String,
    },
    /// No answer: the connection ends.
    Drop {
        /// At which point.
        at: DropAt,
        /// In which way.
        #[serde(default)]
        how: Ending,
    },
    /// The usual answer's head and so many bytes of its body, then the connection ends.
    TruncatedBody {
        /// Bytes of the body that are sent.
        #[serde(default)]
        keep: usize,
        /// How the connection ends.
        #[serde(default)]
        how: Ending,
    },
    /// So many bytes of the usual answer's head, then the connection ends.
    TruncatedHead {
        /// Bytes of the head that are sent.
        keep: usize,
        /// How the connection ends.
        #[serde(default)]
        how: Ending,
    },
    /// Status 200 and `application/json`, but the body is neither JSON nor UTF-8.
    GarbageBody,
    /// The usual answer, so many bytes at a time.
    SlowDrip {
        /// Bytes in one piece.
        bytes: usize,
        /// Milliseconds between two pieces.
        every_ms: u64,
    },
    /// Status 200 and a JSON object of so many bytes with `"ok": true` at its end.
    HugeBody {
        /// Length of the body.
        bytes: u64,
    },
    /// The usual page of a list, but `next_page_cursor` is the same on every page.
    RepeatedCursor,
}

/// When a connection is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropAt {
    /// When it is made, before a byte is read. The path must be `"*"`, since none is known yet.
    Connect,
    /// After the head of the request, with the body unread. Users and groups are not known yet.
    Head,
    /// After the whole request; by default the change is not recorded.
    BeforeApplying,
    /// After the change was recorded.
    AfterApplying,
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// TCP FIN.
    #[default]
    Close,
    /// TCP RST.
    Reset,
}

impl Fault {
    /// A fault that hits the next request to `path` (exact, or a prefix that ends with `*`) and, until told
    /// otherwise, answers as usual.
    #[must_use]
    pub fn on(path: &str) -> Fault {
        Fault {
            path: path.to_owned(),
            acs_user_id: None,
            acs_access_group_id: None,
            skip: 0,
            times: Some(1),
            delay_ms: 0,
            hold: false,
            applied: None,
            apply_after_ms: None,
            push: None,
            retry_after: None,
            headers: BTreeMap::new(),
            close: false,
            answer: Answer::AsUsual,
        }
    }

    /// Sets what is answered.
    #[must_use]
    pub fn answer(mut self, answer: Answer) -> Fault {
        self.answer = answer;
        self
    }

    /// Answers an error with Seam's envelope.
    #[must_use]
    pub fn status(self, status: u16) -> Fault {
        self.answer(Answer::Status { status, error_type: None, message: None })
    }

    /// Answers any status with any body.
    #[must_use]
    pub fn body(self, status: u16, content_type: &str, body: &str) -> Fault {
        let content_type = (!content_type.is_empty()).then(|| content_type.to_owned());
        self.answer(Answer::Body { status, content_type, body: body.to_owned() })
    }

    /// Drops the connection.
    #[must_use]
    pub fn dropped(self, at: DropAt, how: Ending) -> Fault {
        self.answer(Answer::Drop { at, how })
    }

    /// Hits so many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Fault {
        self.times = Some(times);
        self
    }

    /// Hits every request.
    #[must_use]
    pub fn always(mut self) -> Fault {
        self.times = None;
        self
    }

    /// Lets so many matching requests pass first.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Fault {
        self.skip = requests;
        self
    }

    /// Hits only requests that name this user.
    #[must_use]
    pub fn user(mut self, acs_user_id: &str) -> Fault {
        self.acs_user_id = Some(acs_user_id.to_owned());
        self
    }

    /// Hits only requests that name this group.
    #[must_use]
    pub fn group(mut self, acs_access_group_id: &str) -> Fault {
        self.acs_access_group_id = Some(acs_access_group_id.to_owned());
        self
    }

    /// Waits before the answer.
    #[must_use]
    pub fn delay_ms(mut self, milliseconds: u64) -> Fault {
        self.delay_ms = milliseconds;
        self
    }

    /// Holds the answer until [`Sandbox::release`](crate::Sandbox::release).
    #[must_use]
    pub fn hold(mut self) -> Fault {
        self.hold = true;
        self
    }

    /// Says whether the change is recorded.
    #[must_use]
    pub fn applied(mut self, applied: bool) -> Fault {
        self.applied = Some(applied);
        self
    }

    /// Records the change so long after the request came.
    #[must_use]
    pub fn apply_after_ms(mut self, milliseconds: u64) -> Fault {
        self.apply_after_ms = Some(milliseconds);
        self
    }

    /// Says how the push of the change goes.
    #[must_use]
    pub fn push(mut self, plan: PushPlan) -> Fault {
        self.push = Some(plan);
        self
    }

    /// Sends the header `Retry-After`.
    #[must_use]
    pub fn retry_after(mut self, value: &str) -> Fault {
        self.retry_after = Some(value.to_owned());
        self
    }

    /// Sends a further header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Fault {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Closes the connection after the answer.
    #[must_use]
    pub fn close(mut self) -> Fault {
        self.close = true;
        self
    }

    /// Reads a fault from JSON; a field that does not exist is an error, not ignored.
    pub(crate) fn from_json(mut value: Value) -> Result<Fault, String> {
        let Value::Object(fields) = &mut value else { return Err("a fault is a JSON object".to_owned()) };
        fields.entry("kind").or_insert_with(|| Value::from("as_usual"));
        let given: Vec<String> = fields.keys().cloned().collect();
        let fault: Fault = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let understood = serde_json::to_value(&fault).map_err(|error| error.to_string())?;
        match given.iter().find(|field| understood.get(field.as_str()).is_none()) {
            Some(field) => Err(format!("a fault of this kind has no field {field}")),
            None => fault.checked(),
        }
    }

    pub(crate) fn checked(self) -> Result<Fault, String> {
        let at_connect = matches!(self.answer, Answer::Drop { at: DropAt::Connect, .. });
        let at_head = matches!(self.answer, Answer::Drop { at: DropAt::Head, .. });
        let names_ids = self.acs_user_id.is_some() || self.acs_access_group_id.is_some();
        if at_connect && self.path != "*" {
            return Err("a drop at connect needs the path \"*\"".to_owned());
        }
        if (at_connect || at_head) && names_ids {
            return Err("a drop at connect or head cannot know users and groups".to_owned());
        }
        if self.times == Some(0) {
            return Err("a fault that hits 0 requests does nothing; null hits them all".to_owned());
        }
        if let Some(header) = self.unsendable_header() {
            return Err(format!("the header {header} has a line break"));
        }
        Ok(self)
    }

    fn unsendable_header(&self) -> Option<&str> {
        let retry_after = self.retry_after.as_deref().map(|value| ("retry-after", value));
        self.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain(retry_after)
            .find(|(name, value)| name.contains(['\r', '\n']) || value.contains(['\r', '\n']))
            .map(|(name, _)| name)
    }

    fn matches_path(&self, path: &str) -> bool {
        match self.path.strip_suffix('*') {
            Some(prefix) => path.starts_with(prefix),
            None => path == self.path,
        }
    }

    /// Whether the change is recorded when the request comes.
    pub(crate) fn applies_at_once(&self) -> bool {
        self.apply_after_ms.is_none() && self.applied.unwrap_or_else(|| self.answer.applies())
    }
}

impl Answer {
    fn applies(&self) -> bool {
        match self {
            Answer::AsUsual
            | Answer::TruncatedBody { .. }
            | Answer::TruncatedHead { .. }
            | Answer::GarbageBody
            | Answer::SlowDrip { .. }
            | Answer::HugeBody { .. }
            | Answer::RepeatedCursor => true,
            Answer::Status { .. } | Answer::Body { .. } | Answer::Redirect { .. } => false,
            Answer::Drop { at, .. } => *at == DropAt::AfterApplying,
        }
    }

    fn point(&self) -> Point {
        match self {
            Answer::Drop { at: DropAt::Connect, .. } => Point::Connect,
            Answer::Drop { at: DropAt::Head, .. } => Point::Head,
            _ => Point::Request,
        }
    }
}

/// When a fault is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Point {
    Connect,
    Head,
    Request,
}

/// The faults that are waiting for their requests.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn all(&self) -> &[Fault] {
        &self.0
    }

    /// Whether choosing needs the ids that a request names.
    pub(crate) fn ask_for_ids(&self) -> bool {
        self.0.iter().any(|fault| fault.acs_user_id.is_some() || fault.acs_access_group_id.is_some())
    }

    pub(crate) fn take_at_connect(&mut self) -> Option<Fault> {
        self.take(|fault| fault.answer.point() == Point::Connect)
    }

    pub(crate) fn take_at_head(&mut self, path: &str) -> Option<Fault> {
        self.take(|fault| fault.answer.point() == Point::Head && fault.matches_path(path))
    }

    pub(crate) fn take_for(&mut self, path: &str, user: Option<&str>, group: Option<&str>) -> Option<Fault> {
        self.take(|fault| {
            fault.answer.point() == Point::Request
                && fault.matches_path(path)
                && fault.acs_user_id.as_deref().is_none_or(|wanted| user == Some(wanted))
                && fault.acs_access_group_id.as_deref().is_none_or(|wanted| group == Some(wanted))
        })
    }

    fn take(&mut self, matches: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut hit = None;
        for (position, fault) in self.0.iter_mut().enumerate() {
            if !matches(fault) {
                continue;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            hit = Some(position);
            break;
        }
        let position = hit?;
        let fault = self.0.get_mut(position)?;
        match &mut fault.times {
            None => Some(fault.clone()),
            Some(left) if *left > 1 => {
                *left -= 1;
                Some(fault.clone())
            }
            Some(_) => Some(self.0.remove(position)),
        }
    }
}

fn every_path() -> String {
    "*".to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "serde's default has the field's type, and none means always")]
fn once() -> Option<u32> {
    Some(1)
}

fn ok() -> u16 {
    200
}

fn found() -> u16 {
    302
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_drop_before_applying_records_nothing_and_one_after_applying_does() {
        let fault = |at| Fault::on("*").dropped(at, Ending::Close);
        assert!(!fault(DropAt::BeforeApplying).applies_at_once());
        assert!(fault(DropAt::AfterApplying).applies_at_once());
        assert!(fault(DropAt::BeforeApplying).applied(true).applies_at_once());
        assert!(!fault(DropAt::AfterApplying).apply_after_ms(5).applies_at_once());
    }

    #[test]
    fn a_fault_skips_hits_and_runs_out() {
        let mut faults = Faults::default();
        faults.add(Fault::on("/acs/users/*").status(500).after(1).times(2));
        let mut hit = || faults.take_for("/acs/users/get", None, None).is_some();
        assert_eq!([hit(), hit(), hit(), hit()], [false, true, true, false]);
    }

    #[test]
    fn a_fault_in_json_hits_once_and_a_misspelled_field_is_refused() {
        let fault = Fault::from_json(json!({ "path": "/a", "kind": "status", "status": 503 }));
        assert_eq!(fault, Ok(Fault::on("/a").status(503)));
        let always = Fault::from_json(json!({ "times": null, "delay_ms": 4 }));
        assert_eq!(always, Ok(Fault::on("*").always().delay_ms(4)));
        assert!(Fault::from_json(json!({ "path": "/a", "dealy_ms": 4 })).is_err());
        assert!(Fault::from_json(json!({ "kind": "as_usual", "status": 4 })).is_err());
        assert!(Fault::from_json(json!({ "times": 0 })).is_err());
    }
}
