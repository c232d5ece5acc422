//! Classifies an attempt: whether Seam answered, whether the change may be applied, and whether it may be retried.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use super::certificate_error;
use super::dns::LookupFailure;
use super::error_chain::{chain, find};
use super::operation::decode::{NO_MEMORY_FOR_AN_ANSWER, UNEXPECTED_ADVICE};
use super::transport::TransportError;
use crate::config::settings::Route;
use crate::model::call::{Call, Kind};
use crate::model::error::{ApiError, Error, Failure};
use crate::model::raw_response::RawResponse;
use crate::sys::os::is_exhaustion;

/// An attempt that failed.
#[derive(Debug)]
pub(crate) struct AttemptError {
    pub(crate) error: Error,
    pub(crate) applied: SideEffect,
    pub(crate) repeatable: bool,
    /// Whether the request may still arrive: nothing says that the server is done with it.
    pub(super) may_arrive: bool,
    /// Whether Seam refused with a reason that can mean "nothing to do".
    pub(super) says_already_so: bool,
}

impl AttemptError {
    /// Whether nobody could be reached, for a reason that may pass: then another attempt does no harm, ever.
    pub(super) fn reached_nobody(&self) -> bool {
        let is_about_the_way =
            matches!(self.error, Error::Dns(_) | Error::Connect(_) | Error::Proxy(_) | Error::Tls(_));
        is_about_the_way && self.applied == SideEffect::No && (self.repeatable || self.error.retryable())
    }
}

/// Whether a change may be in force although the attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SideEffect {
    No,
    Maybe,
}

type Variant = fn(Box<Failure>) -> Error;

/// Classifies a complete response.
pub(crate) fn classify_response(call: &Call, reply: RawResponse) -> Result<RawResponse, AttemptError> {
    match reply.status {
        200..=299 => accept(call, reply),
        300..=399 => Err(refusal(&reply, SideEffect::Maybe, false, unexpected(&redirection(&reply)))),
        401 => Err(refusal(&reply, SideEffect::No, false, unauthorized(&reply))),
        407 => Err(refusal(&reply, SideEffect::No, false, proxy_refused())),
        408 => Err(refusal(
            &reply,
            SideEffect::Maybe,
            true,
            failed(Error::Server, "the server gave up waiting", &reply),
        )),
        429 => Err(refusal(
            &reply,
            SideEffect::No,
            true,
            failed(Error::RateLimited, "too many requests", &reply),
        )),
        400..=499 => Err(refused(&reply)),
        500..=599 => {
            Err(refusal(&reply, SideEffect::Maybe, true, failed(Error::Server, "the server failed", &reply)))
        }
        _ => Err(refusal(
            &reply,
            SideEffect::Maybe,
            false,
            unexpected("the HTTP status is not one that Seam uses"),
        )),
    }
}

/// Classifies a connection that could not be made, or that broke.
pub(super) fn classify_transport_error(
    error: &TransportError,
    sent: bool,
    route: &Route,
    has_bundled_roots: bool,
) -> AttemptError {
    let applied = if sent { SideEffect::Maybe } else { SideEffect::No };
    match error {
        TransportError::Transport(error) => {
            let (error, repeatable) = transport_error(error, sent, route, has_bundled_roots);
            AttemptError { error, applied, repeatable, may_arrive: sent, says_already_so: false }
        }
        TransportError::Lookup(failure) => lookup_failed(failure, route.proxy.is_some()),
        TransportError::NoMemory => AttemptError {
            error: Error::Resources(NO_MEMORY_FOR_AN_ANSWER.to_owned()),
            applied,
            repeatable: false,
            may_arrive: false,
            says_already_so: false,
        },
        TransportError::TooLarge { limit, status, request_id } => {
            let detail =
                format!("the answer is longer than the option max_response_bytes allows ({limit} bytes)");
            unusable(&detail, *status, request_id.as_ref(), applied)
        }
        TransportError::TwoLengths { status, request_id } => {
            let detail =
                "the answer has both Content-Length and Transfer-Encoding, so nobody knows where it ends";
            unusable(detail, *status, request_id.as_ref(), applied)
        }
    }
}

/// An answer of which only the head can be used.
fn unusable(detail: &str, status: u16, request_id: Option<&String>, applied: SideEffect) -> AttemptError {
    let failure = Failure {
        http_status: Some(status),
        request_id: request_id.cloned(),
        ..Failure::new(detail).advise(UNEXPECTED_ADVICE)
    };
    let error = Error::UnexpectedResponse(Box::new(failure));
    AttemptError { error, applied, repeatable: false, may_arrive: false, says_already_so: false }
}

/// Whether the connection failed because the server's certificate is not accepted.
pub(super) fn refuses_certificate(error: &TransportError) -> bool {
    let TransportError::Transport(error) = error else { return false };
    matches!(find_tls(error), Some(rustls::Error::InvalidCertificate(_)))
}

/// Classifies an attempt that had no answer within `limit`.
pub(super) fn classify_timeout(limit: Duration, sent: bool) -> AttemptError {
    let (variant, what, applied): (Variant, _, _) = if sent {
        (Error::Network, "no answer came", SideEffect::Maybe)
    } else {
        (Error::Connect, "no connection could be made", SideEffect::No)
    };
    let failure = Failure::new(format!("{what} within {} ms", limit.as_millis())).advise(NETWORK_ADVICE);
    AttemptError {
        error: variant(Box::new(failure)),
        applied,
        repeatable: true,
        may_arrive: sent,
        says_already_so: false,
    }
}

/// Classifies an attempt that ended while the host's name was looked up.
pub(super) fn classify_slow_lookup(limit: Duration) -> AttemptError {
    let detail = format!("no name server answered within {} ms", limit.as_millis());
    unsent(Error::Dns(Box::new(Failure::new(detail).advise(DNS_ADVICE))), true)
}

fn lookup_failed(failure: &LookupFailure, through_proxy: bool) -> AttemptError {
    match failure {
        LookupFailure::Panicked(_) => unsent(Error::internal(failure.to_string()), false),
        LookupFailure::Refused(what) => unsent(Error::Resources(what.clone()), true),
        LookupFailure::UnknownHost { .. } if through_proxy => {
            let failure = Failure::new(format!("no connection through the proxy: {failure}"));
            unsent(Error::Proxy(Box::new(failure.advise(PROXY_ADVICE))), true)
        }
        LookupFailure::UnknownHost { .. } => {
            let failure = Failure::new(format!("no such host: {failure}"));
            unsent(Error::Dns(Box::new(failure.advise(DNS_ADVICE))), true)
        }
    }
}

fn unsent(error: Error, repeatable: bool) -> AttemptError {
    AttemptError { error, applied: SideEffect::No, repeatable, may_arrive: false, says_already_so: false }
}

/// Only `"ok": true` says that a change was recorded. Reads are decoded later, on the thread that asks.
fn accept(call: &Call, reply: RawResponse) -> Result<RawResponse, AttemptError> {
    let decoded_later = matches!(call.kind, Kind::Read { .. } | Kind::Request { reads: true, .. });
    if decoded_later {
        return Ok(reply);
    }
    match reply.confirm() {
        Ok(()) => Ok(reply),
        Err(reason) => {
            let error = unexpected(&format!("the response is not one that Seam sends: {reason}"));
            Err(refusal(&reply, SideEffect::Maybe, false, error))
        }
    }
}

/// A 4xx is Seam's only with Seam's error envelope. Without it, something in between answered.
fn refused(reply: &RawResponse) -> AttemptError {
    let Some(api) = reply.envelope() else {
        let detail = format!("the response is not one that Seam sends: {}", reply.excerpt());
        return refusal(reply, SideEffect::No, false, unexpected(&detail));
    };
    let (variant, what, advice): (Variant, _, _) = match reply.status {
        403 => (Error::Forbidden, "not allowed", "Check what the credentials may do"),
        404 | 410 => (
            Error::NotFound,
            "not found",
            "Check the ids, and that the credentials belong to the workspace that has them",
        ),
        409 => (Error::Conflict, "in conflict with what Seam has", ""),
        _ => (Error::InvalidInput, "refused", ""),
    };
    // An invalid request says nothing about the membership.
    let says_already_so = matches!(reply.status, 400 | 404 | 409 | 422) && api.kind != "invalid_input";
    let failure = Failure { api: Some(api.clone()), ..Failure::new(spoken(what, &api)).advise(advice) };
    AttemptError { says_already_so, ..refusal(reply, SideEffect::No, false, variant(Box::new(failure))) }
}

fn refusal(reply: &RawResponse, applied: SideEffect, repeatable: bool, error: Error) -> AttemptError {
    let error = error.answered(reply.status, reply.request_id.clone(), reply.retry_after);
    // A gateway that answers so got no answer from the server behind it, which may still have the request.
    let is_a_gateways = matches!(reply.status, 408 | 502 | 504 | 520..=599) && reply.envelope().is_none();
    AttemptError { error, applied, repeatable, may_arrive: is_a_gateways, says_already_so: false }
}

fn unexpected(detail: &str) -> Error {
    Error::UnexpectedResponse(Box::new(Failure::new(detail).advise(UNEXPECTED_ADVICE)))
}

fn redirection(reply: &RawResponse) -> String {
    let target = reply.location.as_deref().unwrap_or("nowhere");
    format!("the server redirects to {target:?}, which is not followed")
}

fn unauthorized(reply: &RawResponse) -> Error {
    let what = "the credentials were not accepted";
    let api = reply.envelope();
    let detail = api.as_ref().map_or(what.to_owned(), |api| spoken(what, api));
    let failure = Failure { api, ..Failure::new(detail) };
    Error::Unauthorized(Box::new(
        failure.advise("Check the API key, or the personal access token and its workspace"),
    ))
}

fn proxy_refused() -> Error {
    let failure = Failure::new("the proxy asks for a user name and password");
    Error::Proxy(Box::new(failure.advise("Put them into the proxy's URL")))
}

fn failed(variant: Variant, what: &str, reply: &RawResponse) -> Error {
    let api = reply.envelope();
    let detail = match &api {
        Some(api) => spoken(what, api),
        None if reply.body.is_empty() => what.to_owned(),
        None => format!("{what}, with {}", reply.excerpt()),
    };
    variant(Box::new(Failure { api, ..Failure::new(detail) }))
}

/// The message, followed by Seam's own.
fn spoken(what: &str, api: &ApiError) -> String {
    format!("{what}: {} [{}]", api.message, api.kind)
}

const NETWORK_ADVICE: &str = "Check the network between this machine and the endpoint";

fn transport_error(
    error: &reqwest::Error,
    sent: bool,
    route: &Route,
    has_bundled_roots: bool,
) -> (Error, bool) {
    let reason = reason(error);
    let make = |variant: Variant, what: &str, advice| {
        variant(Box::new(Failure::new(format!("{what}: {reason}")).advise(advice)))
    };
    let through_proxy = route.proxy.is_some() && !sent;
    if let Some(tls) = find_tls(error) {
        if through_proxy && matches!(tls, rustls::Error::InvalidMessage(_)) {
            return (make(Error::Proxy, "the proxy answered something that is not TLS", PROXY_ADVICE), true);
        }
        let failure = Box::new(insecure(tls, route, has_bundled_roots));
        return (Error::Tls(failure), !matches!(tls, rustls::Error::InvalidCertificate(_)));
    }
    if sent {
        let (what, advice) = if is_no_http(error) {
            ("the answer is not valid HTTP", UNEXPECTED_ADVICE)
        } else {
            ("the connection broke before a whole answer came", NETWORK_ADVICE)
        };
        return (make(Error::Network, what, advice), true);
    }
    if let Some(refused) = find::<io::Error>(error).filter(|error| is_exhaustion(error)) {
        return (Error::Resources(format!("what a connection needs: {refused}")), true);
    }
    if through_proxy {
        // Errors of a tunnel have no public type.
        return match reason.as_str() {
            "tunnel error: proxy authorization required" => (proxy_refused(), false),
            "tunnel error: unsuccessful" => {
                (make(Error::Proxy, "the proxy did not open a tunnel to the endpoint", PROXY_ADVICE), true)
            }
            _ => (make(Error::Proxy, "no connection through the proxy", PROXY_ADVICE), true),
        };
    }
    (make(Error::Connect, "no connection", NETWORK_ADVICE), true)
}

/// Whether an answer came, in a form that nobody can read. An error of its chunks has no type but that of I/O.
fn is_no_http(error: &reqwest::Error) -> bool {
    let is_malformed =
        |error: &io::Error| matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData);
    find::<hyper::Error>(error).is_some_and(hyper::Error::is_parse)
        || find::<io::Error>(error).is_some_and(is_malformed)
}

const DNS_ADVICE: &str = "Check the endpoint and this machine's name resolution";
const PROXY_ADVICE: &str = "Check the proxy and its URL";

/// What kind of failure the handshake ended with, why, and what can be done about it.
fn insecure(error: &rustls::Error, route: &Route, has_bundled_roots: bool) -> Failure {
    use rustls::{AlertDescription, Error};
    let failed = "the secure connection failed";
    let (what, advice) = match error {
        Error::InvalidCertificate(refused) => {
            let reason = certificate_error::reason(refused, &route.trust, has_bundled_roots);
            let failure = Failure {
                may_be_the_clock: certificate_error::may_be_the_clock(refused),
                ..Failure::new(format!("{failed}: {reason}"))
            };
            return failure.advise(certificate_error::advice(refused, &route.trust));
        }
        Error::AlertReceived(AlertDescription::ProtocolVersion) | Error::PeerIncompatible(_) => {
            ("the server does not speak TLS 1.2 or 1.3", "Check the endpoint, or update its server")
        }
        Error::InvalidMessage(_) => ("what answered does not speak TLS", "Check the endpoint and its port"),
        _ => (failed, NETWORK_ADVICE),
    };
    Failure::new(format!("{what}: {error}")).advise(advice)
}

/// The messages of the innermost errors, without the URL: a proxy's may hold a password.
fn reason(error: &reqwest::Error) -> String {
    let mut innermost: &dyn StdError = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn find_tls(error: &reqwest::Error) -> Option<&rustls::Error> {
    chain(error).find_map(tls_within)
}

/// An I/O error does not name what it wraps as its source, and may be wrapped itself.
fn tls_within<'a>(link: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    link.downcast_ref::<rustls::Error>().or_else(|| {
        let wrapped: &'a (dyn StdError + 'static) = link.downcast_ref::<io::Error>()?.get_ref()?;
        tls_within(wrapped)
    })
}
