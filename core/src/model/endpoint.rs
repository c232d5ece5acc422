//! What a read or a change of Seam's API needs and returns. `endpoints` has all of them.

/// A read.
pub(crate) struct Endpoint {
    pub(crate) path: &'static str,
    pub(crate) key: &'static str,
    pub(crate) cardinality: Cardinality,
    /// The call as a phrase for messages.
    pub(crate) phrase: &'static str,
    pub(crate) needs: RequiredParams,
}

/// A change that is not one of a membership.
pub(crate) struct WriteEndpoint {
    pub(crate) path: &'static str,
    /// The call as a phrase for messages.
    pub(crate) phrase: &'static str,
    pub(crate) needs: RequiredParams,
    pub(crate) repeat: RetryPolicy,
}

/// How many things an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cardinality {
    One,
    All,
    Paged,
}

/// Which parameters must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RequiredParams {
    Nothing,
    Field(&'static str),
    /// `acs_user_id`, or `user_identity_id` with `acs_system_id`.
    User,
}

/// When a change may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryPolicy {
    /// Idempotent: repeated whenever no answer, 429, 408 or 5xx came.
    Always,
    /// Not idempotent: repeated only when it was never sent or answered 429.
    NeverSentOrRefused,
}
