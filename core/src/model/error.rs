//! Everything that can go wrong, as one enum whose text is written for the person who reads it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::status::Status;
use crate::base::excerpt::{Excerpt, LONGEST_REASON, LONGEST_VALUE, begin};
use crate::base::panic::Panic;

/// Why a call did not end as asked.
///
/// `to_string` gives the full message: what was tried, on which user and group, what happened, the request id and
/// what to do next. No token is ever part of it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A bug in this library, contained.
    #[error("internal error in seam-acs: {0}; please report it")]
    Internal(String),
    /// The operating system refused something the library needs.
    #[error("the system refused {0}")]
    Resources(String),
    /// A required argument was NULL.
    #[error("{0} must not be NULL")]
    NullArgument(&'static str),
    /// A text argument is not UTF-8.
    #[error("{0} is not valid UTF-8")]
    Utf8(&'static str),
    /// A value was refused before anything was sent.
    #[error("{field} {}; nothing was sent", Excerpt::new(.reason, LONGEST_REASON))]
    InvalidArgument {
        /// The argument's or parameter's name.
        field: String,
        /// What is wrong with it.
        reason: String,
        /// For a table, the problems of its rows, one by one.
        problems: Arc<[Problem]>,
    },
    /// The object is not in a state for this call.
    #[error("{0}")]
    State(String),
    /// Options that do not fit, in the words of the official package.
    #[error("Seam received invalid options: {}", Excerpt::new(.0, LONGEST_REASON))]
    Options(String),
    /// A credential of the wrong kind, in the words of the official package.
    #[error("Seam received an invalid token: {0}")]
    Token(String),
    /// This build or platform cannot do it.
    #[error("not supported here: {0}")]
    NotSupported(String),
    /// Cancelled: a change was never sent, a read was given up.
    #[error("{0}")]
    Cancelled(Box<Failure>),
    /// The deadline passed: a change was never sent, a read was given up.
    #[error("{0}")]
    Deadline(Box<Failure>),
    /// The operation belongs to the parent of this forked process.
    #[error(
        "this operation was begun before fork(): it belongs to the parent process, which owns its outcome"
    )]
    Forked,
    /// The host name could not be resolved.
    #[error("{0}")]
    Dns(Box<Failure>),
    /// No connection could be made.
    #[error("{0}")]
    Connect(Box<Failure>),
    /// The TLS handshake or the server's certificate failed.
    #[error("{0}")]
    Tls(Box<Failure>),
    /// The proxy refused, or answered in place of Seam.
    #[error("{0}")]
    Proxy(Box<Failure>),
    /// The connection broke, or no answer came in time.
    #[error("{0}")]
    Network(Box<Failure>),
    /// HTTP 401.
    #[error("{0}")]
    Unauthorized(Box<Failure>),
    /// HTTP 403 with Seam's envelope.
    #[error("{0}")]
    Forbidden(Box<Failure>),
    /// HTTP 404 or 410 with Seam's envelope.
    #[error("{0}")]
    NotFound(Box<Failure>),
    /// Any other 4xx with Seam's envelope.
    #[error("{0}")]
    InvalidInput(Box<Failure>),
    /// HTTP 409 with Seam's envelope.
    #[error("{0}")]
    Conflict(Box<Failure>),
    /// HTTP 429.
    #[error("{0}")]
    RateLimited(Box<Failure>),
    /// HTTP 5xx or 408.
    #[error("{0}")]
    Server(Box<Failure>),
    /// An answer that is not Seam's.
    #[error("{0}")]
    UnexpectedResponse(Box<Failure>),
    /// The audit log could not be written, so nothing was sent.
    #[error("{0}")]
    Audit(Box<Failure>),
    /// A plan was refused: it would do too much, or it is out of date.
    ///
    /// It says what would have happened, and which option allows it; or what is out of date.
    #[error("{}; nothing was changed", Excerpt::new(.0, LONGEST_REASON))]
    Guard(String),
    /// Some changes of a list are not as asked; the report says which.
    #[error("{0}")]
    Partial(Box<Failure>),
    /// A change that may or may not have been recorded; the cause says what was last heard.
    #[error("{0}")]
    OutcomeUnknown(Box<Failure>),
}

/// What is known about a call that reached, or tried to reach, the network.
#[derive(Debug, Clone, Default)]
pub struct Failure {
    /// What was tried, as a phrase: `add user "u" to group "g"`.
    pub(crate) call: String,
    /// What happened, as a phrase.
    pub(crate) detail: String,
    /// What the reader can do about it: a sentence, or empty.
    pub(crate) advice: &'static str,
    pub(crate) attempts: u32,
    pub(crate) http_status: Option<u16>,
    pub(crate) api: Option<ApiError>,
    pub(crate) request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    /// Whether it may pass when this machine's clock is set.
    pub(crate) may_be_the_clock: bool,
    pub(crate) cause: Option<Box<Error>>,
}

/// These keep the parts of a message within 4 kB in all.
const LONGEST_CALL: usize = 700;
const LONGEST_DETAIL: usize = 1_700;
const LONGEST_CAUSE: usize = 1_000;

/// Seam's error envelope, as sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct ApiError {
    pub(crate) kind: String,
    pub(crate) message: String,
    pub(crate) data: Option<Value>,
    pub(crate) validation_errors: Option<Value>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.call.is_empty() {
            write!(f, "{}: ", Excerpt::new(&self.call, LONGEST_CALL))?;
        }
        write!(f, "{}", Excerpt::new(&self.detail, LONGEST_DETAIL))?;
        let mut facts = Vec::new();
        if let Some(status) = self.http_status {
            facts.push(format!("HTTP {status}"));
        }
        if let Some(id) = &self.request_id {
            facts.push(format!("request {id}"));
        }
        if self.attempts > 1 {
            facts.push(format!("{} attempts", self.attempts));
        }
        if !facts.is_empty() {
            write!(f, " ({})", facts.join(", "))?;
        }
        if let Some(cause) = &self.cause {
            write!(f, "; the cause: {}", Excerpt::new(&cause.phrase(), LONGEST_CAUSE))?;
        }
        if !self.advice.is_empty() {
            write!(f, ". {}", self.advice)?;
        }
        Ok(())
    }
}

/// The [`Failure`] of an error that reached, or tried to reach, the network: by shared or by exclusive reference.
macro_rules! known_failure {
    ($error:expr) => {
        match $error {
            Error::Cancelled(failure)
            | Error::Deadline(failure)
            | Error::Dns(failure)
            | Error::Connect(failure)
            | Error::Tls(failure)
            | Error::Proxy(failure)
            | Error::Network(failure)
            | Error::Unauthorized(failure)
            | Error::Forbidden(failure)
            | Error::NotFound(failure)
            | Error::InvalidInput(failure)
            | Error::Conflict(failure)
            | Error::RateLimited(failure)
            | Error::Server(failure)
            | Error::UnexpectedResponse(failure)
            | Error::Audit(failure)
            | Error::Partial(failure)
            | Error::OutcomeUnknown(failure) => Some(failure),
            _ => None,
        }
    };
}

impl From<Panic> for Error {
    fn from(Panic(words): Panic) -> Error {
        Error::Internal(format!("contained panic: {words}"))
    }
}

impl Error {
    /// A required argument was NULL.
    #[must_use]
    pub fn null_argument(name: &'static str) -> Error {
        Error::NullArgument(name)
    }

    /// A text argument is not UTF-8.
    #[must_use]
    pub fn not_utf8(name: &'static str) -> Error {
        Error::Utf8(name)
    }

    /// A value was refused before anything was sent; `reason` continues the sentence that the field's name begins.
    #[must_use]
    pub fn invalid_argument(field: impl Into<String>, reason: impl Into<String>) -> Error {
        Error::InvalidArgument { field: field.into(), reason: reason.into(), problems: Arc::default() }
    }

    /// A bug in this library, contained.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Error {
        Error::Internal(message.into())
    }

    /// The status of this error.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Error::Internal(_) => Status::Internal,
            Error::Resources(_) => Status::Resources,
            Error::NullArgument(_) => Status::NullArgument,
            Error::Utf8(_) => Status::Utf8,
            Error::InvalidArgument { .. } => Status::InvalidArgument,
            Error::State(_) => Status::State,
            Error::Options(_) => Status::Options,
            Error::Token(_) => Status::Token,
            Error::NotSupported(_) => Status::NotSupported,
            Error::Cancelled(_) => Status::Cancelled,
            Error::Deadline(_) => Status::Deadline,
            Error::Forked => Status::Forked,
            Error::Dns(_) => Status::Dns,
            Error::Connect(_) => Status::Connect,
            Error::Tls(_) => Status::Tls,
            Error::Proxy(_) => Status::Proxy,
            Error::Network(_) => Status::Network,
            Error::Unauthorized(_) => Status::Unauthorized,
            Error::Forbidden(_) => Status::Forbidden,
            Error::NotFound(_) => Status::NotFound,
            Error::InvalidInput(_) => Status::InvalidInput,
            Error::Conflict(_) => Status::Conflict,
            Error::RateLimited(_) => Status::RateLimited,
            Error::Server(_) => Status::Server,
            Error::UnexpectedResponse(_) => Status::UnexpectedResponse,
            Error::Audit(_) => Status::Audit,
            Error::Guard(_) => Status::Guard,
            Error::Partial(_) => Status::Partial,
            Error::OutcomeUnknown(_) => Status::OutcomeUnknown,
        }
    }

    /// The problems of a table's rows, one by one; at most a thousand.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        match self {
            Error::InvalidArgument { problems, .. } => problems,
            _ => &[],
        }
    }

    /// The stable name, such as `NOT_FOUND`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.status().name()
    }

    /// The HTTP status of the answer that decided, if there was one.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.known(|failure| failure.http_status)
    }

    /// Seam's error type, such as `acs_user_not_found`: an open set.
    #[must_use]
    pub fn api_type(&self) -> Option<&str> {
        self.api().map(|api| begin(&api.kind, LONGEST_VALUE))
    }

    /// Seam's own message, at most 3,600 bytes of it.
    #[must_use]
    pub fn api_message(&self) -> Option<&str> {
        self.api().map(|api| begin(&api.message, LONGEST_REASON))
    }

    /// The `data` of Seam's error, where it sent one.
    #[must_use]
    pub fn data(&self) -> Option<&Value> {
        self.api()?.data.as_ref()
    }

    /// Seam's tree of validation errors: the messages of a parameter are under its name, in `_errors`.
    #[must_use]
    pub fn validation_errors(&self) -> Option<&Value> {
        self.api()?.validation_errors.as_ref()
    }

    /// The id to quote to Seam's support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let failure = self.failure()?;
        failure.request_id.as_deref().or_else(|| failure.cause.as_ref()?.request_id())
    }

    /// How long the server asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.known(|failure| failure.retry_after)
    }

    /// How many requests were started.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.failure().map_or(0, |failure| failure.attempts)
    }

    /// What was last heard before the outcome became unknown or the deadline passed.
    #[must_use]
    pub fn cause(&self) -> Option<&Error> {
        self.failure()?.cause.as_deref()
    }

    /// Whether the same call may succeed later without anybody changing anything. False after
    /// [`OutcomeUnknown`](Error::OutcomeUnknown): read the membership first. True for a certificate that is not valid
    /// at this machine's time, because the clock of a machine that has just started is set in a while.
    #[must_use]
    pub fn retryable(&self) -> bool {
        if let Error::Tls(failure) = self {
            return failure.may_be_the_clock;
        }
        matches!(
            self,
            Error::Resources(_)
                | Error::Deadline(_)
                | Error::Dns(_)
                | Error::Connect(_)
                | Error::Network(_)
                | Error::RateLimited(_)
                | Error::Server(_)
        )
    }

    /// Whether a change may have been recorded although no answer says so.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        matches!(self, Error::OutcomeUnknown(_))
    }

    /// The error on one line, what happened first: for displays that cut what is too long. It has no control characters.
    #[must_use]
    pub fn to_line(&self) -> String {
        let tried = self.failure().map_or("", |failure| failure.call.as_str());
        let tried = if tried.is_empty() { String::new() } else { format!("; {tried}") };
        let line = format!("{}: {}{tried}", self.name(), self.phrase());
        line.chars().map(|letter| if ends_a_line_or_turns_it(letter) { ' ' } else { letter }).collect()
    }

    /// The error as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.to_value().to_string()
    }

    pub(crate) fn to_value(&self) -> Value {
        Value::Object(self.to_map())
    }

    fn to_map(&self) -> Map<String, Value> {
        let fields = [
            ("status", json!(self.status().code())),
            ("name", json!(self.name())),
            ("message", json!(self.to_string())),
            ("http_status", json!(self.http_status())),
            ("api_type", json!(self.api_type())),
            ("api_message", json!(self.api_message())),
            ("data", json!(self.data())),
            ("validation_errors", json!(self.validation_errors())),
            ("request_id", json!(self.request_id())),
            ("retryable", json!(self.retryable())),
            ("outcome_unknown", json!(self.outcome_unknown())),
            ("retry_after_ms", json!(self.retry_after().map(whole_milliseconds))),
            ("attempts", json!(self.attempts())),
            ("cause", self.cause().map_or(Value::Null, Error::to_value)),
        ];
        let problems: Vec<Value> = self.problems().iter().map(Problem::to_value).collect();
        let problems = (!problems.is_empty()).then_some(("problems", Value::Array(problems)));
        fields.into_iter().chain(problems).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The message without the call's name and advice, for use behind another error's message.
    fn phrase(&self) -> String {
        self.failure().map_or_else(
            || self.to_string(),
            |failure| Failure { call: String::new(), advice: "", ..failure.clone() }.to_string(),
        )
    }

    fn api(&self) -> Option<&ApiError> {
        let failure = self.failure()?;
        failure.api.as_ref().or_else(|| failure.cause.as_ref()?.api())
    }

    /// A fact of this failure, else of its cause.
    fn known<T>(&self, fact: fn(&Failure) -> Option<T>) -> Option<T> {
        let failure = self.failure()?;
        fact(failure).or_else(|| failure.cause.as_ref()?.known(fact))
    }

    fn failure(&self) -> Option<&Failure> {
        known_failure!(self)
    }

    /// The same failure with the facts that only the whole call knows.
    pub(crate) fn in_call(mut self, call: &str, attempts: u32) -> Error {
        if let Some(failure) = self.failure_mut() {
            if failure.call.is_empty() {
                call.clone_into(&mut failure.call);
            }
            failure.attempts = attempts;
        }
        self
    }

    /// The same failure with the facts of the answer that it was read from.
    pub(crate) fn answered(
        mut self,
        status: u16,
        request_id: Option<String>,
        retry_after: Option<Duration>,
    ) -> Error {
        if let Some(failure) = self.failure_mut() {
            failure.http_status = Some(status);
            failure.request_id = request_id;
            failure.retry_after = retry_after;
        }
        self
    }

    fn failure_mut(&mut self) -> Option<&mut Failure> {
        known_failure!(self)
    }
}

impl Failure {
    pub(crate) fn new(detail: impl Into<String>) -> Failure {
        Failure { detail: detail.into(), ..Failure::default() }
    }

    pub(crate) fn boxed(detail: impl Into<String>) -> Box<Failure> {
        Box::new(Failure::new(detail))
    }

    pub(crate) fn advise(mut self, advice: &'static str) -> Failure {
        self.advice = advice;
        self
    }

    pub(crate) fn caused_by(mut self, cause: Option<Error>) -> Failure {
        self.cause = cause.map(Box::new);
        self
    }
}

/// Control characters, the line ends of Unicode, and what changes the direction of a line.
fn ends_a_line_or_turns_it(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// In milliseconds, rounded up so that nobody retries too early.
fn whole_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
