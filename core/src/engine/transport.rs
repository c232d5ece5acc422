//! Connections: one pool for all clients of equal routes, renewed when a connection in it turns out to be dead.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use reqwest::header::{
    CONTENT_LENGTH, DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER, TRANSFER_ENCODING,
};
use reqwest::{Method, Request, Response};
use serde_json::json;

use super::dns::{CachedResolver, DnsCache, LookupFailure, NotLookedUp};
use super::error_chain::find;
use super::operation::state::OperationState;
use super::retry::parse_retry_after;
use super::tls_roots::{TlsConfig, TlsRootsCache};
use crate::base::failpoint;
use crate::base::memory::reserve;
use crate::base::secret::Redactor;
use crate::config::log_level::Level;
use crate::config::settings::{Route, Settings};
use crate::model::error::Error;
use crate::model::raw_response::RawResponse;
use crate::observability::log::Log;

/// How long a connection may lie unused: shorter than most middle boxes wait.
pub(super) const IDLE_CONNECTION: Duration = Duration::from_secs(30);
const KEEPALIVE: Duration = Duration::from_secs(15);

/// A pool of connections.
#[derive(Clone)]
pub(super) struct Transport {
    client: reqwest::Client,
    /// Distinguishes a pool from the one that replaced it.
    generation: u64,
    /// Whether the trusted certificates are our own, as the machine has none.
    pub(super) has_bundled_roots: bool,
}

/// The pools by their routes.
pub(super) struct PoolMap {
    trust: Arc<TlsRootsCache>,
    pub(super) dns: Arc<DnsCache>,
    pools: Mutex<HashMap<Route, Pool>>,
}

struct Pool {
    transport: Transport,
    /// Its connections are not used any more when the trusted certificates have changed.
    tls: Arc<TlsConfig>,
    /// When it was last known to be in use, and whether it was used since: each request looks it up, and would look at
    /// the clock besides.
    last_used: Instant,
    used_since: bool,
}

/// Why there is no complete response.
#[derive(Debug)]
pub(super) enum TransportError {
    /// The connection could not be made, or broke.
    Transport(reqwest::Error),
    /// The host's name could not be looked up.
    Lookup(LookupFailure),
    /// The head says in two ways where the body ends, which is how answers are smuggled (RFC 9112, section 6.3).
    TwoLengths { status: u16, request_id: Option<String> },
    /// The system has no memory for the body.
    NoMemory,
    /// The body is longer than the option `max_response_bytes` allows.
    TooLarge { limit: usize, status: u16, request_id: Option<String> },
}

impl PoolMap {
    pub(super) fn new(trust: Arc<TlsRootsCache>, dns: Arc<DnsCache>) -> Self {
        Self { trust, dns, pools: Mutex::default() }
    }

    pub(super) async fn get(&self, route: &Route, log: Option<&Log>) -> Result<Transport, Error> {
        if let Some(found) = self.find(route) {
            return Ok(found);
        }
        let fresh = self.pool(route, 0).await?;
        if let (true, Some(log)) = (fresh.tls.has_bundled_roots, log) {
            log.line(
                Level::Warn,
                "bundled_roots_used",
                json!({ "reason": "this machine has no certificate store" }),
            );
        }
        let mut pools = self.pools();
        // A host that makes clients with ever new options must not make us grow.
        pools.retain(|_, pool| pool.is_in_use(fresh.last_used));
        Ok(pools.entry(route.clone()).or_insert(fresh).transport.clone())
    }

    /// Replaces a pool after a connection of it went silent: its other connections went the same way, and a repeat
    /// must not try them one after another.
    pub(super) async fn renew(&self, route: &Route, silent: &Transport) -> Result<(), Error> {
        let fresh = self.pool(route, silent.generation + 1).await?;
        let mut pools = self.pools();
        if pools.get(route).is_none_or(|pool| pool.transport.generation == silent.generation) {
            pools.insert(route.clone(), fresh);
        }
        Ok(())
    }

    /// Whether the certificates that the route trusts have changed since they were read.
    pub(super) async fn has_new_certificates(&self, route: &Route) -> bool {
        self.trust.look_again_aside(&route.trust).await
    }

    async fn pool(&self, route: &Route, generation: u64) -> Result<Pool, Error> {
        let tls = self.trust.config(&route.trust).await?;
        let client = self.build(route, tls.config.clone())?;
        let transport = Transport { client, generation, has_bundled_roots: tls.has_bundled_roots };
        Ok(Pool { transport, tls, last_used: Instant::now(), used_since: false })
    }

    fn build(&self, route: &Route, tls: rustls::ClientConfig) -> Result<reqwest::Client, Error> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(CachedResolver(Arc::clone(&self.dns))))
            .connect_timeout(route.connect_timeout)
            .pool_idle_timeout(IDLE_CONNECTION)
            .tcp_keepalive(KEEPALIVE)
            .tcp_nodelay(true)
            // As curl takes them: old gateways fold header lines, and put spaces and worse into them.
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            // A 302 would turn the POST into a GET that answers 200, and carry the token to another host.
            .redirect(reqwest::redirect::Policy::none())
            // Repeats are ours, so that attempts are counted truthfully.
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy();
        if let Some(proxy) = &route.proxy {
            let chosen = reqwest::Proxy::all(proxy.expose())
                .map_err(|_| Error::Options("proxy is not a URL that can be used".to_owned()))?;
            builder = builder.proxy(chosen);
        }
        builder
            .build()
            .map_err(|error| Error::internal(format!("the HTTP client could not be made: {error}")))
    }

    fn find(&self, route: &Route) -> Option<Transport> {
        let mut pools = self.pools();
        // There are few, and comparing is cheaper than hashing.
        let (_, pool) = pools.iter_mut().find(|(made_for, _)| *made_for == route)?;
        if pool.tls.is_outdated() {
            pools.remove(route);
            return None;
        }
        pool.used_since = true;
        Some(pool.transport.clone())
    }

    fn pools(&self) -> MutexGuard<'_, HashMap<Route, Pool>> {
        self.pools.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TransportError {
    /// The host whose addresses have to be known first.
    pub(super) fn not_looked_up(&self) -> Option<&str> {
        let TransportError::Transport(error) = self else { return None };
        find::<NotLookedUp>(error).map(|missing| missing.host.as_str())
    }
}

impl Pool {
    /// Whether it was used of late. Of a use since the last such question only that is known.
    fn is_in_use(&mut self, now: Instant) -> bool {
        if std::mem::take(&mut self.used_since) {
            self.last_used = now;
        }
        now.saturating_duration_since(self.last_used) < IDLE_CONNECTION
    }
}

impl Transport {
    /// Sends one request and reads its whole response. `shared` learns the moment from which the request may have
    /// reached the server.
    pub(super) async fn send(
        &self,
        settings: &Settings,
        shared: &Arc<OperationState>,
        path: &str,
        body: Bytes,
        limit: usize,
    ) -> Result<RawResponse, TransportError> {
        let request = request(settings, shared, path, body);
        failpoint::hit("transport");
        let response = self.client.execute(request).await.map_err(TransportError::Transport)?;
        failpoint::hit("answer");
        let date = if shared.call.is_read() { text(response.headers(), &DATE) } else { None };
        read(response, limit, &settings.redactor).await.map(|reply| RawResponse { date, ..reply })
    }
}

fn request(settings: &Settings, shared: &Arc<OperationState>, path: &str, body: Bytes) -> Request {
    // The endpoint was parsed when the client was made, and a path only appends to it.
    let mut request = Request::new(Method::POST, settings.targets.url(path));
    request.headers_mut().clone_from(&settings.headers);
    request.headers_mut().insert(CONTENT_LENGTH, body.len().into());
    let attempt = shared.attempts.load(Ordering::Relaxed);
    let body = SendTrackingBody { bytes: Some(body), attempt, shared: Arc::clone(shared) };
    *request.body_mut() = Some(reqwest::Body::wrap(body));
    request
}

/// Room that is made at once for an answer that announces its length. One that is longer grows as it comes, and one that
/// lies takes no more.
const ROOM_AT_ONCE: usize = 8 << 20;

static REQUEST_ID: HeaderName = HeaderName::from_static("seam-request-id");

async fn read(
    mut response: Response,
    limit: usize,
    redactor: &Redactor,
) -> Result<RawResponse, TransportError> {
    let status = response.status().as_u16();
    let request_id = text(response.headers(), &REQUEST_ID).map(|id| redactor.text(id));
    if response.headers().contains_key(TRANSFER_ENCODING) && response.headers().contains_key(CONTENT_LENGTH) {
        return Err(TransportError::TwoLengths { status, request_id });
    }
    let (mut retry_after, mut location) = (None, None);
    if !response.status().is_success() {
        retry_after = text(response.headers(), &RETRY_AFTER)
            .and_then(|value| parse_retry_after(&value, text(response.headers(), &DATE).as_deref()));
        location = text(response.headers(), &LOCATION).map(|url| redactor.text(url));
    }
    let too_large = || TransportError::TooLarge { limit, status, request_id: request_id.clone() };
    let announced = usize::try_from(response.content_length().unwrap_or_default()).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(too_large());
    }
    let mut body = Bytes::new();
    let mut gathered = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(TransportError::Transport)? {
        if body.len() + gathered.len() + chunk.len() > limit {
            return Err(too_large());
        }
        if body.is_empty() && gathered.is_empty() {
            // The usual answer comes in one piece, which is kept as it is.
            body = chunk;
        } else {
            if gathered.is_empty() {
                let room = announced.min(ROOM_AT_ONCE).max(body.len());
                reserve(&mut gathered, room).map_err(|_| TransportError::NoMemory)?;
                gathered.extend_from_slice(&std::mem::take(&mut body));
            }
            reserve(&mut gathered, chunk.len()).map_err(|_| TransportError::NoMemory)?;
            gathered.extend_from_slice(&chunk);
        }
    }
    if !gathered.is_empty() {
        body = gathered.into();
    }
    Ok(RawResponse {
        status,
        request_id,
        retry_after,
        location,
        date: None,
        body,
        limit,
        redactor: redactor.clone(),
    })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// A request body that notes when it is first asked for: before that, not a byte of the request was written, because
/// hyper encodes the head and asks for the body in one step before it writes either.
struct SendTrackingBody {
    bytes: Option<Bytes>,
    attempt: u32,
    shared: Arc<OperationState>,
}

impl Body for SendTrackingBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.shared.note_sent(self.attempt);
        failpoint::hit("connection");
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
