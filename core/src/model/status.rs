//! The status numbers that cross the C ABI: fixed, never reused.

/// How a call ended, as a number that never changes its meaning.
///
/// The thousands name the family, which is also the exit code of a program: 1 internal, 2 argument, 3 stopped,
/// 4 transport, 5 API, 6 partial, 7 refused by a guard, 8 outcome unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Done: for a change, recorded by Seam; the access system follows.
    Ok,
    /// A bug in this library, contained.
    Internal,
    /// The operating system refused a thread, a descriptor or memory.
    Resources,
    /// A required argument was NULL.
    NullArgument,
    /// A text argument is not UTF-8.
    Utf8,
    /// A value was refused before anything was sent.
    InvalidArgument,
    /// The object is not in a state for this call.
    State,
    /// An option is unknown, out of range or in conflict with another.
    Options,
    /// A credential is not of the right kind.
    Token,
    /// This build or platform cannot do it.
    NotSupported,
    /// Cancelled before a change was sent, or while a read was under way.
    Cancelled,
    /// The deadline passed; a change was never sent.
    Deadline,
    /// The operation belongs to the parent of this forked process.
    Forked,
    /// The host name could not be resolved.
    Dns,
    /// No connection could be made.
    Connect,
    /// The TLS handshake or the server's certificate failed.
    Tls,
    /// The proxy refused, or answered in place of Seam.
    Proxy,
    /// The connection broke, or no answer came in time.
    Network,
    /// Seam did not accept the credentials (HTTP 401).
    Unauthorized,
    /// The credentials do not allow this (HTTP 403).
    Forbidden,
    /// Seam knows no such user, group or other thing (HTTP 404, 410).
    NotFound,
    /// Seam refused the request as wrong (HTTP 400, 422 and other 4xx).
    InvalidInput,
    /// Seam refused the request as in conflict with its state (HTTP 409).
    Conflict,
    /// Too many requests (HTTP 429).
    RateLimited,
    /// Seam, or something before it, failed (HTTP 5xx, 408).
    Server,
    /// An answer that is not Seam's.
    UnexpectedResponse,
    /// Some items of a bulk call were not applied.
    Partial,
    /// A guard refused a dangerous plan.
    Guard,
    /// The audit line could not be written, so nothing was sent.
    Audit,
    /// The change may or may not have been recorded.
    OutcomeUnknown,
}

impl Status {
    /// Every status, in the order of the families.
    pub const ALL: &'static [Status] = &[
        Status::Ok,
        Status::Internal,
        Status::Resources,
        Status::NullArgument,
        Status::Utf8,
        Status::InvalidArgument,
        Status::State,
        Status::Options,
        Status::Token,
        Status::NotSupported,
        Status::Cancelled,
        Status::Deadline,
        Status::Forked,
        Status::Dns,
        Status::Connect,
        Status::Tls,
        Status::Proxy,
        Status::Network,
        Status::Unauthorized,
        Status::Forbidden,
        Status::NotFound,
        Status::InvalidInput,
        Status::Conflict,
        Status::RateLimited,
        Status::Server,
        Status::UnexpectedResponse,
        Status::Partial,
        Status::Guard,
        Status::Audit,
        Status::OutcomeUnknown,
    ];

    /// The number, its stable name, and one sentence for a person.
    const fn row(self) -> (i32, &'static str, &'static str) {
        match self {
            Status::Ok => (0, "OK", "done"),
            Status::Internal => (-1001, "INTERNAL", "a bug in seam-acs, contained"),
            Status::Resources => (-1002, "RESOURCES", "the system refused a thread, a descriptor or memory"),
            Status::NullArgument => (-2001, "NULL_ARGUMENT", "a required argument is NULL"),
            Status::Utf8 => (-2002, "UTF8", "a text argument is not valid UTF-8"),
            Status::InvalidArgument => {
                (-2003, "INVALID_ARGUMENT", "a value was refused before anything was sent")
            }
            Status::State => (-2004, "STATE", "the object is not in a state for this call"),
            Status::Options => (-2005, "OPTIONS", "an option is unknown, out of range or in conflict"),
            Status::Token => (-2006, "TOKEN", "a credential is not of the right kind"),
            Status::NotSupported => (-2007, "NOT_SUPPORTED", "this build or platform cannot do it"),
            Status::Cancelled => (-3001, "CANCELLED", "cancelled; no change was sent"),
            Status::Deadline => (-3002, "DEADLINE", "the deadline passed; no change was sent"),
            Status::Forked => (-3003, "FORKED", "the operation belongs to the parent of this process"),
            Status::Dns => (-4001, "DNS", "the host name could not be resolved"),
            Status::Connect => (-4002, "CONNECT", "no connection could be made"),
            Status::Tls => (-4003, "TLS", "the secure connection could not be made"),
            Status::Proxy => (-4004, "PROXY", "the proxy refused or failed"),
            Status::Network => (-4005, "NETWORK", "the connection broke or no answer came"),
            Status::Unauthorized => (-5001, "UNAUTHORIZED", "the credentials were not accepted"),
            Status::Forbidden => (-5002, "FORBIDDEN", "the credentials do not allow this"),
            Status::NotFound => (-5003, "NOT_FOUND", "Seam knows no such thing"),
            Status::InvalidInput => (-5004, "INVALID_INPUT", "Seam refused the request as wrong"),
            Status::Conflict => (-5005, "CONFLICT", "Seam refused the request as in conflict with its state"),
            Status::RateLimited => (-5006, "RATE_LIMITED", "too many requests"),
            Status::Server => (-5007, "SERVER", "the server failed"),
            Status::UnexpectedResponse => {
                (-5008, "UNEXPECTED_RESPONSE", "the response is not one that Seam sends")
            }
            Status::Partial => (-6001, "PARTIAL", "some items were not applied"),
            Status::Guard => (-7001, "GUARD", "a guard refused the plan"),
            Status::Audit => (-7002, "AUDIT", "the audit line could not be written; nothing was sent"),
            Status::OutcomeUnknown => (-8001, "OUTCOME_UNKNOWN", "the change may or may not be recorded"),
        }
    }

    /// The number that crosses the C ABI: 0 or negative.
    #[must_use]
    pub const fn code(self) -> i32 {
        self.row().0
    }

    /// The stable name, such as `NOT_FOUND`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// One sentence for a person, without the details that an [`Error`](crate::Error) has.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row().2
    }

    /// The status with this number, if there is one.
    #[must_use]
    pub fn from_code(code: i32) -> Option<Status> {
        Self::ALL.iter().copied().find(|status| status.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn every_status_has_its_own_number_and_name() {
        for (index, status) in Status::ALL.iter().enumerate() {
            assert_eq!(Status::from_code(status.code()), Some(*status));
            assert!(Status::ALL[..index].iter().all(|other| other.name() != status.name()));
        }
    }
}
