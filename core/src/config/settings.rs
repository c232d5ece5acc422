//! The options of a client after every check, in the form that calls need.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::env::{Environment, ProxyEnvironment};
use super::host::{FOREIGN_HOST, is_localhost, names_foreign_host};
use super::options::Options;
use super::trust::Trust;
use super::urls::Targets;
use crate::base::secret::{Redactor, Secret, is_token, quoted};
use crate::model::error::Error;

const DEFAULT_ENDPOINT: &str = "https://connect.getseam.com";
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const DEFAULT_MAX_ATTEMPTS: u32 = 4;
const DEFAULT_MAX_CONCURRENCY: u32 = 64;
const DEFAULT_MAX_PAUSE: Duration = Duration::from_secs(300);
const ONE_OBJECT: usize = 1 << 20;
const A_LIST: usize = 256 << 20;

/// What a handle was made with. Scoped handles share all but the limits.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The URL of Seam's API, without a slash at its end.
    pub(crate) endpoint: String,
    pub(crate) targets: Targets,
    /// Scheme, host and port: one part of a pair, by which changes are ordered.
    pub(crate) origin: Arc<str>,
    pub(crate) credentials: Credentials,
    /// Keeps secrets out of messages.
    pub(crate) redactor: Redactor,
    /// The headers of every request, including the token.
    pub(crate) headers: HeaderMap,
    pub(crate) limits: Limits,
    pub(crate) route: Route,
}

/// The settings that a scoped handle can have of its own.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_attempts: u32,
    /// Whether a call that could send nothing goes on beyond them.
    pub(crate) retry_until_deadline: bool,
    pub(crate) max_concurrency: u32,
    /// The longest pause of a run when a server asks for one.
    pub(crate) max_pause: Duration,
    max_response_bytes: Option<usize>,
}

/// How a connection is made. Clients of equal routes share connections.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Route {
    pub(crate) proxy: Option<Secret>,
    pub(crate) trust: Trust,
    pub(crate) connect_timeout: Duration,
}

impl Settings {
    /// Checks the options against each other and against the environment.
    pub(crate) fn new(options: &Options, environment: &Environment) -> Result<Self, Error> {
        let credentials = Credentials::choose(options, environment)?;
        let endpoint =
            options.endpoint.as_deref().or(environment.endpoint.as_deref()).unwrap_or(DEFAULT_ENDPOINT);
        let insecure_allowed = options.allow_insecure_http.unwrap_or(false);
        let url = parse_endpoint(endpoint, insecure_allowed)?;
        // Who asks for the SEAM_ variables has the machine's heard too.
        let trust_env = options.trust_env.unwrap_or(environment.was_read);
        let proxy = choose_proxy(options, &url, insecure_allowed, trust_env)?;
        let trust = Trust::choose(options, &url, proxy.as_ref(), trust_env);
        let connect_timeout =
            within("connect_timeout_ms", options.connect_timeout, options, DEFAULT_CONNECT_TIMEOUT)?;
        let redactor = Redactor::over(secrets(&credentials, proxy.as_ref()));
        refuse_misplaced_tokens(options, &credentials, &redactor)?;
        Ok(Self {
            endpoint: url.as_str().trim_end_matches('/').to_owned(),
            origin: origin_of(&url).into(),
            headers: headers(options, &credentials, &url)?,
            targets: Targets::new(url),
            redactor,
            credentials,
            limits: Limits::new(options)?,
            route: Route { proxy, trust, connect_timeout },
        })
    }

    /// The same settings with other limits.
    pub(crate) fn with(&self, options: &Options) -> Result<Self, Error> {
        if let Some(name) = options.client_only_option() {
            return Err(Error::Options(format!(
                "{name} cannot be changed for a scoped handle: make a separate client"
            )));
        }
        refuse_misplaced_tokens(options, &self.credentials, &self.redactor)?;
        let mut settings = self.clone();
        let limits = &mut settings.limits;
        let timeout = options.timeout.unwrap_or(limits.timeout);
        let scoped = Options { timeout: Some(timeout), ..options.clone() };
        limits.timeout = timeout;
        limits.attempt_timeout =
            within("attempt_timeout_ms", options.attempt_timeout, &scoped, limits.attempt_timeout)?;
        settings.route.connect_timeout =
            within("connect_timeout_ms", options.connect_timeout, &scoped, settings.route.connect_timeout)?;
        limits.max_attempts = options.max_attempts.unwrap_or(limits.max_attempts);
        limits.retry_until_deadline = options.retry_until_deadline.unwrap_or(limits.retry_until_deadline);
        limits.max_concurrency = options.max_concurrency.unwrap_or(limits.max_concurrency);
        limits.max_pause = options.max_pause.unwrap_or(limits.max_pause);
        limits.max_response_bytes = options.max_response_bytes.or(limits.max_response_bytes);
        Ok(settings)
    }
}

impl Limits {
    fn new(options: &Options) -> Result<Self, Error> {
        Ok(Self {
            timeout: options.timeout.unwrap_or(DEFAULT_TIMEOUT),
            attempt_timeout: within(
                "attempt_timeout_ms",
                options.attempt_timeout,
                options,
                DEFAULT_ATTEMPT_TIMEOUT,
            )?,
            max_attempts: options.max_attempts.unwrap_or(DEFAULT_MAX_ATTEMPTS),
            retry_until_deadline: options.retry_until_deadline.unwrap_or(false),
            max_concurrency: options.max_concurrency.unwrap_or(DEFAULT_MAX_CONCURRENCY),
            max_pause: options.max_pause.unwrap_or(DEFAULT_MAX_PAUSE),
            max_response_bytes: options.max_response_bytes,
        })
    }

    /// The largest answer that is read, in bytes.
    pub(crate) fn response_bytes(&self, list: bool) -> usize {
        self.max_response_bytes.unwrap_or(if list { A_LIST } else { ONE_OBJECT })
    }
}

impl Options {
    /// The first option set here that a scoped handle cannot have of its own.
    fn client_only_option(&self) -> Option<&'static str> {
        let set = [
            ("api_key", self.api_key.is_some()),
            ("personal_access_token", self.personal_access_token.is_some()),
            ("workspace_id", self.workspace_id.is_some()),
            ("endpoint", self.endpoint.is_some()),
            ("proxy", self.proxy.is_some()),
            ("ca_file", self.ca_file.is_some()),
            ("trust_env", self.trust_env.is_some()),
            ("user_agent_suffix", self.user_agent_suffix.is_some()),
            ("allow_insecure_http", self.allow_insecure_http.is_some()),
            ("audit_log", self.audit_log.is_some()),
            ("audit_failure", self.audit_failure.is_some()),
            ("audit_sync", self.audit_sync.is_some()),
            ("log_file", self.log_file.is_some()),
            ("log_fd", self.log_fd.is_some()),
            ("log_level", self.log_level.is_some()),
        ];
        set.into_iter().find(|(_, is_set)| *is_set).map(|(name, _)| name)
    }
}

/// Refuses a token in an option whose value is sent, written down or told: there nobody keeps it from being read.
fn refuse_misplaced_tokens(
    options: &Options,
    credentials: &Credentials,
    redactor: &Redactor,
) -> Result<(), Error> {
    let open = [
        ("workspace_id", &credentials.workspace_id),
        ("endpoint", &options.endpoint),
        ("ca_file", &options.ca_file),
        ("user_agent_suffix", &options.user_agent_suffix),
        ("log_file", &options.log_file),
        ("audit_log", &options.audit_log),
        ("actor", &options.actor),
        ("reason", &options.reason),
        ("sdk_name", &options.sdk_name),
    ];
    let is_misplaced = |text: &str| is_token(text) || redactor.finds(text);
    match open.into_iter().find(|(_, value)| value.as_deref().is_some_and(is_misplaced)) {
        None => Ok(()),
        Some((name, _)) => Err(Error::Options(format!(
            "{name} holds a token, which belongs in api_key or personal_access_token only"
        ))),
    }
}

/// A limit that must not exceed the deadline. A default is shortened to fit; a value that the caller set is refused.
fn within(
    name: &str,
    asked: Option<Duration>,
    options: &Options,
    default: Duration,
) -> Result<Duration, Error> {
    let timeout = options.timeout.unwrap_or(DEFAULT_TIMEOUT);
    match asked {
        Some(asked) if asked > timeout => Err(Error::Options(format!(
            "{name} must not be longer than timeout_ms: {} is more than {}",
            asked.as_millis(),
            timeout.as_millis()
        ))),
        Some(asked) => Ok(asked),
        None => Ok(default.min(timeout)),
    }
}

fn parse_endpoint(text: &str, insecure_allowed: bool) -> Result<Url, Error> {
    let refuse = |reason: &str| Err(Error::Options(format!("endpoint {reason}: {}", quoted(text))));
    if names_foreign_host(text) {
        return refuse(FOREIGN_HOST);
    }
    let Ok(url) = Url::parse(text) else {
        return refuse("must be a URL such as https://connect.getseam.com");
    };
    if !url.username().is_empty() || url.password().is_some() {
        // The text may hold a password, so it is not repeated.
        return Err(Error::Options("endpoint must not contain a user name or password".to_owned()));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return refuse("must not have a query or fragment");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if insecure_allowed || is_loopback(&url) => Ok(url),
        "http" => refuse("would carry the token in clear; use https://, or set allow_insecure_http"),
        _ => refuse("must begin with https://"),
    }
}

/// The part before the path. Nothing follows the path in an endpoint.
fn origin_of(endpoint: &Url) -> &str {
    endpoint.as_str().strip_suffix(endpoint.path()).unwrap_or(endpoint.as_str())
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some(host) if is_localhost(host) => true,
        Some(host) => host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

fn choose_proxy(
    options: &Options,
    endpoint: &Url,
    insecure_allowed: bool,
    trust_env: bool,
) -> Result<Option<Secret>, Error> {
    let chosen = find_proxy(options, endpoint, insecure_allowed, trust_env)?;
    // reqwest takes the brackets of the address as part of the certificate's name.
    let is_ipv6 = endpoint.host_str().is_some_and(|host| host.starts_with('['));
    if chosen.is_some() && endpoint.scheme() == "https" && is_ipv6 {
        return Err(Error::Options(
            "endpoint is an IPv6 address, which cannot be reached through a proxy; use its name, or except it with \
             NO_PROXY"
                .to_owned(),
        ));
    }
    Ok(chosen)
}

fn find_proxy(
    options: &Options,
    endpoint: &Url,
    insecure_allowed: bool,
    trust_env: bool,
) -> Result<Option<Secret>, Error> {
    if let Some(url) = &options.proxy {
        if endpoint.scheme() == "http" && !insecure_allowed {
            return Err(Error::Options(
                "proxy would see the token in clear, as the endpoint is http://; set allow_insecure_http to allow it"
                    .to_owned(),
            ));
        }
        return Ok(Some(url.clone()));
    }
    // A proxy from the environment must not see requests that are meant for this machine.
    if !trust_env || is_loopback(endpoint) {
        return Ok(None);
    }
    let environment = ProxyEnvironment::read();
    let found = if endpoint.scheme() == "https" { environment.https } else { environment.http };
    let Some(found) = found.filter(|_| !is_excepted(endpoint, environment.exceptions.as_deref())) else {
        return Ok(None);
    };
    let with_scheme = if found.expose().contains("://") {
        found
    } else {
        Secret::from_owned(format!("http://{}", found.expose()))
    };
    let mut checked = Options::new();
    checked.set("proxy", with_scheme.expose()).map_err(|_| {
        Error::Options("the proxy named in the environment must begin with http:// or https://".to_owned())
    })?;
    Ok(Some(with_scheme))
}

/// Whether `NO_PROXY` names the endpoint's host.
fn is_excepted(endpoint: &Url, exceptions: Option<&str>) -> bool {
    let Some(exceptions) = exceptions else { return false };
    // The matcher applies `*` to host names only, and a host may be an address.
    if exceptions.split(',').any(|exception| exception.trim() == "*") {
        return true;
    }
    let matcher = Matcher::builder().all("http://proxy.invalid").no(exceptions).build();
    endpoint.as_str().parse().is_ok_and(|endpoint| matcher.intercept(&endpoint).is_none())
}

fn headers(options: &Options, credentials: &Credentials, endpoint: &Url) -> Result<HeaderMap, Error> {
    let suffix = options.user_agent_suffix.as_deref().unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let name = options.sdk_name.as_deref().unwrap_or("seam-acs/rust");
    let (os, architecture) = (std::env::consts::OS, std::env::consts::ARCH);
    let agent = ["seam-acs/", version, " (", os, "; ", architecture, ") ", suffix].concat();
    let (_, host) = origin_of(endpoint).split_once("://").unwrap_or_default();
    let mut headers = HeaderMap::with_capacity(8);
    let mut add = |header: HeaderName, value: &str| match HeaderValue::from_str(value) {
        Ok(value) => {
            headers.insert(header, value);
            Ok(())
        }
        Err(_) => Err(Error::Options(format!("the {header} header cannot hold {}", quoted(value)))),
    };
    // These include the headers that reqwest and hyper would add. Otherwise each request would grow its copy of the
    // map.
    add(HOST, host)?;
    add(USER_AGENT, agent.trim_end())?;
    add(HeaderName::from_static("seam-sdk-name"), name)?;
    if let Some(workspace_id) = &credentials.workspace_id {
        add(HeaderName::from_static("seam-workspace"), workspace_id)?;
    }
    headers.insert(HeaderName::from_static("seam-sdk-version"), HeaderValue::from_static(version));
    headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // Reserves the place; each request sets its own length.
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    headers.insert(AUTHORIZATION, authorization(&credentials.token)?);
    Ok(headers)
}

/// The token, and the credentials that a proxy is sent.
fn secrets(credentials: &Credentials, proxy: Option<&Secret>) -> Vec<Secret> {
    let mut secrets = vec![credentials.token.clone()];
    let Some(url) = proxy.and_then(|proxy| Url::parse(proxy.expose()).ok()) else { return secrets };
    secrets.extend(url.password().map(Secret::new));
    let matcher = Matcher::builder().all(url.as_str()).build();
    let through_it = "https://seam.invalid".parse().ok().and_then(|target| matcher.intercept(&target));
    let header =
        through_it.as_ref().and_then(|proxy| proxy.basic_auth()).and_then(|value| value.to_str().ok());
    let Some(in_base64) = header.and_then(|value| value.strip_prefix("Basic ")) else { return secrets };
    secrets.push(Secret::new(in_base64));
    // Without the percent signs that a URL needs.
    let plain = STANDARD
        .decode(in_base64)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .map(Secret::from_owned);
    secrets.extend(
        plain.and_then(|plain| plain.expose().split_once(':').map(|(_, password)| Secret::new(password))),
    );
    secrets
}

/// Made once and shared by every request, in memory that is wiped when the last of them drops it.
fn authorization(token: &Secret) -> Result<HeaderValue, Error> {
    const KIND: &[u8] = b"Bearer ";
    let token = token.expose().as_bytes();
    // A vector that grows while it is filled would leave an unwiped copy behind.
    let mut text = Zeroizing::new(Vec::with_capacity(KIND.len() + token.len()));
    text.extend_from_slice(KIND);
    text.extend_from_slice(token);
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))
        .map_err(|_| Error::internal("a token that was checked does not fit into a header"))?;
    value.set_sensitive(true);
    Ok(value)
}
